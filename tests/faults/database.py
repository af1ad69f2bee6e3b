"""What these tests do to PostgreSQL: slow an import down, poison a row, end connections, refuse them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection, connections

from tests.faults.fleet import APPLICATION

PAUSE: Final = 0.03
"""Seconds by which each batch is slowed down, in the check as in the import, so that there are moments to choose from."""

_BRAKE: Final = """
    CREATE OR REPLACE FUNCTION faults_pause() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep({half}); RETURN NULL; END $$;
    CREATE TRIGGER faults_pause AFTER INSERT OR UPDATE ON people_importrow
        FOR EACH STATEMENT EXECUTE FUNCTION faults_pause();
    CREATE TRIGGER faults_pause AFTER UPDATE ON people_import FOR EACH ROW
        WHEN ((old.cursor, old.cursor_number, old.rows) IS DISTINCT FROM (new.cursor, new.cursor_number, new.rows))
        EXECUTE FUNCTION faults_pause();
"""
_POISON: Final = """
    CREATE OR REPLACE FUNCTION faults_poison() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
    CREATE TRIGGER faults_poison BEFORE INSERT ON people_person FOR EACH ROW
        WHEN (new.email = '{email}') EXECUTE FUNCTION faults_poison();
"""
_MEND: Final = "DROP FUNCTION IF EXISTS faults_pause CASCADE; DROP FUNCTION IF EXISTS faults_poison CASCADE"
_STATES: Final = """
    SELECT state, wait_event FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = %s AND backend_type = 'client backend'
"""
_SAID: Final = """
    SELECT pid, pg_blocking_pids(pid), state, wait_event_type, wait_event, clock_timestamp() - xact_start, left(query, 200)
    FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s
"""
_END_CONNECTIONS: Final = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = %s
"""


def slow_down(pause: float) -> None:
    """Let each batch take ``pause`` seconds longer: half of them before its people's end, half right before its commit."""
    _execute(_BRAKE.format(half=pause / 2))


def poison(email: str) -> None:
    """Let nobody with this address be made."""
    _execute(_POISON.format(email=email))


def mend() -> None:
    """Undo :func:`slow_down` and :func:`poison`."""
    _execute(_MEND)


def end_connections() -> int:
    """End every connection of the workers, whatever it is doing; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_END_CONNECTIONS, [APPLICATION])
        return cursor.fetchone()[0]


def is_idle() -> bool:
    """Whether no worker is inside a statement or a transaction."""
    return {state for state, _ in _states()} == {"idle"}


def is_copying() -> bool:
    """Whether a worker owes the rest of a COPY. That is no idleness: the server would wait for ever."""
    return ("active", "ClientRead") in _states()


def _states() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_STATES, [APPLICATION])
        return cursor.fetchall()


def said() -> str:
    """What the workers' connections are doing."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [APPLICATION])
        return "\n".join(" · ".join(map(str, row)) for row in cursor.fetchall())


@contextmanager
def refusing_connections() -> Iterator[None]:
    """End the workers' connections and let nobody in; ours, which is in already, stays."""
    _allow_connections("false")
    try:
        end_connections()
        yield
    finally:
        _allow_connections("true")


def _allow_connections(answer: str) -> None:
    """A database can't do this to itself, so it is said to its neighbour."""
    name = connections["default"].settings_dict["NAME"]
    neighbour = urlsplit(settings.DATABASE_URL)._replace(path="/postgres").geturl()
    with psycopg.connect(neighbour, autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {answer}')


def _execute(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
