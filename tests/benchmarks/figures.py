"""What was measured, and what follows from it: ratios held against the bars of design §9. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass
class Size:
    """The measurements at one number of rows; each list has a figure a round, in seconds."""

    rows: int
    floor: list[float] = field(default_factory=list)
    upload: list[float] = field(default_factory=list)
    check: list[float] = field(default_factory=list)
    apply: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    """The whole of the same import once more, when it changes nothing."""
    peak_bytes: int = 0
    """The most memory that the worker ever had."""

    @property
    def whole(self) -> list[float]:
        """From the upload to the end, a figure a round."""
        return [sum(parts) for parts in zip(self.upload, self.check, self.apply, strict=True)]

    @property
    def floor_ratio(self) -> float:
        """The median of the whole over the median of the floor."""
        return median(self.whole) / median(self.floor)

    @property
    def check_ratio(self) -> float:
        """The median of the check over the median of the floor."""
        return median(self.check) / median(self.floor)


@dataclass
class Figures:
    """All that one run of the benchmarks measures; what it did not come to is empty."""

    sizes: list[Size] = field(default_factory=list)
    bars: list["Bar"] = field(default_factory=list)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By what they tell: the rows of further tables, all with the same keys."""

    def add(self, title: str, rows: list[dict[str, Any]], *bars: "Bar") -> None:
        """Put in one more measurement."""
        self.tables[title] = rows
        self.bars.extend(bars)


@dataclass(frozen=True)
class Bar:
    """One line of design §9: what was measured, how much it may be, how much it is."""

    what: str
    measured: float
    limit: float
    unit: str = "×"

    @property
    def holds(self) -> bool:
        """Whether it is no more than it may be."""
        return self.measured <= self.limit


def of_sizes(sizes: Sequence[Size]) -> list[Bar]:
    """The bars that need nothing but the sizes."""
    return [bar for size in sizes for rule in _OF_A_SIZE if (bar := rule(size))] + _growth(sizes)


def _whole(size: Size) -> Bar:
    return Bar(f"check + apply of {size.rows:,} new rows, to the floor", size.floor_ratio, 1.5)


def _check(size: Size) -> Bar:
    return Bar(f"check alone of {size.rows:,} rows, to the floor", size.check_ratio, 0.5)


def _again(size: Size) -> Bar | None:
    if not size.again:
        return None
    return Bar(
        f"re-import of {size.rows:,} rows that changes nothing, to the first",
        median(size.again) / median(size.whole),
        1.0,
    )


def _memory(size: Size) -> Bar | None:
    if not size.peak_bytes:
        return None
    return Bar(f"peak memory of the worker, {size.rows:,} rows", size.peak_bytes / 2**20, 300, "MB")


_OF_A_SIZE: tuple[Callable[[Size], Bar | None], ...] = (_whole, _check, _again, _memory)


def _growth(sizes: Sequence[Size]) -> list[Bar]:
    """Time per row of each size from 100,000 on, to that of the size ten times smaller."""
    each = {size.rows: median(size.whole) / size.rows for size in sizes}
    return [
        Bar(f"time per row at {rows:,} rows, to {rows // 10:,}", each[rows] / each[rows // 10], 1.2)
        for rows in each
        if rows >= 1_000_000 and rows // 10 in each
    ]
