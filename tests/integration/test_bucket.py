"""Uploads in S3-compatible storage, on a small double of one: the same import, and the same sentences when it fails."""

import os
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from people.models.imports import Status
from tests.factories import Cast
from tests.integration.bucket_double import Double, bucket
from tests.web.uploads import finish, uploaded, work

PEOPLE = b"Full name,Email\nAda Lovelace,ada@example.org\nAlan Turing,alan@example.org\n"
LARGE = os.urandom(1024) * 1024 * 20
"""20 MB: it goes and comes in parts, as s3transfer does with more than 8."""


@pytest.fixture
def double(settings: Settings) -> Iterator[Double]:
    with bucket() as double:
        options = {
            "bucket_name": "uploads", "endpoint_url": double.address, "region_name": "eu-central-1",
            "access_key": "key", "secret_key": "secret", "location": "people",
        }  # fmt: skip
        settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "cerego.bucket.Bucket", "OPTIONS": options}}
        yield double


@pytest.fixture
def mara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mara)
    return client


@pytest.mark.parametrize("body", [b"", PEOPLE, LARGE], ids=["empty", "small", "large"])
def test_what_is_put_into_it_comes_back_and_goes(double: Double, body: bytes) -> None:
    name = default_storage.save("imports/one.csv", ContentFile(body))

    assert double.files["/uploads/people/imports/one.csv"] == body
    assert default_storage.exists(name)
    assert default_storage.size(name) == len(body)
    with default_storage.open(name) as file:
        assert file.file.read() == body
    default_storage.delete(name)
    assert double.files == {}
    assert double.unsigned == []


def test_an_import_goes_by_it_from_the_upload_to_the_end(double: Double, mara: Client, cast: Cast) -> None:
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, PEOPLE, name="staff.csv"))

    assert (run.status, run.created, run.failed) == (Status.DONE, 2, 0)
    assert list(double.files) == [f"/uploads/people/{run.file.name}"]


def test_a_file_that_is_not_there_is_told_as_gone(double: Double, mara: Client, cast: Cast) -> None:
    run = uploaded(mara, cast.northwind, PEOPLE)
    double.files.clear()

    run = work(run)
    assert (run.status, run.failure_reason) == (Status.FAILED, "file.gone")


@pytest.mark.parametrize("status", [403, 503])
def test_a_bucket_that_refuses_is_told_as_a_disk_that_is_full(
    double: Double, mara: Client, cast: Cast, status: int
) -> None:
    double.refuses = status
    answer = mara.post(f"/accounts/{cast.northwind.pk}/people/upload/", {"file": ContentFile(PEOPLE, name="staff.csv")})

    assert answer.status_code == 422
    assert "There is no room to store the file" in answer.content.decode()


def test_a_bucket_that_is_away_is_an_os_error(double: Double, settings: Settings) -> None:
    options = settings.STORAGES["default"]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:1"}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "cerego.bucket.Bucket", "OPTIONS": options}}
    for ask in (default_storage.open, default_storage.exists, default_storage.delete):
        with pytest.raises(OSError, match="can't be reached"):
            ask("imports/one.csv")
