"""Taking time."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Lap:
    """The seconds that a ``with`` block took; while it runs, so far."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._ended: float | None = None

    def end(self) -> None:
        """The block has ended."""
        self._ended = perf_counter()

    @property
    def seconds(self) -> float:
        """As a stopwatch shows them."""
        return (self._ended or perf_counter()) - self._began


@contextmanager
def lap() -> Iterator[Lap]:
    """Take the time of what happens inside."""
    running = Lap()
    try:
        yield running
    finally:
        running.end()
