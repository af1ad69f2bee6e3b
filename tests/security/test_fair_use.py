"""One partner, one user, one request takes up only so much; who comes to the limit is told so in a sentence."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from pytest_django import Settings

from people import tokens
from people.imports import run as runs
from people.imports.deciding.plan import Options
from people.imports.matching.mapping import build
from people.models import Import, ImportCorrection
from people.models.imports import Status
from tests.factories import Cast, make_cast, make_import
from tests.integration.test_concurrency import together
from tests.integration.test_people_concurrency import refusal
from tests.web.uploads import csv, post, said, send, stored_files, upload, work

READY = {"mapping": {"name": [0], "email": 1}, "header": ["A", "B"], "options": Options().as_json()}
"""What an import needs to be started."""


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """What other tests have uploaded lies elsewhere."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def moving(cast: Cast, settings: Settings) -> list[Import]:
    """As many imports of Northwind as may move at once."""
    settings.IMPORT_MAX_MOVING = 2
    return [make_import(cast.maths, cast.dora, status=status) for status in (Status.QUEUED, Status.UNDOING)]


def test_a_partner_has_only_so_many_imports_under_way(cast: Cast, mara: Client, moving: list[Import]) -> None:
    answer = post(mara, cast.northwind, csv("Ann Arbor,ann@example.org,,,"))

    assert answer.status_code == 422
    assert "2 imports of your organisation are being checked" in said(answer)
    assert Import.objects.count() == 2
    assert stored_files() == set()


def test_what_was_checked_before_waits_too(cast: Cast, mara: Client, settings: Settings) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    ended = make_import(cast.northwind, cast.mara, status=Status.STOPPED, started_at="2026-01-01T00:00Z")
    settings.IMPORT_MAX_MOVING = 1
    other = make_import(cast.northwind, cast.mara, status=Status.QUEUED)

    assert "as many as may be at once" in said(send(mara, "start", cast.northwind, run))
    for door in ("resume", "undo"):
        answer = mara.post(reverse(door, args=[cast.northwind.pk, ended.pk]), follow=True)
        assert "as many as may be at once" in said(answer)
    assert sorted(Import.objects.values_list("status", flat=True)) == ["checked", "queued", "stopped"]
    Import.objects.filter(pk=other.pk).update(status=Status.DONE)
    send(mara, "start", cast.northwind, run)
    assert work(run).status == Status.DONE


def test_other_partners_are_not_held_up_by_them(cast: Cast, as_, moving: list[Import]) -> None:
    assert post(as_(cast.olga), cast.contoso, csv("Ann Arbor,ann@example.org,,,")).status_code == 302


def test_a_user_uploads_only_so_many_files_an_hour_by_whatever_door(
    cast: Cast, mara: Client, settings: Settings
) -> None:
    settings.IMPORT_UPLOADS_PER_HOUR = 2
    for number in range(2):
        upload(mara, cast.northwind, f"Ann Arbor,ann{number}@example.org,,,")
    _, secret = tokens.create(name="tests", may_write=True, days=1, by=cast.mara)

    page = post(mara, cast.northwind, csv("Bo,bo@example.org,,,"))
    typed = mara.post(
        reverse("add_people", args=[cast.northwind.pk]),
        {"people": "Bo Bell <bo@example.org>", "department": cast.northwind.pk, "role": "learner"},
    )
    file = SimpleUploadedFile("people.csv", csv("Bo,bo@example.org,,,"))
    script = Client().post(
        f"/api/v1/accounts/{cast.northwind.pk}/imports/", {"file": file}, headers={"Authorization": f"Bearer {secret}"}
    )

    for answer in (page, typed):
        assert answer.status_code == 422
        assert "2 files within the last hour" in said(answer)
    assert (script.status_code, script.json()["code"]) == (429, "upload.too_many")
    assert Import.objects.count() == 2


