"""An upload through the API that is not finished, or not to be used, leaves nothing."""

import errno
import io
import tempfile
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django import Settings

from cerego.uploads import NamelessFile
from people.models import Answer, Event, Import
from people.models.events import EventKind
from tests.api.conftest import API, Caller, assert_shape
from tests.factories import Cast
from tests.files import PNG, people_file
from tests.web.uploads import stored_files


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is temporary goes where the test can look; nearly every upload is too large for memory."""
    (tmp_path / "temporary").mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = None
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def assert_nothing_is_left() -> None:
    assert stored_files() == set()
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
    assert not Import.objects.exists()
    assert not Answer.objects.exists()
    assert not Event.objects.filter(kind=EventKind.IMPORT_UPLOADED).exists()


class BreaksOff(io.BytesIO):
    """A body whose sender goes away in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data or self.tell() > 50_000:
            raise UnreadablePostError("gone")
        return data


@pytest.mark.parametrize("key", ["", "k1"])
def test_one_that_breaks_off(cast: Cast, mara: Caller, key: str) -> None:
    file = SimpleUploadedFile("people.csv", people_file(5_000))
    body = encode_multipart(BOUNDARY, {"file": file, "start": "true"})

    answer = Client().post(
        f"{API}accounts/{cast.northwind.pk}/imports/",
        headers={"Authorization": f"Bearer {mara.secret}", **({"Idempotency-Key": key} if key else {})},
        content_type=MULTIPART_CONTENT,
        **{"wsgi.input": BreaksOff(body), "CONTENT_LENGTH": str(len(body))},
    )

    assert_shape(answer)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.unreadable")
    assert_nothing_is_left()


@pytest.mark.parametrize(
    ("content", "fields", "status"),
    [
        (PNG + bytes(500), {}, 422),
        (b"\n" * 50_000, {}, 422),
        (people_file(100), {"name": "Nowhere"}, 422),
        (people_file(100), {"existing": "perhaps"}, 422),
        (people_file(100), {"sheet": "People"}, 422),
        (people_file(100), {"header_row": 99}, 422),
        (people_file(100), {"encoding": "UTF-16"}, 422),
    ],
    ids=["picture", "blank", "no such column", "no such choice", "no sheets", "no such row", "other encoding"],
)
def test_one_that_can_t_be_used(
    cast: Cast, mara: Caller, content: bytes, fields: dict[str, object], status: int
) -> None:
    assert mara.upload(cast.northwind, content=content, key="k1", **fields).status_code == status
    assert_nothing_is_left()


def test_one_that_is_too_large(cast: Cast, mara: Caller, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 2**16
    refused = mara.upload(cast.northwind, content=people_file(5_000), key="k1")
    assert (refused.status_code, refused.json()["code"]) == (413, "file.too_large")
    assert_nothing_is_left()


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x", 422),
        (b"x", "multipart/form-data", 400),
        (b"{}", "application/json", 415),
        (b"x", "text/csv", 415),
        (b"".join(b"--x\r\nContent-Disposition: form-data; name=f%d\r\n\r\n1\r\n" % n for n in range(2000)) + b"--x--",
         "multipart/form-data; boundary=x", 413),
        (b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n' + b"n" * 3_000_000 + b"\r\n--x--",
         "multipart/form-data; boundary=x", 413),
    ],
    ids=["cut", "no boundary", "json", "csv", "many fields", "large field"],
)  # fmt: skip
def test_one_that_is_no_form(cast: Cast, mara: Caller, body: bytes, media_type: str, status: int) -> None:
    answer = mara.client.generic(
        "POST",
        f"{API}accounts/{cast.northwind.pk}/imports/",
        body,
        content_type=media_type,
        headers={"Authorization": f"Bearer {mara.secret}"},
    )
    assert_shape(answer)
    assert answer.status_code == status
    assert_nothing_is_left()


def full_store(self: FileSystemStorage, name: str, content: object) -> str:
    """Save as a disk does that is full after the first bytes."""
    path = Path(self.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"Na")
    raise OSError(errno.ENOSPC, "No space left on device")


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("of", "step", "does"),
    [(FileSystemStorage, "_save", full_store), (NamelessFile, "__init__", full), (NamelessFile, "write", full)],
    ids=["storing", "opening", "receiving"],
)
@pytest.mark.parametrize("key", ["", "k1"])
def test_one_for_which_there_is_no_room(
    cast: Cast, mara: Caller, monkeypatch: pytest.MonkeyPatch, of: type, step: str, does: object, key: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(of, step, does)
        answer = mara.upload(cast.northwind, content=people_file(50), key=key)

    assert (answer.status_code, answer.json()["code"]) == (507, "file.no_room")
    assert "There is no room to store the file at the moment, so nothing was uploaded." in answer.json()["detail"]
    assert_nothing_is_left()
    assert mara.upload(cast.northwind, content=people_file(50), key=key).status_code == 202
