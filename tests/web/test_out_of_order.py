"""While the disk is full or the database is not there: a sentence, and nothing half done (design §7)."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from cerego.uploads import NamelessFile
from people.models import Import
from tests.factories import Cast
from tests.files import people_file
from tests.web.uploads import post, said, stored_files

NO_ROOM = "There is no room to store the file at the moment, so nothing was uploaded. Try again in a few minutes"


def full(self: FileSystemStorage, name: str, content: Iterator[bytes]) -> str:
    """Save as a disk does that is full after the first bytes."""
    path = Path(self.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"Na")
    raise OSError(errno.ENOSPC, "No space left on device")


def closed(self: FileSystemStorage, name: str, content: Iterator[bytes]) -> str:
    """Save where one may not write."""
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize("save", [full, closed])
def test_says_that_there_is_no_room_and_keeps_nothing(
    cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch, save: object
) -> None:
    before = stored_files()
    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", save)
        answer = post(mara, cast.northwind, people_file(3))

    assert answer.status_code == 422
    assert NO_ROOM in said(answer)
    assert stored_files() == before
    assert not Import.objects.exists()
    assert post(mara, cast.northwind, people_file(3)).status_code == 302


@pytest.mark.parametrize("step", ["__init__", "write"])
def test_says_that_there_is_no_room_to_receive_a_file(
    cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, step: str
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(NamelessFile, step, full)
        answer = post(mara, cast.northwind, people_file(3))

    assert answer.status_code == 422
    assert NO_ROOM in said(answer)
    assert "Choose a file first." not in said(answer)
    assert list(tmp_path.iterdir()) == []
    assert not Import.objects.exists()
    assert post(mara, cast.northwind, people_file(3)).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_says_that_the_database_is_not_there(
    cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    def refused() -> None:
        raise OperationalError("connection refused")

    address = reverse("people", args=[cast.northwind.pk])
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refused)
        answer = getattr(mara, method)(address)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    page = said(answer)
    assert "The database can’t be reached just now. Nothing is lost" in page
    assert "connection refused" not in page
    assert "The database takes no connections: connection refused" in caplog.text
    assert mara.get(address).status_code == 200


def test_looks_for_the_database_without_asking_it_anything(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/no/such/page/").status_code in {302, 404}
