"""What is wrong with the rows of an import, by kind and by value, with how many rows each: what can be put right at once."""

from dataclasses import dataclass
from typing import Any, Final

from departments.models import Account
from people.imports.issues import Code
from people.imports.report import shown
from people.imports.row_forms import AllForm, Choices, Problem
from people.imports.stored import problem_counts
from people.models import Import
from people.models.imports import RETRIABLE, Status

MOST_VALUES: Final = 30
"""So many different wrong values are offered to be put right at once, the most frequent first."""


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
    """What is wrong, in one or two queries and one for the departments; none when nothing is, or nothing can be done about it.

    ``data`` is what was sent to put it right. Rows that are corrected already and wait for that are not among them.
    """
    if not can_be_corrected(run):
        return None
    left = problem_counts.left(run)
    if not left.totals:
        return None
    totals, values = ([Problem(Code(code), value, rows) for code, value, rows in some] for some in left)
    values = [*values[:MOST_VALUES], *(each for each in totals if each.code not in problem_counts.BY_VALUE)]
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
