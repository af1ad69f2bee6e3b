"""The embedded servers: shared by all who use them, gone with the last, whatever happened before."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from redis import Redis

from cerego.embedded import places
from cerego.embedded.locks import Lock
from cerego.embedded.postgres import PostgresServer
from cerego.embedded.redis import RedisServer

ROOT = Path(__file__).parent.parent.parent
USER = """
import signal
import sys
from pathlib import Path
from cerego import embedded
signal.signal(signal.SIGINT, signal.default_int_handler)  # who is started in the background ignores it
try:
    embedded.ensure_running([sys.argv[1]], home=Path(sys.argv[2]))
except embedded.Unavailable as error:
    print(error)
else:
    print("up")
sys.stdout.flush()
sys.stdin.read()
"""


class Users:
    """Processes that use one embedded server of one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.started: list[subprocess.Popen[str]] = []

    def start(self, name: str = "redis") -> subprocess.Popen[str]:
        """One more; does not wait until it has its server."""
        process = subprocess.Popen(
            [sys.executable, "-c", USER, name, str(self.home)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def end_all(self) -> None:
        """End them as they should end."""
        for process in self.started:
            process.communicate()


@pytest.fixture
def place() -> Iterator[Path]:
    """Not pytest's own: that it shuts to other accounts each time it starts, and for root PostgreSQL runs as one."""
    with tempfile.TemporaryDirectory(prefix="cerego-") as path:
        yield Path(path)


@pytest.fixture
def home(place: Path) -> Path:
    return place / "home"


@pytest.fixture
def users(home: Path) -> Iterator[Users]:
    everybody = Users(home)
    yield everybody
    everybody.end_all()
    wait_until(lambda: not runs(home, "redis") and not runs(home, "postgres"))


def said(user: subprocess.Popen[str]) -> str:
    assert user.stdout is not None
    return user.stdout.readline().strip()


def wait_until(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def runs(home: Path, name: str) -> bool:
    """Whether any process of the server or its keeper is left."""
    locks = [Lock(home / "lock" / f"{name}.{kind}") for kind in ("keeper", "server")]
    taken = [lock.is_taken() for lock in locks]
    for lock in locks:
        lock.release()
    return any(taken)


def keeper_of(home: Path) -> psutil.Process:
    [found] = [
        process
        for process in psutil.process_iter()
        if command_of(process)[-3:] == ["cerego.embedded", "redis", str(home)]
    ]
    return found


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_the_addresses_are_the_same_everywhere_and_start_nothing(home: Path) -> None:
    assert places.postgres_url(home) == places.postgres_url(home)
    assert places.redis_url(home) == f"unix://{home}/run/redis.sock?db=0"
    assert not home.exists()


def test_too_long_or_too_odd_a_path_moves_the_sockets_to_a_private_place(place: Path) -> None:
    for home in (place / ("x" * 120), place / "my, checkout"):
        assert places.sockets(home).parent == Path("/tmp")
        assert len(str(places.sockets(home) / ".s.PGSQL.5432")) < places.LONGEST_SOCKET_PATH


def test_it_works_where_the_path_is_too_long(place: Path) -> None:
    users = Users(place / ("x" * 120))
    assert said(users.start("postgres")) == "up"
    with psycopg.connect(places.postgres_url(users.home)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    users.end_all()
    wait_until(lambda: not runs(users.home, "postgres"))
    places.sockets(users.home).rmdir()


def test_it_lives_as_long_as_its_last_user(users: Users, home: Path) -> None:
    first, second = users.start(), users.start()
    assert (said(first), said(second)) == ("up", "up")
    first.communicate()
    assert RedisServer(home).answers()
    second.kill()
    wait_until(lambda: not runs(home, "redis"))
    assert not RedisServer(home).answers()


def test_one_that_comes_while_it_is_being_stopped_gets_a_new_one(users: Users, home: Path) -> None:
    for _ in range(5):
        user = users.start()
        assert said(user) == "up"
        assert RedisServer(home).answers()
        user.kill()


def test_ctrl_c_at_one_terminal_does_not_end_it_for_the_others(users: Users, home: Path) -> None:
    first, second = users.start(), users.start()
    assert (said(first), said(second)) == ("up", "up")
    os.killpg(first.pid, signal.SIGINT)
    first.wait()
    assert RedisServer(home).answers()


def test_a_server_that_dies_comes_back_while_somebody_uses_it(users: Users, home: Path) -> None:
    assert said(users.start()) == "up"
    server = RedisServer(home)
    died = server.left_behind()
    assert died
    os.kill(died, signal.SIGKILL)
    wait_until(lambda: server.answers() and server.left_behind() != died)


def test_a_killed_keeper_is_replaced_by_the_next_user(users: Users, home: Path) -> None:
    assert said(users.start()) == "up"
    keeper_of(home).kill()
    assert said(users.start()) == "up"
    client = Redis.from_url(places.redis_url(home))
    assert client.ping()
    client.close()


def test_what_a_crash_left_behind_does_not_matter(users: Users, home: Path) -> None:
    (home / "postgres.unfinished").mkdir(parents=True)
    (home / "postgres.unfinished" / "PG_VERSION").write_text("half")
    user = users.start("postgres")
    assert said(user) == "up"
    with psycopg.connect(places.postgres_url(home), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    user.communicate()
    wait_until(lambda: not runs(home, "postgres"))
    # As after a power cut: the number in it belongs to somebody else by now, to us.
    (home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    (home / "run" / ".s.PGSQL.5432").write_text("")
    (home / "run" / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert said(users.start("postgres")) == "up"
    with psycopg.connect(places.postgres_url(home)) as connection:
        assert connection.execute("SELECT * FROM kept").fetchall() == []


def test_letters_of_every_alphabet_are_letters_to_the_search(users: Users, home: Path) -> None:
    assert said(users.start("postgres")) == "up"
    with psycopg.connect(places.postgres_url(home)) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT cardinality(show_trgm('Иван'))").fetchone() == (5,)
        assert connection.execute("SELECT 'ÅSA' ILIKE 'åsa'").fetchone() == (True,)


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_it_says_in_words_why_it_does_not_start(home: Path, name: str) -> None:
    if name == "postgres":
        (home / "postgres").mkdir(parents=True)
        (home / "postgres" / "PG_VERSION").write_text("9")
        expected = f"The development data in {home}/postgres were written by PostgreSQL 9"
    else:
        (home / "run" / "redis.sock" / "in the way").mkdir(parents=True)
        expected = str(home)
    users = Users(home)
    user = users.start(name)
    assert expected in said(user)
    users.end_all()
    assert not runs(home, name)


def test_its_log_is_shown_when_the_server_itself_refuses(users: Users, home: Path) -> None:
    assert said(users.start("postgres")) == "up"
    users.end_all()
    wait_until(lambda: not runs(home, "postgres"))
    (home / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    user = users.start("postgres")
    words = user.communicate()[0]
    assert words.startswith(f"The embedded postgres did not start. The end of its log, {PostgresServer(home).log}:")
    assert "no_such_setting" in words


@pytest.mark.parametrize(("pages", "buffers"), [(2**16, "64MB"), (2**24, "1024MB")])
def test_postgresql_takes_a_quarter_of_the_memory_and_no_more_than_a_gigabyte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int, buffers: str
) -> None:
    monkeypatch.setattr(os, "sysconf", {"SC_PHYS_PAGES": pages, "SC_PAGE_SIZE": 4096}.__getitem__)

    assert f"shared_buffers={buffers}" in PostgresServer(tmp_path).command()