class Untouched(io.BytesIO):
    """A body that nobody is to read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")


def large(client: Client, path: str, size: int, **more: Any) -> Any:
    """Say that so many bytes come."""
    return client.post(path, **more, CONTENT_LENGTH=str(size), **{"wsgi.input": Untouched()})


def test_a_body_that_is_too_large_is_not_read(cast: Cast, mara: Client, settings: Settings) -> None:
    for path in (reverse("departments", args=[cast.northwind.pk]), "/nowhere/", reverse("account_login")):
        answer = large(mara, path, settings.REQUEST_MAX_BYTES + 1)
        assert answer.status_code == 413
        assert "That is too large" in said(answer)
    for path in (f"accounts/{cast.northwind.pk}/departments/", "nowhere"):
        answer = large(mara, f"/api/v1/{path}", settings.REQUEST_MAX_BYTES + 1, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


def test_a_file_far_too_large_is_not_read_either(cast: Cast, mara: Client, settings: Settings) -> None:
    size = 2 * settings.IMPORT_MAX_BYTES + 1
    assert large(mara, reverse("upload", args=[cast.northwind.pk]), size).status_code == 413
    assert large(mara, f"/api/v1/accounts/{cast.northwind.pk}/imports/", size).status_code == 413


@pytest.mark.parametrize(("who", "status"), [("", 302), ("liv", 404), ("olga", 404)])
def test_nobody_but_its_admins_uploads_anything_large_to_an_account(
    cast: Cast, as_, settings: Settings, who: str, status: int
) -> None:
    client = as_(getattr(cast, who)) if who else Client()
    address = reverse("upload", args=[cast.northwind.pk])
    assert large(client, address, settings.REQUEST_MAX_BYTES + 1).status_code == status


def test_an_admins_large_file_comes_in(cast: Cast, mara: Client, settings: Settings) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    body = encode_multipart(
        BOUNDARY, {"file": SimpleUploadedFile("people.csv", csv(*["Ann,ann@example.org,,,"] * 100))}
    )
    answer = mara.generic("POST", reverse("upload", args=[cast.northwind.pk]), body, MULTIPART_CONTENT)
    assert answer.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_uploads_of_the_same_moment_count_too(settings: Settings, as_) -> None:
    settings.IMPORT_UPLOADS_PER_HOUR = 3
    cast = make_cast()
    clients = [as_(cast.mara) for _ in range(8)]
    files = [csv(f"Ann Arbor,ann{number}@example.org,,,") for number in range(8)]

    acts = [partial(post, client, cast.northwind, file) for client, file in zip(clients, files, strict=True)]
    answers = [answer.status_code for answer in together(*acts)]

    assert sorted(answers) == [302] * 3 + [422] * 5
    assert Import.objects.count() == len(stored_files()) == 3


@pytest.mark.django_db(transaction=True)
def test_starts_of_the_same_moment_count_too(settings: Settings) -> None:
    settings.IMPORT_MAX_MOVING = 2
    cast = make_cast()
    ready = [make_import(cast.maths, cast.dora, status=Status.CHECKED, **READY) for _ in range(6)]

    said = together(*[refusal(partial(runs.start, run=run, by=cast.dora)) for run in ready])

    assert sorted(map(str, said)) == [""] * 2 + ["import.too_many"] * 4
    assert Import.objects.filter(status=Status.QUEUED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_those_who_ask_something_of_one_import_at_once_do_not_wait_in_a_circle() -> None:
    cast = make_cast()
    run = make_import(cast.maths, cast.dora, status=Status.CHECKED, **READY)
    anew = {"mapping": build(["A", "B"], name=[0], email=1), "options": Options(), "again": True}

    def ask(door: Any, **more: Any) -> Callable[[], str]:
        return refusal(lambda: door(run=Import.objects.get(pk=run.pk), by=cast.dora, **more))

    for _ in range(10):
        ImportCorrection.objects.get_or_create(import_run=run, number=2, defaults={"is_pending": True, "by": cast.dora})
        Import.objects.filter(pk=run.pk).update(status=Status.CHECKED)
        together(*[ask(runs.start), ask(runs.retry), ask(runs.match, **anew)] * 2)  # a deadlock would be no refusal
