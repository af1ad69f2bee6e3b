"""What is wrong with the rows of an import, by kind and by value, with how many rows each: what can be put right at once."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from departments.models import Account
from people.imports.issues import REASONS_TO_SKIP, WARNINGS, Code
from people.imports.report import shown
from people.imports.row_forms import AllForm, Choices, Problem
from people.models import Import
from people.models.imports import RETRIABLE, Status

MOST_VALUES: Final = 30
"""So many different wrong values are offered to be put right at once, the most frequent first."""
_PROBLEMS: Final = tuple(
    code.value for code in Code if code not in WARNINGS | REASONS_TO_SKIP or code is Code.ROLE_UNRECOGNISED
)
_BY_VALUE: Final = (Code.DEPARTMENT_UNKNOWN.value, Code.ROLE_UNRECOGNISED.value)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is wrong in some rows, and the field that puts it right."""

    problem: Problem
    shown: str
    field: Any
    """A bound field; none when there is nothing to choose."""


@dataclass(frozen=True, slots=True)
class Kind:
    """All rows with one kind of problem."""

    code: str
    rows: int
    values: list[Value]
    """Those that are listed."""
    left: int
    """The rows with other values."""

    @property
    def template(self) -> str:
        """Where its name is written."""
        return f"people/problems/{self.code}.txt"


@dataclass(frozen=True, slots=True)
class Problems:
    """The problems of an import, the most frequent first, and the form that puts them right."""

    kinds: list[Kind]
    form: AllForm

    @property
    def can_be_corrected(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.form.fields)


def can_be_corrected(run: Import) -> bool:
    """Whether rows of the import can be corrected now."""
    has_ended = run.status in RETRIABLE and run.started_at is not None and run.failed_while != Status.UNDOING
    return run.expired_at is None and (run.status == Status.CHECKED or has_ended)


def choices_of(run: Import) -> Choices:
    """The departments that rows of this import may name (R9, R23), by name; one query."""
    into_department = run.account_id != run.partner_id
    may_be_named = {"pk": run.account_id} if into_department else {"parent": run.partner_id}
    departments = Account.objects.live().filter(**may_be_named).order_by("name", "pk").values_list("pk", "name")
    return Choices([(str(pk), f"{name} · {pk}") for pk, name in departments], run.account.name)


def problems_of(run: Import, data: Any = None) -> Problems | None:
    """What is wrong, in two queries and one for the departments; none when nothing is, or nothing can be done about it.

    ``data`` is what was sent to put it right. Rows that are corrected already and wait for that are not among them.
    """
    if not can_be_corrected(run):
        return None
    totals = _count(run, "NULL", _PROBLEMS)
    values = _count(run, "issue->>'value'", _BY_VALUE) if any(each.code.value in _BY_VALUE for each in totals) else []
    values += [each for each in totals if each.code.value not in _BY_VALUE]
    if not totals:
        return None
    is_checked = run.status == Status.CHECKED
    form = AllForm(data, problems=values, choices=choices_of(run), may_leave_out=is_checked)
    return Problems([_kind(each, values, form) for each in totals], form)


def _kind(total: Problem, values: list[Problem], form: AllForm) -> Kind:
    listed = [
        Value(value, shown(value.value or ""), form[value.key] if value.key in form.fields else None)
        for value in values
        if value.code == total.code
    ]
    return Kind(total.code.value, total.rows, listed, max(0, total.rows - sum(each.problem.rows for each in listed)))


def _count(run: Import, value: str, codes: tuple[str, ...]) -> list[Problem]:
    """Rows by code and value. What is outcome to an import that has ended is action to one that is only checked."""
    column = "action" if run.status == Status.CHECKED else "outcome"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT issue->>'code', {value}, count(DISTINCT number) AS rows FROM people_importrow AS row"  # noqa: S608 (our own words)
            " CROSS JOIN LATERAL jsonb_array_elements(issues) AS issue"
            f" WHERE import_run_id = %s AND NOT (issues = '[]'::jsonb) AND {column} <> '' AND {column} <> 'skipped'"
            " AND issue->>'code' = ANY(%s) AND NOT EXISTS (SELECT FROM people_importcorrection AS fix"
            " WHERE fix.import_run_id = row.import_run_id AND fix.number = row.number AND is_pending)"
            " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %s",
            [run.pk, list(codes), MOST_VALUES],
        )
        return [Problem(Code(code), wrong, count) for code, wrong, count in cursor.fetchall()]
