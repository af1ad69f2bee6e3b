"""A place of its own for every test process: a database and a number on Redis.

Several may be at work in one checkout: the workers of pytest-xdist, a second run, people. A slot is a lock on a file; it
is free again as soon as its process is gone, however it went, and what it left is overwritten by the next.
"""

from cerego.embedded.locks import Lock
from cerego.embedded.places import LOCAL

SLOTS = range(1, 16)
"""As many as Redis has numbers, without 0, where the site itself works."""

_taken: list[Lock] = []


def take() -> int:
    """The number of a slot that is ours until this process ends."""
    for number in SLOTS:
        lock = Lock(LOCAL / "lock" / f"tests.{number}")
        if lock.take():
            _taken.append(lock)
            return number
        lock.release()
    raise RuntimeError(f"More than {len(SLOTS)} test processes at once.")
