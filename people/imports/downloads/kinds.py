"""Which downloads an import has at its stage."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cerego.errors import Refused
from people.models import Import
from people.models.imports import Status

_ENDED: Final = frozenset({Status.DONE, Status.STOPPED, Status.FAILED, Status.UNDONE})


class Kind(StrEnum):
    """What is taken along; also how it is called in addresses, file names and events."""

    PROBLEMS = "problems"
    """The failed rows, as the file has them, each with what is wrong with it."""
    RESULT = "result"
    """Every row, with what became of it."""
    PEOPLE = "people"
    """The people whom the rows made or met, as they are now."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to download of an import just now."""

    problems: int
    """How many rows have problems; 0: there is no such file."""
    result: bool
    people: bool

    def __bool__(self) -> bool:
        return bool(self.problems) or self.result or self.people


def offered(run: Import) -> Offers:
    """What there is to download; needs no query. What is wrong with rows can be had before the import too, once it is checked."""
    if run.expired_at is not None:
        return Offers(0, False, False)
    if run.status == Status.CHECKED:
        return Offers(run.check_counts.get("failed", 0), False, False)
    has_ended = run.status in _ENDED and run.started_at is not None
    came_in = bool(run.created or run.updated or run.unchanged)
    return Offers(run.failed if has_ended else 0, has_ended and bool(run.rows), has_ended and came_in)


def refuse_unless_offered(run: Import, kind: Kind) -> None:
    """Raise Refused with the reason why there is no such download: ``import.expired``, ``download.not_yet``,
    ``download.nothing``.
    """
    if getattr(offered(run), kind.value):
        return
    if run.expired_at is not None:
        raise Refused("import.expired")
    raise Refused("download.not_yet" if run.is_moving or run.started_at is None else "download.nothing")
