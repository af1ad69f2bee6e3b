"""Whether an uploaded file is a download of ours: the failed rows of an earlier import, perhaps corrected by now (R29)."""

import re
from collections.abc import Iterator
from typing import Final

from django.db.models import Max, Q

from people.imports.header.columns import EXACT
from people.models import Import
from people.models.events import EventKind

PROBLEM: Final = "Problem"
"""The header of the column that we add to failed rows. Nothing is ever read from it."""
_NUMBER: Final = re.compile(r"-problems-([0-9]{1,18})\b")
"""How the names of such downloads tell of which import they are, unless somebody has renamed the file."""


def own_columns(run: Import) -> list[str]:
    """The columns of the import's file without the one that we had added to it."""
    is_added = run.origin_id is not None and run.header[-1:] == [PROBLEM]  # unless the file is read otherwise by now
    return list(run.header[:-1] if is_added else run.header)


def find_origin(run: Import) -> Import | None:
    """The import whose failed rows this file is: they were downloaded, from an account seen here, and the columns are the same.

    Of several with these columns, the one that the file's name tells of, else the one downloaded last. One or two queries.
    """
    header: list[str] = run.header
    if not header or header[-1] != PROBLEM:
        return None
    seen: dict[str, object] = {"partner": run.partner_id}
    if run.account_id != run.partner_id:
        seen = {"account": run.account_id}
    same = Q()
    for columns in _perhaps_own(header[:-1]):
        same |= Q(header=columns, origin=None) | Q(header=[*columns, PROBLEM], origin__isnull=False)
    taken = Q(events__kind=EventKind.EXPORTED, events__details__what="problems")
    found = Import.objects.filter(same, taken, **seen).annotate(taken_at=Max("events__at")).order_by("-taken_at", "-pk")
    named = _NUMBER.search(run.file_name)
    return (found.filter(pk=int(named[1])).first() if named else None) or found.first()


def _perhaps_own(columns: list[str]) -> Iterator[list[str]]:
    """The columns, with and without those at their end that the download may have added to the file's own."""
    yield columns
    while columns and columns[-1] in EXACT:
        columns = columns[:-1]
        yield columns
