"""The rows of an import for a download, some at a time: no long transaction, no cursor held open for a slow line."""

from collections.abc import Iterator
from typing import Any, Final

from people.models import Import, ImportRow

ROWS_AT_A_TIME: Final = 1_000


class Gone(Exception):
    """The rows were deleted while they were sent (L10). The download breaks off; half a file is not passed off as a whole one."""


def chunks(run: Import, **wanted: Any) -> Iterator[list[ImportRow]]:
    """The rows that fit ``wanted``, in the order of the file, up to ROWS_AT_A_TIME in a list."""
    rows = ImportRow.objects.filter(import_run=run, **wanted).order_by("number")
    chunk = list(rows[:ROWS_AT_A_TIME])
    while chunk:
        yield chunk
        chunk = list(rows.filter(number__gt=chunk[-1].number)[:ROWS_AT_A_TIME])
    refuse_half(run)


def refuse_half(run: Import) -> None:
    """Raise :class:`Gone` if the import's rows have been deleted since it was looked up."""
    if not Import.objects.filter(pk=run.pk, expired_at=None).exists():
        raise Gone(run.pk)
