"""Pages of an import's rows, as little read for each as can be."""

from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from people.models import Import, ImportRow

ROWS_A_PAGE: Final = 50
_FEW: Final = 1_000
"""So many rows that are found are kept in mind, not looked for a second time."""


class RowPages(Paginator):
    """Pages of ``count`` rows in order; those of the second half are read from the end: the last is as quick as the first.

    The count has to be exact: rows are shown where nothing moves them, of an import that is checked or has ended.
    """

    def __init__(self, rows: QuerySet[ImportRow], count: int) -> None:
        super().__init__(rows, ROWS_A_PAGE)
        self.rows = rows
        self.count = count

    def page(self, number: int | str) -> Page[ImportRow]:
        number = self.validate_number(number)
        begin = (number - 1) * self.per_page
        if 2 * begin < self.count:
            return super().page(number)
        end = min(begin + self.per_page, self.count)
        from_the_end = self.rows.reverse()[self.count - end : self.count - begin]
        return Page([*from_the_end][::-1], number, self)


def found(run: Import, rows: QuerySet[ImportRow]) -> RowPages:
    """Rows that are looked for: to find few, all of the import are gone through, but only once."""
    numbers = list(rows.values_list("number", flat=True)[: _FEW + 1])
    if len(numbers) > _FEW:
        return RowPages(rows, rows.count())
    few = ImportRow.objects.filter(import_run=run, number__in=numbers)
    return RowPages(few.order_by("number"), len(numbers))
