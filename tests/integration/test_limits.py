"""Limits of what a process may do to the database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from cerego.limits import limit_statements

ROOT = Path(__file__).parents[2]


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


SHOW = """
from django.db import connection
with connection.cursor() as cursor:
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute(f"SHOW {name}")
        print(*cursor.fetchone(), end=" ")
"""
WEB = f"import cerego.wsgi\n{SHOW}"
WORKER = f"""
import django
django.setup()
from celery.signals import worker_process_init
import cerego.celery
worker_process_init.send(None)
{SHOW}"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("program", "limits"), [(WEB, "31s 9s 0"), (WORKER, "50min 0 7s")], ids=["a web process", "a worker"]
)
def test_processes_are_limited_as_the_settings_say(environment: dict[str, str], program: str, limits: str) -> None:
    """A worker waits for locks as long as what it works on can bear (people.imports.patience), and no longer than a statement."""
    told = {"WEB_STATEMENT_SECONDS": "31", "WEB_LOCK_SECONDS": "9", "WORKER_STATEMENT_SECONDS": "3000"}
    told |= {"IMPORT_LEASE_SECONDS": "7", "DJANGO_SETTINGS_MODULE": "cerego.settings"}
    started = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | environment | told, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip

    assert started.stdout.split() == limits.split(), started.stderr
