"""Writes what was decided into the database: the only place where an import makes or changes people.

A fixed number of statements a batch, each over arrays sorted by key, so that concurrent imports that meet over a user wait
for one another in the same order and never deadlock.
"""

from collections.abc import Sequence

from django.db import connection

from people.folding import search_text, sort_key
from people.imports.plan import Plan, Write
from people.models import Import
from people.outcomes import Outcome

_WRITTEN = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})


def apply(run: Import, plans: Sequence[Plan]) -> list[int | None]:
    """Write ``plans``; the caller holds the lock of the partner's people and the transaction.

    Returns a person's id, or none for failed and skipped rows, for each row in the order of the plans' decisions.
    """
    ids = _create_people(run, [plan for plan in plans if plan.person is None and plan.writes])
    ids |= {plan.email: plan.person for plan in plans if plan.person is not None}
    _rename([plan for plan in plans if plan.person is not None and plan.name is not None])
    writes = [(ids[plan.email], write) for plan in plans for write in plan.writes]
    _create_memberships(run, [(person, write) for person, write in writes if write.is_new])
    _change_memberships([(person, write) for person, write in writes if not write.is_new])
    return [ids[plan.email] if decision.outcome in _WRITTEN else None for plan in plans for decision in plan.decisions]


def _create_people(run: Import, plans: Sequence[Plan]) -> dict[str, int]:
    """Find or make the users, make the persons; returns the persons' ids by address.

    Nobody gets a password (R33): one that begins with "!" fits no hash, and the rest makes each one's reset links differ.
    """
    if not plans:
        return {}
    plans = sorted(plans, key=lambda plan: plan.email)
    emails = [plan.email for plan in plans]
    names = [plan.name or "" for plan in plans]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_user (email, password, created_at)"
            " SELECT email, '!' || gen_random_uuid(), now() FROM unnest(%s::text[]) AS new (email)"
            " ON CONFLICT (email) DO NOTHING",
            [emails],
        )
        cursor.execute(
            "INSERT INTO people_person (partner_id, user_id, full_name, email, sort_key, search_text, created_at)"
            " SELECT %s, people_user.id, new.full_name, new.email, new.sort_key, new.search_text, now()"
            " FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])"
            " AS new (email, full_name, sort_key, search_text) JOIN people_user USING (email)"
            " RETURNING email, id",
            [
                run.partner_id,
                emails,
                names,
                [sort_key(name) for name in names],
                [search_text(name, email) for name, email in zip(names, emails, strict=True)],
            ],
        )
        return dict(cursor.fetchall())


def _rename(plans: Sequence[Plan]) -> None:
    if not plans:
        return
    names = [plan.name or "" for plan in plans]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person AS person"
            " SET full_name = new.full_name, sort_key = new.sort_key, search_text = new.search_text"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])"
            " AS new (id, full_name, sort_key, search_text) WHERE person.id = new.id",
            [
                [plan.person for plan in plans],
                names,
                [sort_key(name) for name in names],
                [search_text(name, plan.email) for name, plan in zip(names, plans, strict=True)],
            ],
        )


def _create_memberships(run: Import, writes: Sequence[tuple[int, Write]]) -> None:
    if not writes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_membership (partner_id, person_id, account_id, role, member_id, created_at)"
            " SELECT %s, person_id, account_id, role, member_id, now()"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[])"
            " AS new (person_id, account_id, role, member_id)",
            [run.partner_id, *_columns(writes)],
        )


def _change_memberships(writes: Sequence[tuple[int, Write]]) -> None:
    if not writes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_membership AS membership SET role = new.role, member_id = new.member_id"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[])"
            " AS new (person_id, account_id, role, member_id)"
            " WHERE membership.person_id = new.person_id AND membership.account_id = new.account_id",
            _columns(writes),
        )


def _columns(writes: Sequence[tuple[int, Write]]) -> list[list]:
    """(person, write) pairs, sorted by key, as the four columns that the statements take."""
    ordered = sorted(writes, key=lambda pair: (pair[0], pair[1].account))
    return [
        [person for person, _ in ordered],
        [write.account for _, write in ordered],
        [write.role.value for _, write in ordered],
        [write.member_id for _, write in ordered],
    ]
