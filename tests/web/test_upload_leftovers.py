"""Whatever becomes of an upload, nothing of it stays behind but the stored file of an import (R27)."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from pytest_django import Settings

from cerego.uploads import NamelessFile
from people.imports.source import shown_name
from people.models import Import
from people.models.imports import Status
from tests.factories import Cast
from tests.files import PNG, people_file
from tests.unit.imports import test_hostile
from tests.unit.imports.files import person_cells, sheet, workbook
from tests.web.uploads import post, said, stored_files, uploaded, work


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads and what is temporary go where the test can look; nearly every upload is too large for memory."""
    for name in ("media", "temporary"):
        (tmp_path / name).mkdir()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = None
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def temporary() -> list[Path]:
    """What is left of what was temporary."""
    return list(Path(tempfile.gettempdir()).iterdir())


def large_workbook() -> bytes:
    """A workbook that is read in pieces."""
    return workbook({"People": sheet(*(person_cells(number) for number in range(1, 35_000)))})


@pytest.mark.parametrize("make", [lambda: people_file(50), large_workbook])
def test_an_import_keeps_its_file_and_no_other(cast: Cast, mara: Client, make: Callable[[], bytes]) -> None:
    content = make()
    run = work(uploaded(mara, cast.northwind, content, name="people.csv"))

    assert run.status == Status.CHECKED
    assert [path.read_bytes() == content for path in stored_files()] == [True]
    assert temporary() == []


REFUSED: dict[str, Callable[[], bytes]] = {
    "picture": lambda: PNG + bytes(500),
    "damaged workbook": lambda: large_workbook()[:-30],
    "zip bomb": test_hostile.overlapping,
    "a megabyte that csv.Sniffer dies of": lambda: b',"x' * 350_000,
    "blank": lambda: b"\n" * 500_000,
    "undecodable": lambda: "Zoë,Öl\n".encode() * 50 + b"\xff",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refused_upload_leaves_nothing(cast: Cast, mara: Client, kind: str) -> None:
    assert post(mara, cast.northwind, REFUSED[kind]()).status_code == 422
    assert stored_files() == set()
    assert temporary() == []
    assert not Import.objects.exists()


def test_an_upload_that_is_too_large_is_not_even_written_down(
    cast: Cast, mara: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IMPORT_MAX_BYTES = 2**20
    written: list[int] = []

    def counted(self: NamelessFile, data: bytes) -> int:
        written.append(len(data))
        return self.file.write(data)

    monkeypatch.setattr(NamelessFile, "write", counted)
    answer = post(mara, cast.northwind, people_file(40_000))

    assert answer.status_code == 422
    assert "This file is larger than 1 MB." in said(answer)
    assert "Choose a file first." not in said(answer)
    assert 0 < sum(written) <= 2**20
    assert temporary() == []


def test_somebody_who_may_not_upload_leaves_nothing(cast: Cast, as_) -> None:
    assert post(as_(cast.liv), cast.northwind, people_file(500)).status_code == 404
    assert temporary() == []
    assert stored_files() == set()


class Broken(io.BytesIO):
    """A connection that breaks off."""

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data:
            raise OSError("connection reset by peer")
        return data


def test_an_upload_that_breaks_off_leaves_nothing(cast: Cast, mara: Client) -> None:
    file = SimpleUploadedFile("people.csv", people_file(5_000))
    body = encode_multipart(BOUNDARY, {"file": file})
    path = reverse("upload", args=[cast.northwind.pk])
    environ = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": len(body), "wsgi.input": Broken(body[:90_000])}

    with pytest.raises(UnreadablePostError):
        mara.generic("POST", path, **environ)

    assert temporary() == []
    assert stored_files() == set()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.csv", "x.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("C:\\Users\\Mara\\Größe.csv", "Größe.csv"),
        ("people\u202evsc.exe", "peoplevsc.exe"),
        ("a\u2066b\u2069\x07\x1b[31mc\u200b.csv", "ab[31mc.csv"),
        ("/", "unnamed"),
        ("\u202e\x07", "unnamed"),
        ("x" * 400 + ".csv", "x" * 251 + ".csv"),
        ("<script>alert(1)<script>.csv", "<script>alert(1)<script>.csv"),
    ],
)
def test_a_hostile_name_is_only_shown_and_made_harmless(name: str, shown: str) -> None:
    assert shown_name(name) == shown
