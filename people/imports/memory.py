"""What was chosen in an account for files with the same header: offered again when one comes back."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from departments.models import Account
from people.imports.reading.dialect import NO_HEADER, Choices, Dialect
from people.models import Import

_HABITS: Final = 3
"""So many different ways to read a file are tried on a new one."""
_LOOKED_AT: Final = 50
"""Among so many of the account's last imports."""


def last_use(run: Import) -> Import | None:
    """The last import into the same account that went ahead with the same header. Columns named by letter tell nothing."""
    if Dialect.from_json(run.dialect).header_row == NO_HEADER:
        return None
    return _used(run.account_id).filter(header=run.header, pk__lt=run.pk).first()


def habits(account: Account) -> Iterator[tuple[Choices, list[str]]]:
    """Choices that somebody has made for files of this account, and the headers that came of them; the last first.

    Only of where the table begins: letters, delimiters and quotes may be others in the next file with the same header.
    """
    told: list[Choices] = []
    chosen = _used(account.pk).filter(dialect__chosen__0__isnull=False)
    for dialect, header in chosen.values_list("dialect", "header")[:_LOOKED_AT]:
        every = Dialect.from_json(dialect).choices
        choices = Choices(header_row=every.header_row or None, sheet=every.sheet)
        if choices.made() and choices not in told and len(told) < _HABITS:
            told.append(choices)
            yield choices, header


def _used(account_id: int) -> QuerySet[Import]:
    ahead = Import.objects.filter(account=account_id, started_at__isnull=False).exclude(mapping={})
    return ahead.order_by("-created_at", "-id")
