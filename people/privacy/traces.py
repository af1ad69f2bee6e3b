"""What is done about the traces that one person has left with their partner: in imports, events and changes of many people."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection
from django.db.models import Q

from people.events import upkeep
from people.imports.issues import Code, Issue
from people.models import Answer, Bulk, BulkPerson, Event, Import, ImportCorrection, ImportLetter, Person
from people.models.events import EventKind
from people.privacy.finding import NOBODY, tells_of

_ERASED: Final = json.dumps([Issue(Code.ROW_ERASED).as_json()])


def blank_rows(rows: Mapping[int, Sequence[int]]) -> None:
    """Take from rows what they say, not what became of them: the counts of their imports stay true."""
    for run_id, numbers in rows.items():
        ImportCorrection.objects.filter(import_run=run_id, number__in=numbers).delete()
        Import.objects.filter(pk=run_id).update(problem_counts=None)
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


def unname_in_headers(partner_id: int, addresses: Sequence[str]) -> None:
    """A header that tells of them was a row of theirs, or says who asked for it; what its columns mean stays."""
    for pk, header in (
        Import.objects.filter(partner=partner_id).exclude(header=[]).values_list("pk", "header").iterator()
    ):
        unnamed = [NOBODY if tells_of(addresses, cell) else cell for cell in header]
        if unnamed != header:
            Import.objects.filter(pk=pk).update(header=unnamed)


def unname_in_file_names(person: Person, addresses: Sequence[str]) -> None:
    """A file may be called after them; a name of one word is a word that files are called by anyway."""
    full_name = [person.full_name] if " " in person.full_name else []
    called = Q(pk__in=[])
    for words in [*addresses, *full_name]:
        called |= Q(file_name__icontains=words)
    Import.objects.filter(called, partner=person.partner_id).update(file_name=NOBODY)


def unname_in_failures(partner_id: int, addresses: Sequence[str]) -> None:
    """A file may have been refused for too many rows of theirs; and a mail may yet say so."""
    for run in Import.objects.filter(partner=partner_id, failure_context__email__in=list(addresses)):
        Import.objects.filter(pk=run.pk).update(failure_context=run.failure_context | {"email": NOBODY})
        ImportLetter.objects.filter(import_run=run).delete()


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


def forget_refusals(user_id: int) -> None:
    """That they asked for what there is not, which is nobody's record; what they were refused of others stays with those."""
    with upkeep():
        Event.objects.filter(by=user_id, account=None).delete()


def hold_what_they_asked_for(person: Person) -> list[Import]:
    """Keep others off the imports that name them, and off their changes of many people, until the end of the transaction; returns
    the imports. Call it before the partner's people are held: so workers do it, and nobody waits in a circle.
    """
    user, partner = person.user_id, person.partner_id
    corrected = ImportCorrection.objects.filter(by=user, import_run__partner=partner).values("import_run")
    named = Q(created_by=user) | Q(undone_by=user) | Q(pk__in=corrected) | Q(to_correct__contains=[{"by": user}])
    changes = Bulk.objects.filter(created_by=user, partner=partner).select_for_update(no_key=True)
    list(changes.order_by("pk").values_list("pk"))
    imports = Import.objects.filter(named, partner=partner).select_for_update(no_key=True)
    return list(imports.only("to_correct").order_by("pk"))


def hand_over_corrections(runs: Sequence[Import], user: int, stands_in: int) -> None:
    """What workers are yet to write down as corrected by ``user`` is corrected by the user ``stands_in``."""
    for run in runs:
        left = [each | {"by": stands_in} if each["by"] == user else each for each in run.to_correct]
        if left != run.to_correct:
            Import.objects.filter(pk=run.pk).update(to_correct=left)


def unname_in_changes(person: Person) -> None:
    """Changes of many people keep their counts, and no name."""
    of_partner = Bulk.objects.filter(partner=person.partner_id).values("pk")
    refused = BulkPerson.objects.filter(bulk__in=of_partner, person_id=person.pk, outcome=BulkPerson.Outcome.REFUSED)
    refused.update(reason="bulk.gone", context={})


def forget_answers(person: Person) -> None:
    """What the API answered to the partner's own people about this one; it is kept for a day only."""
    named = Answer.objects.filter(user__persons__partner=person.partner_id, body__icontains=json.dumps(person.email))
    Answer.objects.filter(pk__in=list(named.values_list("pk", flat=True))).update(body=None)
