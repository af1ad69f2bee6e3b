"""How the product starts and ends: all of it by one command in development, in production never half configured."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent.parent
COMPLETE = {
    "PRODUCTION": "true",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1",
    "SITE_URL": "http://localhost",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}
STARTERS = {
    "migrate": [sys.executable, "manage.py", "migrate", "--noinput"],
    "web": [sys.executable, "-m", "gunicorn", "cerego.wsgi", "--bind", "127.0.0.1:0"],
    "worker": [sys.executable, "-m", "celery", "--app", "cerego", "worker"],
    "beat": [sys.executable, "-m", "celery", "--app", "cerego", "beat"],
}
Running = subprocess.Popen[str]


def start(starter: str, changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What comes of a start in production with some variables otherwise."""
    return subprocess.run(
        STARTERS[starter],
        cwd=ROOT,
        env=os.environ | COMPLETE | changes,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "EMAIL_URL"])
def test_in_production_a_missing_variable_stops_the_start_with_one_line(starter: str, missing: str) -> None:
    started = start(starter, {missing: ""})
    assert started.returncode == 1
    assert started.stderr == f"{missing} is not set. In production it must be: see .env.example.\n"


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("wrong", ["DATABASE_URL", "SITE_URL", "WEB_PROCESSES", "WORKER_PROCESSES", "IMPORT_MAX_ROWS"])
def test_a_wrong_variable_stops_whatever_is_started_with_one_line(starter: str, wrong: str) -> None:
    started = start(starter, {wrong: "wrong"})
    assert (started.returncode, started.stdout) == (1, "")
    assert started.stderr.startswith(f"{wrong} has to be ")
    assert started.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["migrate", "create_token"])
def test_a_database_that_takes_no_connections_is_told_by_its_variable(command: str) -> None:
    ended = subprocess.run(
        [
            sys.executable,
            "manage.py",
            command,
            *(["mara@northwind.example", "--account", "1"] * (command == "create_token")),
        ],
        cwd=ROOT,
        env=os.environ | COMPLETE,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ended.stderr.splitlines()[-1].startswith("DATABASE_URL names a database that takes no connections: ")
    assert ended.stderr.count("\n") == 1, "one line, no traceback"


@pytest.fixture
def root() -> Path:
    """Where the code is that runs."""
    return ROOT


@pytest.fixture
def site(transactional_db: None, environment: dict[str, str], root: Path) -> Iterator[tuple[Running, str]]:
    """``manage.py run`` on the test database, and the address that it printed."""
    variables = {name: value for name, value in os.environ.items() if name not in {"PORT", "SITE_URL"}}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=root,
        env=variables | environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Cerego People runs at "):
            break
    assert process.poll() is None, "".join(said)
    assert any("password" in line for line in said)
    yield process, said[-1].split()[-1]
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def left_of(process: Running) -> list[psutil.Process]:
    """What is still alive, seconds after it ended, of the session that it led."""
    session = [other for other in psutil.process_iter() if session_of(other) == process.pid]
    return psutil.wait_procs(session, timeout=30)[1]


def session_of(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid)
    except OSError:
        return 0


@pytest.mark.serial
@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda process: os.killpg(process.pid, signal.SIGINT), id="Ctrl-C"),
        pytest.param(lambda process: process.terminate(), id="SIGTERM to the command alone"),
    ],
)
def test_what_ends_it_ends_all_of_it(site: tuple[Running, str], end: Callable[[Running], None]) -> None:
    process, address = site
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.status == 200
    end(process)
    rest = process.communicate(timeout=90)[0]
    assert process.returncode == 0
    assert "Traceback" not in rest
    assert left_of(process) == []


def command_of(process: psutil.Process) -> list[str]:
    """Its command line; nothing of one that has ended and is still to be reaped."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.mark.serial
def test_when_a_part_dies_it_says_which_and_ends_the_rest(site: tuple[Running, str]) -> None:
    process, _ = site
    part_of(process, "worker").kill()
    rest = process.communicate(timeout=90)[0]
    assert "The worker ended by itself (exit code -9); ending the rest." in rest
    assert process.returncode == 1
    assert left_of(process) == []


def part_of(process: Running, name: str) -> psutil.Process:
    [part] = [child for child in parts_of(process) if name in command_of(child)]
    return part


def parts_of(process: Running) -> list[psutil.Process]:
    return psutil.Process(process.pid).children()


@pytest.mark.serial
def test_changed_code_is_taken_up_by_worker_and_site(site: tuple[Running, str]) -> None:
    """A file of ours is touched: the worker is another process then, the site answers, and it still ends as a whole."""
    process, address = site
    assert process.stdout
    before = part_of(process, "worker")
    (ROOT / "people" / "tasks.py").touch()
    for line in process.stdout:
        if "people/tasks.py has changed" in line:
            break
    assert psutil.wait_procs([before], timeout=60)[1] == []
    deadline = time.monotonic() + 60
    while not any("worker" in command_of(child) for child in parts_of(process)):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    while not answers(address):
        assert time.monotonic() < deadline, "runserver does not come back"
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=90)
    assert process.returncode == 0
    assert left_of(process) == []


class TestMistakes:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        """A copy, in which mistakes can be made."""
        for name in ("cerego", "departments", "people", "templates", "static"):
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "manage.py", tmp_path)
        return tmp_path

    @pytest.mark.serial
    @pytest.mark.parametrize("name", ["cerego/settings/__init__.py", "people/tasks.py"])
    def test_a_mistake_is_told_and_ends_nothing_for_good(
        self, site: tuple[Running, str], root: Path, name: str
    ) -> None:
        process, address = site
        assert process.stdout
        right = (root / name).read_text()
        (root / name).write_text(f"{right}\nthis is a mistake\n")
        told: list[str] = []
        for line in process.stdout:
            told.append(line)
            if "The worker has ended" in line:
                break
        assert any("SyntaxError" in line for line in told), "".join(told)
        assert process.poll() is None

        (root / name).write_text(right)
        before = time.monotonic()
        while not (answers(address) and any("worker" in command_of(child) for child in parts_of(process))):
            assert time.monotonic() < before + 60, "it does not come back"
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=90)
        assert (process.returncode, left_of(process)) == (0, [])


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
