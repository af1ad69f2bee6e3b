"""What became of an import, as one JSON object or as lines of text, for the command line."""

import json
from collections.abc import Iterator
from typing import Protocol

from django.template.defaultfilters import date as format_date
from django.utils.text import capfirst
from django.utils.timezone import localtime

from cerego.sentences import refusal_sentence
from people.imports.deciding.counts import Counts
from people.imports.report import SaidIssue, said
from people.imports.same_file import changes_nothing
from people.imports.unattended import Result
from people.models import Import, ImportRow, User
from people.models.imports import Status
from people.naming import named
from people.outcomes import Outcome
from people.selectors import accounts_administered_by

_ROWS_AT_A_TIME = 2_000


class Out(Protocol):
    """Something to write text to."""

    def write(self, text: str, /) -> object:
        """Write it."""


def as_json(status: str, counts: Counts, problem: dict[str, str] | None) -> dict[str, object]:
    """The object without its issues."""
    outcomes = {outcome.value: getattr(counts, outcome.value) for outcome in Outcome}
    return {"status": status, "rows": counts.rows, **outcomes, "problem": problem}


def write_json(result: Result, out: Out) -> None:
    """One JSON object, in ASCII. The issues go out as they are read: a million of them need no memory."""
    problem = {"code": result.problem.code, "message": problem_sentence(result)} if result.problem else None
    beginning = json.dumps(as_json(status_of(result), result.counts, problem))
    out.write(beginning.removesuffix("}") + ', "issues": [')
    for position, (number, said_issue) in enumerate(issues_of(result)):
        issue = said_issue.issue
        one = {
            "row": number,
            "column": issue.column,
            "severity": issue.severity.value,
            "code": issue.code.value,
            "value": issue.value,
            "message": said_issue.message,
        }
        out.write((", " if position else "") + json.dumps(one))
    out.write("]}\n")


def write_text(result: Result, out: Out) -> None:
    """The reconciled sentence, what stands in the way if something does, and a line for each issue."""
    is_foreseen = result.run.status == Status.CHECKED
    parts = [f"{getattr(result.counts, outcome.value):,} {outcome.value}" for outcome in Outcome]
    out.write(f"{result.counts.rows:,} rows in the file = {' + '.join(parts)}\n")
    if result.problem:
        out.write(printable(problem_sentence(result)) + "\n")
    elif is_foreseen:
        out.write("This was only a check: nothing was written.\n")
    for number, said_issue in issues_of(result):
        out.write(printable(f"Row {number}: {said_issue.message}") + "\n")


def issues_of(result: Result) -> Iterator[tuple[int, SaidIssue]]:
    """Each issue of the import with its row's number, in order of rows; none if it did not get as far as counting them."""
    if not result.counts.rows:
        return
    rows = ImportRow.objects.filter(import_run=result.run).exclude(issues=[]).order_by("number")
    for number, issues in rows.values_list("number", "issues").iterator(chunk_size=_ROWS_AT_A_TIME):
        for said_issue in said(result.run, issues):
            yield number, said_issue


def status_of(result: Result) -> str:
    """The import's status; or "refused" of a file in which the check found that it can't be used."""
    is_refused = result.run.status == Status.FAILED and result.run.started_at is None
    return "refused" if is_refused else result.run.status


def problem_sentence(result: Result) -> str:
    """Why it is not done; empty if it is."""
    return refusal_sentence(result.problem.code, result.problem.context) if result.problem else ""


def same_file_sentence(run: Import, earlier: Import, *, by: User) -> str:
    """That the same file was imported before, by whom and when (R30)."""
    who = "You" if earlier.created_by_id == by.pk else capfirst(_called(earlier, by))
    what = "imported" if earlier.status == Status.DONE else "began to import"
    assert earlier.started_at is not None
    when = format_date(localtime(earlier.started_at), "j F Y")
    nothing = (
        f"; nothing in it {'changed' if run.status == Status.DONE else 'would change'}" if changes_nothing(run) else ""
    )
    return f"{who} {what} this file into {earlier.account.name} on {when}{nothing}."


def waiting_sentence(ahead: Import, *, by: User) -> str:
    """Which import is before one's own: which file and whose is told to those only who may see it."""
    if not accounts_administered_by(by).filter(pk=ahead.account_id).exists():
        return "Waiting for another import of this organisation to end."
    return f"Waiting for the import of {ahead.file_name} by {_called(ahead, by)} to end."


def _called(run: Import, reader: User) -> str:
    """What to call who uploaded an import, to somebody who may see it."""
    return named(run.account, [run.created_by_id], reader=reader)[run.created_by_id].name


def printable(text: str) -> str:
    """``text`` without what a terminal might take for a command: it quotes values of the file."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
