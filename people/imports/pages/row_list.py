"""The list of an import's rows: tabs by outcome, search, pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.http import urlencode

from people.folding import fold
from people.imports.counts import Counts
from people.imports.report import ShownRow, shown_rows
from people.models import Import, ImportRow
from people.models.imports import Status
from people.outcomes import Outcome

ROWS_A_PAGE: Final = 50
TABS: Final = (Outcome.FAILED, Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SKIPPED)
ALL: Final = "all"
PROBLEMS: Final = "warnings"
"""The tab of rows that come in, but with something said about them."""


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


def row_list(run: Import, counts: Counts, params: Mapping[str, Any]) -> RowList:
    """The rows that ``params`` (outcome, q, page) ask for; without any, the failed ones if there are some, else all."""
    is_foreseen = run.status == Status.CHECKED
    totals = {tab.value: getattr(counts, tab.value) for tab in TABS}
    totals |= {PROBLEMS: counts.warnings, ALL: max(run.rows, counts.rows)}
    current = params.get("outcome", "")
    if current not in totals:
        current = Outcome.FAILED.value if counts.failed else ALL
    search = params.get("q", "").replace("\0", "").strip()
    rows = _matching(run, current, search, "action" if is_foreseen else "outcome")
    paginator = Paginator(rows, ROWS_A_PAGE)
    if not search:
        paginator.count = totals[current]  # Counted already.
    page = paginator.get_page(params.get("page"))
    return RowList(
        tabs=[Tab(key, count, key == current) for key, count in totals.items() if count or key in (current, ALL)],
        current=current,
        search=search,
        page=page,
        rows=shown_rows(run, list(page)),
        query=urlencode({"outcome": current, **({"q": search} if search else {})}),
        is_foreseen=is_foreseen,
    )


def _matching(run: Import, current: str, search: str, column: str) -> QuerySet[ImportRow]:
    rows = ImportRow.objects.filter(import_run=run).order_by("number")
    if current == PROBLEMS:
        rows = rows.exclude(issues=[]).filter(**{f"{column}__in": ["created", "updated", "unchanged"]})
    elif current != ALL:
        rows = rows.filter(**{column: current})
    if search:
        is_number = Q(number=int(search)) if search.isdecimal() and len(search) < 9 else Q()
        text = Q(name__icontains=search) | Q(email__contains=fold(search)) | Q(cells__contains=[search])
        rows = rows.filter(is_number | text if is_number else text)
    return rows
