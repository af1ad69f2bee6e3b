"""Locks on files, by which processes that do not know each other agree. The system drops them with their holder."""

import fcntl
import os
from pathlib import Path


class Lock:
    """A lock on one file, held from a successful call until :meth:`release` or the end of the process.

    Processes that inherit its descriptor hold it too.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self) -> None:
        """Hold it together with others; waits while somebody has it alone."""
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def take(self) -> bool:
        """Hold it alone, if nobody else holds it at all."""
        return self._try(fcntl.LOCK_EX)

    def is_taken(self) -> bool:
        """Whether somebody else holds it alone. Only for locks that this object does not hold."""
        free = self._try(fcntl.LOCK_SH)
        if free:
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)
        return not free

    def release(self) -> None:
        """Let go of it."""
        os.close(self.descriptor)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
