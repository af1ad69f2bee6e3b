"""Where this process is in the files it reads, so that a check which comes back for its next slice reads on from there.

Only a short cut: whoever has not read the file so far reads past what is stored already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from people.imports import source
from people.imports.reading.reader import SourceRow
from people.models import Import

_MOST: Final = 2
"""So many files are kept open at a time."""


@dataclass
class _Reading:
    rows: Iterator[SourceRow]
    """Those that come next."""
    position: int = 0
    """How many have been read."""


_paused: dict[tuple[str, str], _Reading] = {}
"""By the file's stored name and how it is read; the one read last stands last."""


def next_rows(run: Import, count: int) -> list[SourceRow]:
    """The next ``count`` rows of the import's file after the ``run.rows`` that are stored; fewer when it ends.

    Raises :class:`Refused` when the file is gone or can't be read on (R27).
    """
    key = (run.file.name or "", repr(run.dialect))
    reading = _paused.pop(key, None)
    if reading is None or reading.position > run.rows:
        reading = _Reading(source.rows(run))
    found = list(islice(reading.rows, run.rows - reading.position, run.rows - reading.position + count))
    reading.position = run.rows + len(found)
    if len(found) == count:
        _paused[key] = reading
        for oldest in list(_paused)[:-_MOST]:
            _paused.pop(oldest, None)  # which closes its file
    return found
