"""While an import waits and runs: what its page tells, what it waits for, and what happens when nobody can be told."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cerego.celery import app
from people import tasks
from people.imports import run as runs
from people.models import Import
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.web.uploads import choices, finish, page_of, post, said, send, upload, work

HX = {"HX-Request": "true"}
ROW = "Ann Arbor,ann@example.org,,,"
WAITS = "This import is waiting for a worker."
UNREACHABLE = "The workers can’t be reached at the moment. Nothing is lost: this import goes on by itself"
CLOSED = "redis://127.0.0.1:1/0"


@pytest.fixture
def queued(cast: Cast, mara: Client) -> Import:
    """An import that waits to be applied."""
    run = work(upload(mara, cast.northwind, ROW, "Bob Bell,bob@example.org,,,"))
    send(mara, "start", cast.northwind, run)
    run.refresh_from_db()
    return run


def long_ago(run: Import, **fields: str) -> None:
    """As if nobody had done anything for it for a minute."""
    then = timezone.now() - timedelta(minutes=1)
    Import.objects.filter(pk=run.pk).update(queued_at=then, heartbeat_at=then, **fields)


def test_shows_how_far_it_is(cast: Cast, mara: Client, queued: Import) -> None:
    Import.objects.filter(pk=queued.pk).update(
        status=Status.APPLYING, rows=4_000, created=900, updated=50, unchanged=40, skipped=7, failed=3,
        queued_at=timezone.now() - timedelta(seconds=20), went_on_at=timezone.now() - timedelta(seconds=10),
        heartbeat_at=timezone.now(),
    )  # fmt: skip

    answer = mara.get(reverse("import", args=[cast.northwind.pk, queued.pk]))

    page = said(answer)
    assert "1,000 of 4,000 rows" in page
    assert "900 created · 50 updated · 40 unchanged · 7 skipped · 3 failed" in page
    assert re.search("(100|9[0-9]) rows a second · about 3[0-3] seconds left", page)
    assert "You can close this page" in page
    html = answer.content.decode()
    assert 'max="4000" value="1000"' in html
    assert f'hx-get="{reverse("import", args=[cast.northwind.pk, queued.pk])}?stage=progress&amp;shown=moves"' in html
    assert '<noscript><meta http-equiv="refresh"' in html


def test_answers_htmx_with_the_part_alone_and_leads_on_at_the_end(cast: Cast, mara: Client, queued: Import) -> None:
    address = reverse("import", args=[cast.northwind.pk, queued.pk])
    asked = {"query_params": {"stage": "progress"}, "headers": {**HX, "HX-Target": "stage"}}

    part = mara.get(address, **asked)
    assert "<html" not in part.content.decode()
    assert 'id="stage"' in part.content.decode()
    work(queued)
    assert mara.get(address, **asked)["HX-Redirect"] == address
    assert "hx-trigger" not in mara.get(address).content.decode().split('id="stage"')[1].split("<form")[0]


def test_asks_often_at_first_and_then_at_leisure(cast: Cast, mara: Client, queued: Import) -> None:
    address = reverse("import", args=[cast.northwind.pk, queued.pk])
    assert 'hx-trigger="every 300ms"' in mara.get(address).content.decode()

    long_ago(queued)

    assert 'hx-trigger="every 1s"' in mara.get(address).content.decode()


def test_says_that_it_waits_for_a_worker(cast: Cast, mara: Client, queued: Import) -> None:
    assert WAITS not in page_of(mara, cast.northwind, queued)
    long_ago(queued)
    assert WAITS in page_of(mara, cast.northwind, queued)
    Import.objects.filter(pk=queued.pk).update(heartbeat_at=timezone.now())
    assert WAITS not in page_of(mara, cast.northwind, queued)


def test_says_that_its_check_waits_for_a_worker(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, ROW)
    assert WAITS not in page_of(mara, cast.northwind, run)
    Import.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    assert WAITS in page_of(mara, cast.northwind, run)


def test_says_behind_whom_it_waits(cast: Cast, mara: Client, queued: Import) -> None:
    make_import(cast.maths, cast.dora, status=Status.APPLYING, file_name="maths.csv")
    long_ago(queued)
    assert runs.work(queued.pk) == []

    page = page_of(mara, cast.northwind, queued)

    assert "maths.csv by Dora Diaz is being imported first." in page
    assert WAITS not in page


def test_names_no_file_of_another_department(cast: Cast, as_) -> None:
    dora = as_(cast.dora)
    run = work(upload(dora, cast.maths, ROW))
    send(dora, "start", cast.maths, run)
    make_import(cast.physics, cast.pete, status=Status.APPLYING, file_name="physics.csv")

    page = page_of(dora, cast.maths, run)

    assert "Another file of this organisation is being imported." in page
    assert "physics.csv" not in page
    assert "pete" not in page


def test_does_not_wait_for_files_of_others(cast: Cast, mara: Client, queued: Import) -> None:
    make_import(cast.contoso, cast.olga, status=Status.APPLYING)
    long_ago(queued)

    page = page_of(mara, cast.northwind, queued)

    assert "Another file" not in page
    assert WAITS in page


def test_asks_the_database_equally_often_however_many_rows(
    cast: Cast, mara: Client, queued: Import, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page_of(mara, cast.northwind, queued)
    for rows in (10, 1_000_000):
        Import.objects.update(rows=rows)
        with django_assert_num_queries(10):
            page_of(mara, cast.northwind, queued)


@pytest.fixture
def no_broker() -> Iterator[None]:
    """Redis is down: nothing listens where the broker should be."""
    before = app.conf.broker_url
    _connect_to(CLOSED)
    yield
    _connect_to(before)


def _connect_to(url: str) -> None:
    app.conf.broker_url = url
    app.conf.broker_read_url = app.conf.broker_write_url = url
    app._pool = None
    app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_broker")
def test_keeps_an_upload_for_later_if_nobody_can_be_told(cast: Cast, mara: Client) -> None:
    begun = time.monotonic()
    answer = post(mara, cast.northwind, f"Name,Email\n{ROW[:-3]}\n".encode())
    took = time.monotonic() - begun

    assert answer.status_code == 302
    assert took < 3, "the page hangs while nobody answers"
    run = Import.objects.get()
    assert run.status == Status.CHECKING
    assert UNREACHABLE in page_of(mara, cast.northwind, run)
    assert UNREACHABLE not in page_of(mara, cast.northwind, run)
    assert runs.due() == [run.pk]
    assert work(run).status == Status.CHECKED


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_broker")
def test_keeps_a_click_on_import_for_later_if_nobody_can_be_told(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, ROW))
    assert UNREACHABLE in page_of(mara, cast.northwind, run)
    begun = time.monotonic()
    answer = send(mara, "start", cast.northwind, run)
    took = time.monotonic() - begun

    assert answer.status_code == 302
    assert took < 3, "the page hangs while nobody answers"
    page = page_of(mara, cast.northwind, run)
    assert page.count(UNREACHABLE) == 1
    run.refresh_from_db()
    assert run.status == Status.QUEUED
    long_ago(run)
    assert runs.due() == [run.pk]
    assert tasks.enqueue(runs.due()) is False
    assert work(run).status == Status.DONE


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_broker")
def test_keeps_a_change_of_columns_for_later_if_nobody_can_be_told(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, ROW))
    assert UNREACHABLE in page_of(mara, cast.northwind, run)

    answer = mara.post(
        reverse("match", args=[cast.northwind.pk, run.pk]),
        choices(run, existing="add-only"),
        headers={**HX, "HX-Target": "stage"},
    )

    assert answer.status_code == 200
    Import.objects.update(queued_at=timezone.now() - timedelta(minutes=1), heartbeat_at=None)
    assert WAITS in page_of(mara, cast.northwind, run)
    assert UNREACHABLE not in page_of(mara, cast.northwind, run)


@pytest.mark.usefixtures("no_broker")
def test_shows_results_without_a_broker(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, ROW))

    assert "1 person is in" in page_of(mara, cast.northwind, run)
