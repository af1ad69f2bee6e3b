"""Statements that the server does while this process goes on with its own work: two processors for one import."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection


class Server:
    """The server of this process's connection. While it is at work, the connection is its own."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._work: Future[Any] | None = None

    def give(self, statements: str) -> None:
        """Let it do ``statements``, of our own words and numbers only. It has nothing else to do then (:meth:`wait`)."""
        assert self._work is None
        # Not through a cursor of Django's: those belong to the thread that made them, while one of psycopg's is for any.
        self._work = self._pool.submit(connection.connection.execute, statements)

    def wait(self) -> None:
        """Wait until it is done; raises what has gone wrong, as the statement itself would."""
        work, self._work = self._work, None
        if work is not None:
            with connection.wrap_database_errors:
                work.result()


@contextmanager
def server() -> Iterator[Server]:
    """A server to give work to, within a transaction. All of it is done at the end, or, after an error, has ended at least."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        at_work = Server(pool)
        yield at_work
        at_work.wait()
