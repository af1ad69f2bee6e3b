"""Where the benchmarks work: a database, a number on Redis and a folder that nobody else uses, and that are gone afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from cerego import embedded
from cerego.broker import broker_url, with_number
from cerego.celery import app
from cerego.embedded.places import LOCAL
from tests import slots

HOME = LOCAL / "bench"


@dataclass(frozen=True)
class Place:
    """What a worker has to know to work here too."""

    folder: Path
    """For files that need not outlive the run."""
    environment: dict[str, str]
    """The variables that bring a process of its own here. It runs as in production: Django's DEBUG keeps every statement."""


@contextmanager
def own_place() -> Iterator[Place]:
    """Make the place, bring this process there, and take everything away at the end."""
    embedded.ensure_running(settings.EMBEDDED)
    slot = slots.take()
    folder = HOME / f"place-{slot}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "media").mkdir(parents=True)
    redis_url = with_number(settings.REDIS_URL, slot)
    app.conf.broker_url = broker_url(redis_url)
    try:
        with (
            _own_database(f"cerego_bench_{slot}") as database_url,
            override_settings(MEDIA_ROOT=folder / "media", REDIS_URL=redis_url, DEBUG=False),
        ):
            app.control.purge()
            media = str(folder / "media")
            yield Place(
                folder, {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "MEDIA_ROOT": media, "DEBUG": "false"}
            )
            app.control.purge()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _own_database(name: str) -> Iterator[str]:
    """Django's way of making test databases, with a name that says whose it is; yields its address."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"].update(NAME=name, CHARSET="UTF8", TEMPLATE="template0")
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    finally:
        connection.close()  # an interrupted one may be good for nothing
        with connection.cursor() as cursor:  # what a killed worker has left
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.creation.destroy_test_db(before, verbosity=0)


def empty() -> None:
    """Remove all users, and with them all people, imports and events, so that every measurement starts from the same.

    Accounts stay. The planner's statistics go too, as if nobody had ever been here: they outlive the rows that they are about,
    and even an ANALYZE of the emptied table, so that how long something takes would depend on what was measured before. What
    that has left for PostgreSQL to write is written now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET cerego.emptying = 'on'; TRUNCATE people_user CASCADE; RESET cerego.emptying")
    settle()
    _as_superuser("DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'people%')")


def settle() -> None:
    """Have PostgreSQL do now what it would do some time later: statistics, visibility, the checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _as_superuser("CHECKPOINT")


def _as_superuser(statement: str) -> None:
    """What others may not do is left undone; the report then says so, because times vary more."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        pass
