"""How many points, from which seed, and the table of what became of them."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from statistics import median
from typing import Final, TypeVar

from tests.faults.snapshot import Difference

POINTS: Final = int(os.environ.get("FAULT_POINTS", "1"))
"""At so many moments each fault comes."""
SEED: Final = int(os.environ.get("FAULT_SEED") or secrets.randbelow(1_000_000))
"""What all chance is drawn from; printed, so that it can be given again."""
LONG: Final = os.environ.get("FAULT_LONG") == "1"
"""Whether faults are as long and files as large as `make faults` has them."""

Way = TypeVar("Way")


class Point:
    """One moment for one fault, with a chance of its own: no other point's draws change it."""

    def __init__(self, fault: str, number: int) -> None:
        self.fault = fault
        self.number = number
        self.ways: list[object] = []
        """Those that it came in, to be told."""

    @cached_property
    def random(self) -> Random:
        """Its chance."""
        return Random(f"{SEED} {self.fault} {self.number}")

    def one_of(self, ways: Sequence[Way]) -> Way:
        """One of the ways in which the fault can come; a fault's points take turns at them, in an order of chance."""
        order = Random(f"{SEED} {self.fault}").sample(ways, len(ways))
        way = order[self.number % len(ways)]
        self.ways.append(way)
        return way

    def __str__(self) -> str:
        return str(self.number)


@dataclass
class Line:
    """What became of a fault's points."""

    points: int = 0
    broken: int = 0
    """Points whose test failed, for whatever reason."""
    difference: Difference = field(default_factory=Difference)
    seconds: list[float] = field(default_factory=list)
    """From the end of the fault until the import moved again, or ended."""


class Tally:
    """The lines of all faults, in the order in which they came."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}

    def of(self, fault: str) -> Line:
        """A fault's line."""
        return self.lines.setdefault(fault, Line())

    def table(self) -> list[str]:
        """The lines as text."""
        width = max(len(fault) for fault in self.lines)
        table = [f"{'':{width}}  points  lost  doubled  unexpected  failed   seconds to recover: min  median   max"]
        for fault, line in self.lines.items():
            of = line.difference
            numbers = f"{line.points:6}  {of.lost:4}  {of.doubled:7}  {of.unexpected:10}  {line.broken:6}"
            table.append(f"{fault:{width}}  {numbers}   {'':19}{_seconds(line.seconds)}")
        return table


def _seconds(seconds: Sequence[float]) -> str:
    if not seconds:
        return f"{'–':>4}  {'–':>6}  {'–':>4}"
    return f"{min(seconds):4.1f}  {median(seconds):6.1f}  {max(seconds):4.1f}"
