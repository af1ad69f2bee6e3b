"""What the measurements share: the place, workers that end with the run, organisations, and somebody who is told."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.benchmarks import clicks, place, sheets
from tests.benchmarks.organisation import Organisation
from tests.benchmarks.place import Place
from tests.benchmarks.sheets import Sheet
from tests.workers import Worker

_WARM_UP_ROWS = 200


@dataclass
class Bench:
    """Given to every measurement."""

    place: Place
    rows: int
    """The largest number of rows that is asked for."""
    rounds: int
    """How often measurements that vary are taken; what counts is the median."""
    first: Organisation = field(default_factory=lambda: Organisation.found("First"))
    second: Organisation = field(default_factory=lambda: Organisation.found("Second"))
    _workers: int = 0

    def sheet(self, rows: int, *, organisation: Organisation | None = None, seed: int = 1) -> Sheet:
        """A staff list of the first organisation, or of another."""
        return sheets.make(self.place.folder, organisation or self.first, rows, seed=seed)

    @contextmanager
    def worker(self, *, is_warm: bool = True) -> Iterator[Worker]:
        """A new worker that does one task at a time; a warm one has done a small import already.

        It starts in an emptied database, and what it did to warm up is gone again.
        """
        self._workers += 1
        name = f"{self.place.folder.name}-{self._workers}"
        worker = Worker(name, environment=self.place.environment, log=self.place.folder / f"{name}.log", concurrency=1)
        try:
            worker.start()
            if is_warm:
                place.empty()
                clicks.whole_import(self.sheet(_WARM_UP_ROWS, organisation=self.second))
            yield worker
        finally:
            if worker.runs:
                worker.kill()  # between tasks, or in one that nobody waits for any more

    def tell(self, text: str) -> None:
        """Say how it goes, to whoever watches."""
        print(text, file=sys.stderr, flush=True)
