"""What the integration tests share: the cast, a folder for uploads, imports in small batches, mails about them, commands."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import load_command_class
from django.db import connections
from pytest_django import Settings

from people import outbox
from people.imports import letters
from tests import factories
from tests.factories import Cast
from tests.integration.runs import HEADER
from tests.security.mailbox import Server


@pytest.fixture
def cast(db: None) -> Cast:
    """Northwind, Contoso and who works there."""
    return factories.make_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The same, committed: threads see it."""
    return factories.make_cast()


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder that takes the uploads of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def small_batches(settings: Settings, media: Path) -> None:
    """Three rows a batch, and one batch a slice."""
    settings.IMPORT_BATCH_ROWS = 3
    settings.IMPORT_SLICE_SECONDS = 0


@pytest.fixture
def told_of_imports(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A mail server, and every import takes so long that people are told of its end."""
    settings.EMAIL_BACKEND = "tests.security.mailbox.Server"
    settings.SITE_URL = "https://people.example"
    monkeypatch.setattr(letters, "LONG", timedelta(0))
    monkeypatch.setattr(outbox, "_SLICE_SECONDS", 600.0)
    Server.reset()
    yield
    Server.reset()


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        return json.loads(self.out)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command of ours as from a command line, but in this process and on this connection."""
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def run(name: str, *arguments: object) -> Ran:
        code = 0
        try:
            load_command_class("people", name).run_from_argv(["manage.py", name, *map(str, arguments)])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


MARA = "mara.okafor@northwind.example"
ImportPeople = Callable[..., Ran]


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a CSV file."""

    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "people.csv"
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def import_people(cast: Cast, command: Callable[..., Ran]) -> ImportPeople:
    """Imports into Northwind as its admin, unless told otherwise."""

    def run(path: object, *more: object, account: object = None, email: str = MARA) -> Ran:
        return command("import_people", path, "--account", account or cast.northwind.pk, "--as", email, *more)

    return run
