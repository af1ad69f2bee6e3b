"""Corrected rows of an import in the database: read to be tried again, and marked with what became of that."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from django.db import connection

from people.imports.deciding.corrections import OF_READING, Correction, as_it_was_read, parse_corrected
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Decision
from people.imports.deciding.retrying import FirstTry, SecondTry, among_themselves, together
from people.imports.header.columns import Field
from people.imports.issues import Issue
from people.imports.matching.mapping import Mapping as Columns
from people.imports.stored.rows.changes import values_changed_by
from people.imports.stored.sought import Sought
from people.imports.stored.staging import Staging
from people.models import Import, ImportCorrection
from people.outcomes import WRITTEN, Outcome
from people.roles import Role

_SOUGHT: Final = Staging("staged_sought", 'email text COLLATE "C", department bigint, member_id text')
_TRIES: Final = Staging(
    "staged_try",
    "number int, is_news boolean, name text, email text, department bigint, role text, member_id text, rival int,"
    " parse_issues jsonb, outcome text, person_id bigint, issues jsonb, before jsonb, after jsonb",
)
_PARSE_ISSUES: Final = (
    "try.parse_issues || coalesce((SELECT jsonb_agg(issue) FROM jsonb_array_elements(row.parse_issues) AS issue"
    " WHERE issue->>'code' = ANY(%s) AND NOT try.parse_issues @> jsonb_build_array(issue)), '[]')"
)
"""What the row now says, and what is known of how it was read: that must outlast its correction, which may be taken back."""


class StoredTry(NamedTuple):
    """A row that is to be tried again."""

    parsed: ParsedRow
    """What it says with its correction."""
    first: FirstTry


class DoneRow(NamedTuple):
    """A row that has brought its person in."""

    parsed: ParsedRow
    is_created: bool
    """Whether the person was new to the partner."""


def corrections_of(run: Import, numbers: Sequence[int]) -> dict[int, Correction]:
    """The corrections of rows, which stand in the order of their numbers; by number."""
    if not numbers:
        return {}
    found = ImportCorrection.objects.filter(import_run=run, number__range=(numbers[0], numbers[-1]))
    return {
        number: Correction.from_json(values, is_left_out=is_left_out)
        for number, values, is_left_out in found.values_list("number", "values", "is_left_out")
    }


def take_in(run: Import) -> None:
    """Before a check, which reads them all."""
    corrections = ImportCorrection.objects.filter(import_run=run)
    corrections.filter(is_pending=True).update(is_pending=False)
    corrections.filter(values={}, is_left_out=False).delete()


def give(run: Import, name: Field) -> bool:
    """Whether any of the corrections says something of that, be there a column or not."""
    return ImportCorrection.objects.filter(import_run=run, values__has_key=name.value).exists()


def next_batch(run: Import, size: int) -> list[StoredTry]:
    """The first ``size`` rows that wait for their next try, in the order of address and number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row.number, line, cells::text, parse_issues::text, fix.values::text,"
            " outcome, issues <> '[]', before::text, after::text"
            " FROM people_importcorrection AS fix JOIN people_importrow AS row USING (import_run_id, number)"
            " WHERE import_run_id = %s AND is_pending AND outcome <> '' ORDER BY number LIMIT %s",
            [run.pk, size],
        )
        found = cursor.fetchall()
    mapping = Columns.from_json(run.mapping)
    parsed = among_themselves([_parsed(row, mapping) for row in found], run.account_id)
    tries = [StoredTry(row, _first(values)) for row, values in zip(parsed, found, strict=True)]
    return sorted(tries, key=lambda each: (each.parsed.email, each.parsed.number))


def _parsed(row: tuple, mapping: Columns) -> ParsedRow:
    number, line, cells, parse_issues, values, *_ = row
    issues = map(Issue.from_json, json.loads(parse_issues))
    source = as_it_was_read(number, line, json.loads(cells), issues, mapping)
    return parse_corrected(source, mapping, Correction.from_json(json.loads(values)))


