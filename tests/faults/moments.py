"""Moments of a running import: how far it has to be, and what it has to be about."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from django.db import connection

from people.models import Import
from people.models.imports import MOVING
from tests.faults.points import LONG, Point

PATIENCE: Final = 60 if LONG else 30
"""Seconds in which an import has to recover, and a test has to see what it waits for."""
Seen = TypeVar("Seen")


class Stage(StrEnum):
    """What the import is about when the fault comes."""

    CHECK = "check"
    APPLY = "apply"
    HAND_OVER = "hand-over"
    """Between two slices: nobody has the lease, and the next message is on its way."""


@dataclass(frozen=True)
class Moment:
    """A moment of an import."""

    stage: Stage
    share: float
    """How much has to be done: of the rows stored in a check, else of the rows applied."""
    delay: float
    """Seconds that pass then. They end anywhere: inside a transaction, between two, while the check decides."""


def draw(point: Point, stages: Sequence[Stage]) -> Moment:
    """A moment of chance; the points of a fault take turns at the stages."""
    stage, random = point.one_of(stages), point.random
    if stage is Stage.CHECK:
        return Moment(stage, random.uniform(0, 1), random.uniform(0, 0.3))
    if stage is Stage.APPLY:
        return Moment(stage, random.uniform(0, 0.7), random.uniform(0, 0.1))
    return Moment(stage, random.choice([0, random.uniform(0, 0.6)]), 0)


def wait_for(moment: Moment, run: Import, rows: int) -> None:
    """Return at that moment of an import of so many rows. It is an error if it has ended by then."""
    applied = moment.stage is not Stage.CHECK

    def has_come() -> bool:
        is_moving, stored, done, is_free = _stand(run)
        assert is_moving, f"the import had ended before {moment}"
        enough = moment.share * rows <= (done if applied else stored) and stored > 0
        return enough and (is_free or moment.stage is not Stage.HAND_OVER)

    until(has_come, lambda: f"{moment} never came", pause=0.005)
    time.sleep(moment.delay)


def _stand(run: Import) -> tuple[bool, int, int, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status = ANY(%s), (SELECT count(*) FROM people_importrow WHERE import_run_id = run.id),"
            " created + updated + unchanged + skipped + failed, lease IS NULL FROM people_import AS run WHERE id = %s",
            [sorted(MOVING), run.pk],
        )
        return cursor.fetchone()


def until(
    has_come: Callable[[], Seen], why: Callable[[], str], *, patience: float = PATIENCE, pause: float = 0.05
) -> Seen:
    """Look every ``pause`` seconds until something is seen, and return it; after ``patience`` seconds it is an error."""
    deadline = time.monotonic() + patience
    while not (seen := has_come()):
        assert time.monotonic() < deadline, f"not after {patience} seconds: {why()}"
        time.sleep(pause)
    return seen
