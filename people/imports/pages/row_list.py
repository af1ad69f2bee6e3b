"""The list of an import's rows: tabs by what became of them, search, pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.utils.http import urlencode

from people.folding import fold
from people.imports.deciding.counts import Counts
from people.imports.issues import Code
from people.imports.pages import row_pages
from people.imports.shown_rows import ShownRow, shown_rows
from people.imports.stored import done_rows
from people.imports.stored.done_rows import COUNTED_AS
from people.models import Import, ImportCorrection, ImportRow
from people.models.imports import Status
from people.outcomes import Outcome, Reversal

TABS: Final = (Outcome.FAILED, Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SKIPPED)
ALL: Final = "all"
PROBLEMS: Final = "warnings"
"""The tab of rows that come in, but with something said about them."""
OTHERWISE: Final = "otherwise"
"""The tab of rows of which something else became than the check had foreseen."""
CORRECTED: Final = "corrected"
"""The tab of rows that somebody has corrected or left out."""
LEFT: Final = "left"
"""The tab of rows that the import has not come to."""
_WORTH_A_LOOK: Final = (Outcome.FAILED.value, Reversal.KEPT.value)
"""The tabs that come first if they have any rows."""
_ALWAYS_SAID: Final = (PROBLEMS, Outcome.FAILED.value, Outcome.SKIPPED.value)
"""The tabs of rows of which each has a reason, or a warning: they have an index, and may be few among very many."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the list."""

    key: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class RowList:
    """One page of the rows, and the way to the others."""

    tabs: list[Tab]
    current: str
    search: str
    page: Page[ImportRow]
    rows: list[ShownRow]
    query: str
    """The address's parameters without the page."""
    is_foreseen: bool
    """Whether these outcomes are the check's, and nothing has happened yet."""
    is_undone: bool
    """Whether it is about what was taken back."""
    otherwise: int
    """How many rows turned out other than foreseen."""
    problem: str
    """The kind of problem whose rows alone are listed; empty: all."""
    value: str
    """The wrong value whose rows alone are listed; empty: any."""

    @property
    def corrected(self) -> int:
        """How many rows somebody has corrected or left out."""
        return next((tab.count for tab in self.tabs if tab.key == CORRECTED), 0)

    @property
    def problem_template(self) -> str:
        """Where the name of the kind is written."""
        return f"people/problems/{self.problem}.txt"


def row_list(run: Import, counts: Counts, params: Mapping[str, Any]) -> RowList:
    """The rows that ``params`` (outcome, q, page) ask for; without any, those worth a look if there are some, else all."""
    is_undone = run.status == Status.UNDONE or run.failed_while == Status.UNDOING
    is_foreseen = run.status == Status.CHECKED
    otherwise = 0 if is_foreseen or is_undone else _how_many_otherwise(run)
    corrected = _corrected(run).count()
    totals = _totals(run, counts, otherwise=otherwise, corrected=corrected, is_undone=is_undone)
    current = params.get("outcome", "")
    if current not in totals:
        current = next((tab for tab in _WORTH_A_LOOK if totals.get(tab)), ALL)
    search = params.get("q", "").replace("\0", "").strip()
    problem, value = _problem(params)
    tab = ALL if problem else current
    rows = _searched(_with_problem(_in_tab(run, tab, "action" if is_foreseen else "outcome"), problem, value), search)
    paginator = row_pages.found(run, rows) if search or problem else row_pages.RowPages(rows, totals[current])
    page = paginator.get_page(params.get("page"))
    return RowList(
        tabs=[
            Tab(key, count, key == current and not problem)
            for key, count in totals.items()
            if count or key in (current, ALL)
        ],
        current=current,
        search=search,
        page=page,
        rows=shown_rows(run, list(page), with_people=True),
        query=_query(outcome=current, problem=problem, value=value, q=search),
        is_foreseen=is_foreseen,
        is_undone=is_undone,
        otherwise=otherwise,
        problem=problem,
        value=value,
    )


def _problem(params: Mapping[str, Any]) -> tuple[str, str]:
    """The kind of problem asked for, and the value; empty when there is no such kind."""
    problem = params.get("problem", "")
    if problem not in set(Code):
        return "", ""
    return problem, params.get("value", "").replace("\0", "")


def _query(**parameters: str) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})


def _totals(run: Import, counts: Counts, *, otherwise: int, corrected: int, is_undone: bool) -> dict[str, int]:
    """How many rows each tab has, in their order."""
    rows = {ALL: max(run.rows, counts.rows)}
    left = 0 if run.status == Status.CHECKED else run.rows - counts.rows
    if is_undone:
        return {reversal.value: getattr(run, counted) for reversal, counted in COUNTED_AS.items()} | rows
    return {tab.value: getattr(counts, tab.value) for tab in TABS} | {
        PROBLEMS: counts.warnings,
        CORRECTED: corrected,
        OTHERWISE: otherwise,
        LEFT: left,
        **rows,
    }


def _how_many_otherwise(run: Import) -> int:
    """Counted at its end: to count all of its rows each time somebody looks would take seconds for a million."""
    return run.otherwise if run.otherwise is not None else done_rows.otherwise(run).count()


def _in_tab(run: Import, current: str, column: str) -> QuerySet[ImportRow]:
    rows = ImportRow.objects.filter(import_run=run)
    if current in _ALWAYS_SAID:
        rows = rows.exclude(issues=[])
    if current == PROBLEMS:
        rows = rows.filter(**{f"{column}__in": ["created", "updated", "unchanged"]})
    elif current == OTHERWISE:
        rows = done_rows.otherwise(run)
    elif current == CORRECTED:
        rows = rows.filter(number__in=_corrected(run).values("number"))
    elif current == LEFT:
        rows = rows.filter(outcome="")
    elif current in {reversal.value for reversal in Reversal}:
        rows = rows.filter(reversal=current)
    elif current != ALL:
        rows = rows.filter(**{column: current})
    return rows.order_by("number")


def _with_problem(rows: QuerySet[ImportRow], problem: str, value: str) -> QuerySet[ImportRow]:
    if not problem:
        return rows
    issue = {"code": problem, **({"value": value} if value else {})}
    return rows.exclude(issues=[]).filter(issues__contains=[issue])


def _corrected(run: Import) -> QuerySet[ImportCorrection]:
    return ImportCorrection.objects.filter(import_run=run).exclude(values={}, is_left_out=False, is_pending=False)


def _searched(rows: QuerySet[ImportRow], search: str) -> QuerySet[ImportRow]:
    if not search:
        return rows
    is_number = Q(number=int(search)) if search.isdecimal() and len(search) < 9 else Q()
    text = Q(name__icontains=search) | Q(email__contains=fold(search)) | Q(cells__contains=[search])
    return rows.filter(is_number | text if is_number else text)
