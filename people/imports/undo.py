"""Takes back what an import did: reads who is there now, and writes what was decided about it (R32).

The only other place, besides apply, where an import changes people; like there, sorted by key and a few statements a batch.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection
from django.db.models.fields.reverse_related import ManyToOneRel

from people.imports import apply, known
from people.imports.deciding.undoing import Circumstances, PersonNow, Undoing
from people.imports.stored.staging import Staging
from people.models import Import, User

_PERSONS: Final = Staging("staged_undoing", "person_id bigint")
_PLACES: Final = Staging("staged_removal", "person_id bigint, account_id bigint")


def lock(persons: Sequence[int]) -> None:
    """Let nobody sign in as one of these people, nor other partners come to know them, until the end of the transaction.

    For those whom the import made: what is decided about them stays true until they are deleted.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM people_user JOIN people_person ON user_id = people_user.id WHERE people_person.id = ANY(%s)"
            " ORDER BY people_user.email FOR UPDATE",
            [list(persons)],
        )


def people_now(run: Import, persons: Sequence[int]) -> dict[int, PersonNow]:
    """Who is there of those whom the import wrote, by id.

    Somebody has signed in who came in here, or who signed in at all and is known nowhere else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person.id, person.email, full_name, deactivated_at IS NOT NULL,"
            " joined_at IS NOT NULL OR last_login IS NOT NULL AND NOT EXISTS"
            " (SELECT FROM people_person AS other WHERE other.user_id = person.user_id AND other.id <> person.id)"
            " FROM people_person AS person JOIN people_user ON people_user.id = user_id WHERE person.id = ANY(%s)",
            [list(persons)],
        )
        found = cursor.fetchall()
    memberships = known.memberships_of([person for person, *_ in found])
    return {
        person: PersonNow(
            id=person,
            email=email,
            name=name,
            memberships=memberships[person],
            has_joined=has_joined,
            is_deactivated=is_deactivated,
            is_elsewhere=known.is_elsewhere(run, memberships[person]),
        )
        for person, email, name, is_deactivated, has_joined in found
    }


def circumstances(run: Import, people: Mapping[int, PersonNow]) -> Circumstances:
    """What else has to be known about them."""
    assert run.undone_by is not None
    admins = known.admins_beside(person.memberships for person in people.values())
    return Circumstances(partner=run.partner_id, undoer=run.undone_by.email, admins=admins)


def undo(run: Import, undoings: Sequence[Undoing]) -> None:
    """Write ``undoings``; the caller holds the lock of the partner's people and the transaction."""
    touched = sorted((undoing for undoing in undoings if undoing.person), key=lambda undoing: undoing.person or 0)
    with connection.cursor() as cursor:
        cursor.execute(apply.ANEW)
    _take_out(touched)
    apply.write_places(run, [(undoing.person or 0, write) for undoing in touched for write in undoing.writes])
    apply.rename([(undoing.person or 0, undoing.name) for undoing in touched if undoing.name is not None])
    _delete_people(run, [undoing for undoing in touched if undoing.goes])


def _take_out(undoings: Sequence[Undoing]) -> None:
    places = [(undoing.person, account) for undoing in undoings for account in undoing.removals]
    if not _PLACES.fill(places):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM people_membership AS membership USING staged_removal AS gone"
            " WHERE membership.person_id = gone.person_id AND membership.account_id = gone.account_id"
        )


def _delete_people(run: Import, undoings: Sequence[Undoing]) -> None:
    """The persons, and those of their users whom this import made, who never signed in and to whom nothing else refers.

    They are locked (:func:`lock`), so that another partner's import either has found them or makes them anew.
    """
    if not _PERSONS.fill((undoing.person,) for undoing in undoings):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_event SET person_id = NULL FROM staged_undoing AS gone"
            " WHERE people_event.person_id = gone.person_id"
        )
        cursor.execute(
            "DELETE FROM people_person USING staged_undoing AS gone WHERE people_person.id = gone.person_id"
            " RETURNING user_id"
        )
        cursor.execute(
            "DELETE FROM people_user WHERE id = ANY(%s) AND created_at >= %s AND last_login IS NULL"  # noqa: S608 (our own names)
            f" AND password LIKE '!%%' AND NOT is_staff AND {_nothing_refers_to_them()}",
            [[user for (user,) in cursor.fetchall()], run.started_at],
        )


def _nothing_refers_to_them() -> str:
    """A condition on users, so that none is deleted whom another table names, now or in later versions."""
    relations = [field for field in User._meta.get_fields(include_hidden=True) if isinstance(field, ManyToOneRel)]
    return " AND ".join(
        f"NOT EXISTS (SELECT FROM {field.field.model._meta.db_table} WHERE {field.field.column} = people_user.id)"
        for field in relations
    )
