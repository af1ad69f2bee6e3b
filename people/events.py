"""The upkeep of events: the two occasions on which written ones may change."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def upkeep() -> Iterator[None]:
    """A transaction in which events may be deleted, because they are too old, or lose what they say about an erased person."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cerego.event_upkeep', 'on', true)")
        yield
        cursor.execute("SELECT set_config('cerego.event_upkeep', '', true)")