def _first(row: tuple) -> FirstTry:
    *_, outcome, has_issues, before, after = row
    return FirstTry(
        Outcome(outcome), has_issues, json.loads(before) if before else {}, json.loads(after) if after else {}
    )


def sought(run: Import, parsed: Sequence[ParsedRow]) -> Sought:
    """What the rows name, for :func:`people.imports.known.read`, in the transaction that reads it."""
    _SOUGHT.fill((row.email, row.department, row.member_id) for row in parsed)
    return Sought("staged_sought", ())


def done_rows(run: Import, parsed: Sequence[ParsedRow]) -> dict[str, list[DoneRow]]:
    """The rows that have brought the same people in already, in order of number, by address."""
    done: dict[str, list[DoneRow]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, name, email, department, role, member_id, outcome FROM people_importrow"
            " WHERE import_run_id = %s AND email = ANY(%s) AND outcome = ANY(%s) ORDER BY email, number",
            [run.pk, sorted({row.email for row in parsed} - {""}), sorted(WRITTEN)],
        )
        for number, name, email, department, role, member_id, outcome in cursor.fetchall():
            row = ParsedRow(number, name, email, department, Role(role) if role else None, member_id)
            done.setdefault(email, []).append(DoneRow(row, outcome == Outcome.CREATED.value))
    return done


def second_tries(batch: Sequence[StoredTry], decisions: Sequence[Decision]) -> dict[int, tuple[FirstTry, SecondTry]]:
    """Both tries of each row, by its number."""
    return {
        each.parsed.number: (each.first, together(each.first, decision, *(values_changed_by(decision) or ({}, {}))))
        for each, decision in zip(batch, decisions, strict=True)
    }


def record(
    run: Import,
    decisions: Sequence[Decision],
    tries: Mapping[int, tuple[FirstTry, SecondTry]],
    persons: Mapping[str, int],
) -> None:
    """Write what became of the rows; ``persons`` has the ids of the people who are there now, by address.

    What the check had foreseen was about the row as it was; so it does not turn out other than foreseen.
    """
    _TRIES.fill(_try(decision, tries[decision.row.number][1], persons) for decision in decisions)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_importrow AS row SET action = try.outcome, name = try.name, email = try.email,"  # noqa: S608 (our own words)
            " department = try.department, role = try.role, member_id = try.member_id, rival = try.rival,"
            f" parse_issues = {_PARSE_ISSUES}, outcome = try.outcome, person_id = try.person_id, issues = try.issues,"
            " before = try.before, after = try.after"
            " FROM staged_try AS try WHERE is_news AND import_run_id = %s AND row.number = try.number",
            [sorted(OF_READING), run.pk],
        )
        cursor.execute(
            "UPDATE people_importrow AS row SET issues = try.issues"
            " FROM staged_try AS try WHERE NOT is_news AND import_run_id = %s AND row.number = try.number",
            [run.pk],
        )
        cursor.execute(
            "UPDATE people_importcorrection AS fix SET is_pending = false"
            " FROM staged_try AS try WHERE import_run_id = %s AND fix.number = try.number",
            [run.pk],
        )


def _try(decision: Decision, second: SecondTry, persons: Mapping[str, int]) -> tuple:
    number, name, email, department, role, member_id, parse_issues, rival = decision.row
    person = persons[email] if second.outcome in WRITTEN and second.is_news else None
    values = (name, email, department, role or "", member_id, rival, _json(parse_issues))
    changed = second.before or second.after
    before, after = (json.dumps(second.before), json.dumps(second.after)) if changed else (None, None)
    outcome = second.outcome.value
    return (number, second.is_news, *values, outcome, person, _json(decision.issues), before, after)


def _json(issues: Sequence[Issue]) -> str:
    return json.dumps([issue.as_json() for issue in issues])
