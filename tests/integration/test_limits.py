"""Limits of what a process may do to the database."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from cerego.limits import limit_statements


@pytest.fixture
def limits() -> Iterator[None]:
    """Let no limit outlive the test."""
    yield
    connection_created.disconnect(dispatch_uid="cerego.limits")


@pytest.mark.usefixtures("db", "limits")
def test_l4_a_connection_is_limited_in_every_way_that_was_said() -> None:
    limit_statements(seconds=30, lock_seconds=10)
    limit_statements(seconds=7, lock_seconds=2, idle_seconds=0.25)  # what was said last counts
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            shown = []
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
                cursor.execute(f"SHOW {name}")
                shown += cursor.fetchone()
        assert shown == ["7s", "2s", "250ms"]
    finally:
        other.close()
