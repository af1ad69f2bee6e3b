"""Room on Python's stack: told by how often the system had to give memory, which is the same on any machine."""

from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage

import pytest

from cerego.stack import with_room

CALLS = 1_000
DEPTHS = range(300)
"""More calls within each other than lie on one piece of the stack."""


def given() -> int:
    return getrusage(RUSAGE_SELF).ru_minflt


def leaf() -> None:
    pass


def loop() -> int:
    before = given()
    for _ in range(CALLS):
        leaf()
    return given() - before


def at(depth: int, call: Callable[[], int]) -> int:
    return call() if depth == 0 else at(depth - 1, call)


def test_a_loop_takes_no_memory_at_any_depth() -> None:
    """Without it, at some depth, one piece a call; but from CPython 3.14.4 on."""
    assert max(with_room(at, depth, loop) for depth in DEPTHS) < CALLS // 10


def test_it_hands_on_what_is_returned_and_raised() -> None:
    assert with_room(int, "12") == 12
    with pytest.raises(ValueError, match="twelve"):
        with_room(int, "twelve")
