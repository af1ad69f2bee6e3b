"""Writes what was decided into the database: the only place where an import makes or changes people.

A fixed number of statements a batch, each over rows sorted by key, so that concurrent imports that meet over a user wait
for one another in the same order and never deadlock.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from django.db import connection

from people.folding import MAX_SORT_KEY, fold, sort_key
from people.imports.deciding.plan import Plan, Write
from people.imports.stored.staging import Staging
from people.models import Import

_NEWCOMERS: Final = Staging(
    "staged_newcomer", 'id bigint, email text COLLATE "C", full_name text, sort_key text, search_text text'
)
_NAMES: Final = Staging("staged_name", "person_id bigint, full_name text, sort_key text, folded text")
_PLACE: Final = "person_id bigint, account_id bigint, role text, member_id text"
_PLACES: Final = Staging("staged_place", _PLACE)
_NEW_PLACES: Final = Staging("staged_new_place", _PLACE)
ANEW: Final = "DISCARD PLANS;"
"""The server keeps the plans of foreign keys and triggers, also one made while a table was nearly empty: then any index seems
good enough, and it may go through all people of the partner for each row, until somebody analyses the table."""


def reserve(people: int) -> list[int]:
    """Ids for so many new people. They are known before the people are there, so nothing has to wait for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(ids) FROM (SELECT pg_get_serial_sequence('people_person', 'id')::regclass AS ids OFFSET 0)"
            " AS sequence, generate_series(1, %s)",
            [people],
        )
        return [person for (person,) in cursor.fetchall()]


def ids_of(plans: Sequence[Plan], reserved: Iterator[int]) -> dict[str, int]:
    """The ids of the people who will be there once ``plans`` are written, by address; the new ones' are of the ``reserved``."""
    return {
        plan.email: next(reserved) if plan.person is None else plan.person
        for plan in plans
        if plan.person is not None or plan.writes
    }


class Changes(NamedTuple):
    """What plans write, as the rows of the tables that it is staged in."""

    newcomers: list[tuple]
    names: list[tuple]
    places: list[tuple]
    new_places: list[tuple]


def changes_of(plans: Sequence[Plan], ids: Mapping[str, int]) -> Changes:
    """What ``plans`` write, which stand in the order of their addresses; ``ids`` are those of :func:`ids_of`.

    Made without the server, so that it can be at work with something else.
    """
    return Changes(
        newcomers=[
            _newcomer(ids[plan.email], plan.email, plan.name or "")
            for plan in plans
            if plan.person is None and plan.writes
        ],
        names=[_name(plan.person, plan.name) for plan in plans if plan.person is not None and plan.name is not None],
        places=[_place(ids[plan.email], write) for plan in plans for write in plan.writes if not write.is_new],
        new_places=[_place(ids[plan.email], write) for plan in plans for write in plan.writes if write.is_new],
    )


def apply(run: Import, changes: Changes) -> str:
    """Stage ``changes``, and return the statements that write them, with which nothing else has been done in between.

    The caller holds the lock of the partner's people and the transaction.
    """
    _rename(changes.names)
    _change_places(changes.places)
    people = _NEWCOMERS.fill(changes.newcomers)
    statements = (_create_people(run) if people else "") + _create_places(run, changes.new_places)
    return ANEW + statements if statements else ""


def _create_people(run: Import) -> str:
    """Find or make the users, make the persons.

    Nobody gets a password (R33): one that begins with "!" fits no hash, and the rest makes each one's reset links differ.
    A user whom another partner's undo takes away between the two statements leaves somebody without a person, whom the
    foreign key of the memberships finds: the batch is then done again (:mod:`people.imports.patience`).
    """
    return (
        "INSERT INTO people_user (email, password, created_at)"  # noqa: S608 (a number of ours)
        " SELECT email, '!' || gen_random_uuid(), statement_timestamp() FROM staged_newcomer ORDER BY email"
        " ON CONFLICT (email) DO NOTHING;"
        "INSERT INTO people_person (id, partner_id, user_id, full_name, email, sort_key, search_text, created_at)"
        f" SELECT staged_newcomer.id, {run.partner_id}, people_user.id, full_name, email, sort_key, search_text, now()"
        " FROM staged_newcomer JOIN people_user USING (email) ORDER BY email;"
    )


def _newcomer(person: int, email: str, name: str) -> tuple[int, str, str, str, str]:
    folded = fold(name)
    return person, email, name, folded[:MAX_SORT_KEY], f"{folded} {email}"


def rename(names: Sequence[tuple[int, str]]) -> None:
    """Give people, by their ids, other names."""
    _rename([_name(person, name) for person, name in names])


def _rename(names: Sequence[tuple]) -> None:
    if _NAMES.fill(names):
        _execute(
            "UPDATE people_person AS person SET full_name = new.full_name, sort_key = new.sort_key,"
            " search_text = new.folded || ' ' || person.email"
            " FROM staged_name AS new WHERE person.id = new.person_id"
        )


def _name(person: int, name: str) -> tuple[int, str, str, str]:
    return person, name, sort_key(name), fold(name)


def write_places(run: Import, writes: Sequence[tuple[int, Write]]) -> None:
    """Make or change memberships, each given with the person's id."""
    _change_places([_place(person, write) for person, write in writes if not write.is_new])
    if statement := _create_places(run, [_place(person, write) for person, write in writes if write.is_new]):
        _execute(ANEW + statement)


def _create_places(run: Import, places: Sequence[tuple]) -> str:
    """Stage the new memberships, and return the statement that makes them; none if there are none."""
    if not _NEW_PLACES.fill(places):
        return ""
    return (
        "INSERT INTO people_membership (partner_id, person_id, account_id, role, member_id, created_at)"  # noqa: S608 (ours)
        f" SELECT {run.partner_id}, person_id, account_id, role, member_id, now()"
        " FROM staged_new_place ORDER BY person_id, account_id;"
    )


def _change_places(places: Sequence[tuple]) -> None:
    if _PLACES.fill(places):
        _execute(
            "UPDATE people_membership AS membership SET role = new.role, member_id = new.member_id"
            " FROM staged_place AS new"
            " WHERE membership.person_id = new.person_id AND membership.account_id = new.account_id"
        )


def _place(person: int, write: Write) -> tuple[int, int, str, str]:
    return person, write.account, write.role.value, write.member_id


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
