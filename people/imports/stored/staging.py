"""Values on their way into statements: put by COPY into temporary tables, which statements then join.

Ten times cheaper than arrays as parameters, each value of which the driver would have to write out in Python.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db import connection


@dataclass(frozen=True)
class Staging:
    """A temporary table of this connection, empty at the end of each transaction."""

    name: str
    columns: str
    """Their names and types, as CREATE TABLE takes them; none is indexed, so a statement reads the table from end to end."""

    def fill(self, rows: Iterable[tuple]) -> int:
        """Let the table hold just ``rows``, each a tuple of the columns' values; returns how many they are.

        Only within a transaction. Of none at all the database does not hear: no statement is to read the table then.
        """
        count = 0
        coming = iter(rows)
        if (first := next(coming, None)) is None:
            return count
        with connection.cursor() as cursor:
            cursor.execute(self._emptied())
            with cursor.copy(f"COPY {self.name} FROM STDIN") as copy:
                for row in chain((first,), coming):
                    copy.write_row(row)
                    count += 1
        return count

    def fill_from(self, query: str, parameters: Mapping[str, int]) -> int:
        """The same with the rows of a query of ours, which never leave the database."""
        with connection.cursor() as cursor:
            cursor.execute(self._emptied())
            cursor.execute(f"INSERT INTO {self.name} {query}", parameters)
            return cursor.rowcount

    def _emptied(self) -> str:
        return (
            f"CREATE TEMP TABLE IF NOT EXISTS {self.name} ({self.columns}) ON COMMIT DELETE ROWS; TRUNCATE {self.name}"
        )
