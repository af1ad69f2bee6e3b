"""What the database knows that a batch of rows has to be held against, read in a fixed number of statements."""

from collections.abc import Sequence

from django.db import connection

from departments.models import Department
from people.imports.parse import ParsedRow
from people.imports.plan import Known, KnownMembership, KnownPerson
from people.models import Import
from people.roles import Role


def departments_of(run: Import) -> frozenset[int]:
    """The departments that a row of this import may name (R9): a partner's all live ones, a department's only itself (R23)."""
    if run.account_id != run.partner_id:
        return frozenset({run.account_id})
    return frozenset(Department.objects.filter(parent_id=run.partner_id, archived_at=None).values_list("id", flat=True))


def read(run: Import, rows: Sequence[ParsedRow], departments: frozenset[int]) -> Known:
    """What is known about the people, accounts and member IDs that ``rows`` name: four statements, whatever their number."""
    emails = sorted({row.email for row in rows if row.email})
    persons = _persons(run, emails, departments)
    admins_in = sorted(
        {
            account
            for person in persons.values()
            for account, membership in person.memberships.items()
            if membership.role is Role.ADMIN
        }
    )
    return Known(
        account=run.account_id,
        partner=run.partner_id,
        uploader=run.created_by.email,
        departments=departments,
        persons=persons,
        holders=_holders(run, rows),
        admins=_admins(admins_in),
    )


def _persons(run: Import, emails: list[str], departments: frozenset[int]) -> dict[str, KnownPerson]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, email, full_name, deactivated_at IS NOT NULL FROM people_person"
            " WHERE partner_id = %s AND email = ANY(%s)",
            [run.partner_id, emails],
        )
        found = cursor.fetchall()
        memberships: dict[int, dict[int, KnownMembership]] = {person: {} for person, *_ in found}
        if found:
            cursor.execute(
                "SELECT person_id, account_id, role, member_id FROM people_membership WHERE person_id = ANY(%s)",
                [list(memberships)],
            )
            for person, account, role, member_id in cursor.fetchall():
                memberships[person][account] = KnownMembership(Role(role), member_id)
    # A department's admin changes no name that others use too. "Department staff" in the partner comes with the department.
    is_narrow = run.account_id != run.partner_id
    return {
        email: KnownPerson(
            id=person,
            name=name,
            memberships=memberships[person],
            is_deactivated=is_deactivated,
            is_elsewhere=is_narrow and _is_elsewhere(run, memberships[person]),
        )
        for person, email, name, is_deactivated in found
    }


def _is_elsewhere(run: Import, memberships: dict[int, KnownMembership]) -> bool:
    return any(
        account != run.account_id and membership.role is not Role.DEPARTMENT_STAFF
        for account, membership in memberships.items()
    )


def _holders(run: Import, rows: Sequence[ParsedRow]) -> dict[tuple[int, str], str]:
    given = {(row.department or run.account_id, row.member_id) for row in rows if row.member_id}
    if not given:
        return {}
    accounts, member_ids = zip(*sorted(given), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, member_id, person.email"
            " FROM unnest(%s::bigint[], %s::text[]) AS given (account_id, member_id)"
            " JOIN people_membership USING (account_id, member_id)"
            " JOIN people_person AS person ON person.id = person_id"
            " WHERE member_id <> '' AND person.partner_id = %s",
            [list(accounts), list(member_ids), run.partner_id],
        )
        return {(account, member_id): email for account, member_id, email in cursor.fetchall()}


def _admins(accounts: list[int]) -> dict[int, int]:
    if not accounts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, count(*) FROM people_membership JOIN people_person AS person ON person.id = person_id"
            " WHERE account_id = ANY(%s) AND role = 'admin' AND person.deactivated_at IS NULL GROUP BY account_id",
            [accounts],
        )
        return dict(cursor.fetchall())
