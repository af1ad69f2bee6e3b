"""Where one person has left traces with their partner besides their own rows: in imports, events and changes of many people."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection

from people.events import upkeep
from people.imports.issues import Code, Issue
from people.models import Answer, Bulk, BulkPerson, Event, ImportCorrection, Person
from people.models.events import EventKind

NOBODY: Final = "somebody who was removed"
"""What stands where they were named."""
_ERASED: Final = json.dumps([Issue(Code.ROW_ERASED).as_json()])


def addresses_of(person: Person) -> list[str]:
    """The address they have, and those that the partner knew them by before."""
    changed = Event.objects.filter(person=person.pk, kind=EventKind.PERSON_ADDRESS_CHANGED)
    earlier = changed.exclude(details__before=None).values_list("details__before", flat=True)
    return [person.email, *(address for address in earlier.distinct() if address != person.email)]


def rows_of(partner_id: int, addresses: Sequence[str]) -> dict[int, list[int]]:
    """The numbers of the rows about them, by import. They are found by address: rows that failed know no person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT run.id, array_agg(row.number ORDER BY row.number) FROM people_import AS run"
            # Each import looked into by itself (OFFSET 0), so that no statistics make it go through all rows instead.
            " CROSS JOIN LATERAL (SELECT number FROM people_importrow WHERE import_run_id = run.id AND email = ANY(%s)"
            " OFFSET 0) AS row WHERE run.partner_id = %s AND run.expired_at IS NULL GROUP BY run.id",
            [list(addresses), partner_id],
        )
        return dict(cursor.fetchall())


def blank_rows(rows: Mapping[int, Sequence[int]]) -> None:
    """Take from rows what they say, not what became of them: the counts of their imports stay true."""
    for run_id, numbers in rows.items():
        ImportCorrection.objects.filter(import_run=run_id, number__in=numbers).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_importrow SET name = '', email = '', member_id = '', person_id = NULL, before = NULL,"
                " after = NULL, parse_issues = '[]', issues = %s,"
                " cells = (SELECT coalesce(jsonb_agg(''::text), '[]') FROM jsonb_array_elements(cells))"
                " WHERE import_run_id = %s AND number = ANY(%s)",
                [_ERASED, run_id, list(numbers)],
            )


def leave_cursors(partner_id: int, addresses: Sequence[str]) -> None:
    """An import that came as far as this person stands behind whoever came before them: between the same two rows as it did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_import AS run SET cursor_number = 2147483647, cursor = coalesce((SELECT max(email)"
            " FROM people_importrow WHERE import_run_id = run.id AND email < run.cursor), '')"
            " WHERE run.partner_id = %s AND run.cursor = ANY(%s)",
            [partner_id, list(addresses)],
        )


def unname_in_others_rows(partner_id: int, addresses: Sequence[str]) -> None:
    """Where the row of somebody else says that this person has its member ID (R20), it no longer says who."""
    for address in addresses:
        named, unnamed = (f'"holder": {json.dumps(name)}' for name in (address, NOBODY.capitalize()))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_importrow AS row SET issues = replace(issues::text, %s, %s)::jsonb FROM people_import AS run"
                " WHERE run.partner_id = %s AND row.import_run_id = run.id AND NOT issues = '[]'"
                " AND position(%s IN issues::text) > 0",
                [named, unnamed, partner_id, named],
            )


def pseudonymise_events(person: Person, *, pseudonym: int | None) -> None:
    """Events stay, and say what was done when; of the person only what tells nobody who they were.

    What they did themselves is by the user ``pseudonym`` from now on, and from nowhere.
    """
    with upkeep(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_event SET person_id = NULL, details = CASE WHEN kind = %s THEN details"
            " WHEN details ? 'role' THEN jsonb_build_object('role', details -> 'role') ELSE '{}' END WHERE person_id = %s",
            [EventKind.ROLE_CHANGED, person.pk],
        )
        cursor.execute(
            # An access token may be called after whoever made it.
            "UPDATE people_event SET by_id = %s, origin = NULL, details = details - 'token' WHERE by_id = %s AND account_id IN"
            " (SELECT id FROM departments_account WHERE partner_id = %s)",
            [pseudonym, person.user_id, person.partner_id],
        )


def unname_in_changes(person: Person) -> None:
    """Changes of many people keep their counts, and no name."""
    of_partner = Bulk.objects.filter(partner=person.partner_id).values("pk")
    refused = BulkPerson.objects.filter(bulk__in=of_partner, person_id=person.pk, outcome=BulkPerson.Outcome.REFUSED)
    refused.update(reason="bulk.gone", context={})


def forget_answers(person: Person) -> None:
    """What the API answered to the partner's own people about this one; it is kept for a day only."""
    named = Answer.objects.filter(user__persons__partner=person.partner_id, body__icontains=json.dumps(person.email))
    Answer.objects.filter(pk__in=list(named.values_list("pk", flat=True))).update(body=None)
