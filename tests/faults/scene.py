"""One fault at one moment: imports that begin, a moment of theirs, their end, and the picture that has to be there then."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from people import tasks
from people.imports import run as runs
from people.models import Import
from tests.factories import Cast
from tests.faults import database, moments, people_file, snapshot, undisturbed
from tests.faults.fleet import Fleet
from tests.faults.moments import PATIENCE, Moment, Stage, until
from tests.faults.people_file import File
from tests.faults.points import LONG, SEED, Point, Tally
from tests.faults.snapshot import Difference, Snapshot
from tests.faults.undisturbed import ENDED, Undisturbed
from tests.integration.runs import assert_tallies, upload

Stand = tuple[object, ...]
Files = Callable[[Cast], Sequence[File]]
HURRY: Final = 0.2
"""Seconds."""


class Scene:
    """What a fault test works with."""

    def __init__(self, point: Point, fleet: Fleet, tally: Tally, known: dict[Files, Undisturbed]) -> None:
        self.point = point
        self.fleet = fleet
        self.line = tally.of(point.fault)
        self.cast = undisturbed.world()
        self.runs: list[Import] = []
        self.rows: dict[int, int] = {}
        self.moment: Moment | None = None
        self.since: tuple[float, Stand] | None = None
        self._known = known

    def upload(
        self, files: Files = people_file.one, *, pause: float = database.PAUSE, order: str = "id"
    ) -> Sequence[Import]:
        """Upload files, each slow enough to be disturbed; their checks are due, but nobody is told.

        ``order`` is the column by which imports of the same partner are held against the undisturbed ones.
        """
        if files not in self._known:
            self._known[files] = undisturbed.find_out(files(self.cast), order)
            self.cast = undisturbed.world()
        self.undisturbed = self._known[files]
        database.slow_down(pause)
        for file in files(self.cast):
            run = upload(file.account, file.by, *file.rows, options=file.options)
            self.runs.append(run)
            self.rows[run.pk] = len(file.rows)
        return self.runs

    def start(self) -> None:
        """Start all imports, in an order of chance; nobody is told."""
        for run in self.point.random.sample(self.runs, len(self.runs)):
            runs.start(run=run, by=run.created_by)

    def begin(self, files: Files = people_file.one, *, pause: float = database.PAUSE) -> Import:
        """Upload files, start them and tell the workers; returns the first."""
        self.upload(files, pause=pause)
        self.start()
        self.tell()
        return self.runs[0]

    def tell(self) -> None:
        """Tell the workers of all imports, as the pages do."""
        assert tasks.enqueue([run.pk for run in self.runs])

    def reach(self, *stages: Stage) -> None:
        """Wait for a moment of the first import; of one of these stages, if any are named."""
        self.moment = moments.draw(self.point, stages or tuple(Stage))
        moments.wait_for(self.moment, self.runs[0], self.rows[self.runs[0].pk])

    def fault_ends(self) -> None:
        """From now on the imports have to recover."""
        self.since = time.monotonic(), self._stand()

    def wait_for_recovery(self) -> None:
        """Wait until the first import gets on again, or has ended, and note how long that took."""
        if self.since:
            began, stand = self.since

            def gets_on() -> bool:
                now = self._stand()
                return now != stand or now[0] in ENDED  # it may have ended before the fault did

            until(gets_on, lambda: f"{self} does not get on.\n{self.said}")
            self.line.seconds.append(time.monotonic() - began)
            self.since = None

    def _stand(self) -> Stand:
        """How far the first import has come; a lease alone, or a sign of life, is nothing."""
        run = Import.objects.get(pk=self.runs[0].pk)
        undone = run.reversed + run.kept + run.nothing_to_undo
        counts = str(run.check_counts), run.failed, undone
        return run.status, run.cursor, run.cursor_number, run.rows, *counts, run.finished_at

    def wait_for_end(self, *, hurried: bool = False) -> None:
        """Wait until all imports have ended; ``hurried``, tell the workers of them more often than the sweeper does."""
        mine = Import.objects.filter(pk__in=self.rows)

        def has_ended() -> bool:
            if hurried:
                self.tell()
                time.sleep(HURRY)
            return not mine.exclude(status__in=ENDED).exists()

        until(has_ended, lambda: f"{self} has not ended.\n{self.said}", patience=PATIENCE * (5 if LONG else 1))
        self.runs = list(mine.order_by("pk"))

    def assert_undisturbed(self) -> None:
        """Wait for recovery and end; then all has to be as if nothing had happened."""
        self.wait_for_recovery()
        self.wait_for_end()
        self.compare(self.undisturbed.done, snapshot.take())
        for run in self.runs:
            assert_tallies(run)

    def compare(self, expected: Snapshot, actual: Snapshot) -> None:
        """Count the differences, and accept none."""
        difference = expected.difference(actual)
        self.line.difference += Difference(difference.lost, difference.doubled, difference.unexpected)
        assert not difference, f"{self}: {difference}\n{self.said}"

    @property
    def said(self) -> str:
        """What everybody said and does, for whoever has to find out what went wrong."""
        return f"{database.said()}\n{self.fleet.said}"

    def leave(self) -> None:
        """Let nothing of it reach the next test; what has not ended is ended."""
        if Import.objects.filter(pk__in=self.rows).exclude(status__in=ENDED).exists():
            self.fleet.kill_workers()
            database.end_connections()
        database.mend()

    def __str__(self) -> str:
        return f"{self.point.fault} ({self.moment}; {self.point.ways}; FAULT_SEED={SEED}, point {self.point})"
