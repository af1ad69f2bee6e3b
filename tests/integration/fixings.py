"""Corrections for tests: by the doors that the pages use."""

from typing import Any

from people.imports import run as runs
from people.imports.deciding.corrections import Correction
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.models import Import, ImportRow, User
from people.models.imports import Status
from people.outcomes import Outcome
from tests.integration.runs import work

FIELDS = {
    "name": Field.NAME,
    "email": Field.EMAIL,
    "department": Field.DEPARTMENT,
    "role": Field.ROLE,
    "member_id": Field.MEMBER,
}


def correction(**values: str) -> Correction:
    """What cells should say."""
    return Correction({FIELDS[name]: value for name, value in values.items()})


def correct(run: Import, number: int, by: User, **values: str) -> Import:
    """Say what a row's cells should say."""
    return runs.correct(run=run, number=number, correction=correction(**values), by=by)


def retry(run: Import, by: User) -> Import:
    """Try again what is corrected, to the end."""
    return work(runs.retry(run=run, by=by))


def for_all(code: Code, column: Field | None, wrong: str | None, right: str | None) -> runs.ForAll:
    """One correction for all rows with a problem."""
    return runs.ForAll(code, wrong, column, right)


def outcomes(run: Import) -> dict[int, str]:
    """What became of each row, by its number; while it is only checked, what would."""
    column = "action" if run.status == Status.CHECKED else "outcome"
    return dict(ImportRow.objects.filter(import_run=run).order_by("number").values_list("number", column))


def assert_adds_up(run: Import) -> None:
    """Each row has an outcome, and the counts say how many have which."""
    run.refresh_from_db()
    found = list(outcomes(run).values())
    assert {each: found.count(each) for each in set(found)} == {
        outcome.value: getattr(run, outcome.value) for outcome in Outcome if getattr(run, outcome.value)
    }
    assert len(found) == run.rows


def row_of(run: Import, number: int) -> dict[str, Any]:
    """What is stored of a row."""
    return ImportRow.objects.filter(import_run=run, number=number).values().get()
