"""What the database knows that a batch of rows has to be held against, read in a fixed number of statements."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from django.db import connection

from departments.models import Department
from people.imports.deciding.plan import Known, KnownMembership, KnownPerson
from people.imports.stored.sought import Sought
from people.models import Import
from people.outcomes import Outcome
from people.roles import Role

NOTHING_YET: Final[Mapping[int, int]] = MappingProxyType({})
"""The ledger of whoever begins."""


def departments_of(run: Import) -> frozenset[int]:
    """The departments that a row of this import may name (R9): a partner's all live ones, a department's only itself (R23)."""
    if run.account_id != run.partner_id:
        return frozenset({run.account_id})
    return frozenset(Department.objects.filter(parent_id=run.partner_id, archived_at=None).values_list("id", flat=True))


def read(run: Import, sought: Sought, departments: frozenset[int], ledger: Mapping[int, int] = NOTHING_YET) -> Known:
    """What is known about the people, accounts and member IDs that rows name: four statements, whatever their
    number. Nothing but what is found comes over from the database, so new people cost nearly nothing. ``ledger`` is what
    earlier batches decided and did not write.
    """
    persons = _persons(run, sought)
    return Known(
        account=run.account_id,
        partner=run.partner_id,
        uploader=run.created_by.email,
        departments=departments,
        persons=persons,
        holders=_holders(run, sought),
        admins=admins_beside((person.memberships for person in persons.values()), ledger),
    )


def likely_outcome(run: Import, emails: Sequence[str]) -> Outcome:
    """What most rows will come to, told by some of their addresses: people are created, or are there already as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::text[]) AS row (email)"
            " CROSS JOIN LATERAL (SELECT id FROM people_user WHERE email = row.email OFFSET 0) AS found"
            " CROSS JOIN LATERAL (SELECT partner_id FROM people_person WHERE user_id = found.id OFFSET 0) AS person"
            " WHERE person.partner_id = %s",
            [list(emails), run.partner_id],
        )
        (there,) = cursor.fetchone()
    return Outcome.UNCHANGED if 2 * there > len(emails) else Outcome.CREATED


def _persons(run: Import, sought: Sought) -> dict[str, KnownPerson]:
    with connection.cursor() as cursor:
        cursor.execute(
            # Each looked up by itself (OFFSET 0): no statistics can make the planner go through all of a partner instead.
            "SELECT DISTINCT person.id, found.email, full_name, deactivated_at IS NOT NULL"  # noqa: S608 (our own words)
            f" FROM {sought.relation} AS row"
            " CROSS JOIN LATERAL (SELECT id, email FROM people_user WHERE email = row.email OFFSET 0) AS found"
            " CROSS JOIN LATERAL (SELECT * FROM people_person WHERE user_id = found.id OFFSET 0) AS person"
            " WHERE person.partner_id = %s",
            [*sought.parameters, run.partner_id],
        )
        found = cursor.fetchall()
    memberships = memberships_of([person for person, *_ in found])
    return {
        email: KnownPerson(
            id=person,
            name=name,
            memberships=memberships[person],
            is_deactivated=is_deactivated,
            is_elsewhere=is_elsewhere(run, memberships[person]),
        )
        for person, email, name, is_deactivated in found
    }


def memberships_of(persons: Sequence[int]) -> dict[int, dict[int, KnownMembership]]:
    """The memberships of people, by their ids, by account."""
    memberships: dict[int, dict[int, KnownMembership]] = {person: {} for person in persons}
    if persons:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT person_id, account_id, role, member_id FROM people_membership WHERE person_id = ANY(%s)",
                [list(persons)],
            )
            for person, account, role, member_id in cursor.fetchall():
                memberships[person][account] = KnownMembership(Role(role), member_id)
    return memberships


def is_elsewhere(run: Import, memberships: Mapping[int, KnownMembership]) -> bool:
    """Whether a person is also in accounts that a department's import must not touch: its admin changes no name that others
    use too (R23). "Department staff" in the partner comes with the department.
    """
    return run.account_id != run.partner_id and any(
        account != run.account_id and membership.role is not Role.DEPARTMENT_STAFF
        for account, membership in memberships.items()
    )


def _holders(run: Import, sought: Sought) -> dict[tuple[int, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.account_id, held.member_id, person.email"  # noqa: S608 (our own words)
            f" FROM {sought.relation} AS row CROSS JOIN LATERAL (SELECT * FROM people_membership"
            " WHERE account_id = coalesce(row.department, %s) AND member_id = row.member_id AND member_id <> '' OFFSET 0"
            ") AS held JOIN people_person AS person ON person.id = held.person_id"
            " WHERE row.member_id <> '' AND held.partner_id = %s",
            [*sought.parameters, run.account_id, run.partner_id],
        )
        return {(account, member_id): email for account, member_id, email in cursor.fetchall()}


def admins_beside(
    memberships: Iterable[Mapping[int, KnownMembership]], ledger: Mapping[int, int] = NOTHING_YET
) -> dict[int, int]:
    """How many admins each account has in which one of these people is an admin, as far as that matters.

    Counted are one more than these people and ``ledger`` could take away, so that a large account's thousands of admins are not
    counted for each batch: whoever asks whether the last one goes gets the same answer.
    """
    among_them = Counter(
        account for places in memberships for account, place in places.items() if place.role is Role.ADMIN
    )
    if not among_them:
        return {}
    enough = {account: 1 + count + max(0, -ledger.get(account, 0)) for account, count in sorted(among_them.items())}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place.account_id, (SELECT count(*) FROM (SELECT FROM people_membership AS membership"
            " JOIN people_person AS person ON person.id = membership.person_id"
            " WHERE membership.account_id = place.account_id AND role = 'admin' AND person.deactivated_at IS NULL"
            " LIMIT place.enough) AS counted)"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS place (account_id, enough)",
            [list(enough), list(enough.values())],
        )
        return dict(cursor.fetchall())
