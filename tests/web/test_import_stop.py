"""Stopping an import, going on with it, trying again: the buttons, what the page says, and what a click does (L9)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from people.imports import run as runs
from people.models import Event, Import, ImportRow, Membership, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast, make_import, make_person
from tests.files import people_file
from tests.integration.fixings import correct, retry
from tests.web.uploads import page_of, said, send, upload, uploaded, work

HX = {"HX-Request": "true", "HX-Target": "stage"}
STOPS = "It stops after the current batch of rows. What is done until then stays"
ROWS = ("Ann Arbor,ann@example.org,,,", "Bob Bell,bob@example.org,,,")


@pytest.fixture(autouse=True)
def small_batches(settings: Settings) -> None:
    """Five rows a batch, and one batch a slice."""
    settings.IMPORT_BATCH_ROWS = 5
    settings.IMPORT_SLICE_SECONDS = 0


@pytest.fixture
def applying(cast: Cast, mara: Client) -> Import:
    """An import of 20 rows of which 10 are done."""
    run = work(uploaded(mara, cast.northwind, people_file(20)))
    send(mara, "start", cast.northwind, run)
    for _ in range(2):
        runs.work(run.pk)
    run.refresh_from_db()
    assert (run.status, run.created) == (Status.APPLYING, 10)
    return run


def ask(client: Client, what: str, cast: Cast, run: Import) -> str:
    """Click a button; returns what the page says afterwards."""
    answer = client.post(reverse(what, args=[cast.northwind.pk, run.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("import", args=[cast.northwind.pk, run.pk]), 302)]
    run.refresh_from_db()
    return said(answer)  # type: ignore[arg-type]


def test_stops_after_the_batch_and_goes_on(cast: Cast, mara: Client, applying: Import) -> None:
    assert "Importing people.csv Stop " in page_of(mara, cast.northwind, applying)

    page = ask(mara, "stop", cast, applying)
    assert STOPS in page
    assert "Importing people.csv Stop " not in page
    assert ask(mara, "stop", cast, applying).count(STOPS) == 1

    assert work(applying).status == Status.STOPPED
    page = page_of(mara, cast.northwind, applying)
    assert "The import is stopped" in page
    assert "Stopped. 10 of 20 rows are done and stay as they are. Continue with the other 10, or undo what was" in page
    assert "10 of 20 rows = 10 created + 0 updated + 0 unchanged + 0 skipped + 0 failed" in page
    assert "Undo this import Continue" in page
    assert "Created 10 Not done 10 All 20" in page
    assert "Showing 1–10 of 10" in page_of(mara, cast.northwind, applying, "?outcome=left")

    assert "10 of 20 rows" in ask(mara, "resume", cast, applying)
    ask(mara, "resume", cast, applying)
    assert applying.status == Status.QUEUED
    assert work(applying).status == Status.DONE
    assert "20 rows in the file = 20 created" in page_of(mara, cast.northwind, applying)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert (kinds.count(EventKind.IMPORT_STOPPED), kinds.count(EventKind.IMPORT_CONTINUED)) == (1, 1)


def test_says_how_fast_it_goes_since_it_went_on(cast: Cast, mara: Client, applying: Import) -> None:
    seen = [10]

    def look(*, is_fast: bool) -> None:
        page = page_of(mara, cast.northwind, applying)
        assert ("1 rows a second · about 5 seconds left" in page) is is_fast
        assert ("a second" in page) is is_fast
        seen.append(int(re.search(r"(\d+) of 20 rows", page)[1]))

    ask(mara, "stop", cast, applying)
    work(applying)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Import.objects.filter(pk=applying.pk).update(started_at=an_hour_ago, went_on_at=an_hour_ago)
    ask(mara, "resume", cast, applying)
    look(is_fast=False)
    runs.work(applying.pk)
    Import.objects.filter(pk=applying.pk).update(
        queued_at=timezone.now() - timedelta(seconds=9), went_on_at=timezone.now() - timedelta(seconds=5)
    )
    look(is_fast=True)
    assert seen == [10, 10, 15]
    ask(mara, "stop", cast, applying)
    assert work(applying).status == Status.STOPPED


def test_says_how_fast_an_undoing_goes_since_it_went_on(cast: Cast, mara: Client, applying: Import) -> None:
    work(applying)
    ask(mara, "undo", cast, applying)
    for _ in range(2):
        runs.work(applying.pk)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    failed = {"status": Status.FAILED, "failed_while": Status.UNDOING, "failure_reason": "import.gave_up"}
    Import.objects.filter(pk=applying.pk).update(**failed, queued_at=an_hour_ago, went_on_at=an_hour_ago)
    ask(mara, "resume", cast, applying)
    assert (applying.status, applying.went_on_after) == (Status.UNDOING, 10)
    runs.work(applying.pk)
    then = timezone.now() - timedelta(seconds=5)
    Import.objects.filter(pk=applying.pk).update(queued_at=then, went_on_at=then)
    page = page_of(mara, cast.northwind, applying)
    assert "15 of 20 rows" in page
    assert "1 rows a second · about 5 seconds left" in page


def test_stops_before_the_first_row(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, *ROWS))
    send(mara, "start", cast.northwind, run)
    assert "Don’t import yet" in page_of(mara, cast.northwind, run)

    page = ask(mara, "stop", cast, run)

    assert run.status == Status.CHECKED
    assert "Match columns" in page
    assert "Import 2 people" in page
    assert not Person.objects.filter(email="ann@example.org").exists()


def test_does_not_begin_after_the_check(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, *ROWS)
    send(mara, "start", cast.northwind, run)
    page = page_of(mara, cast.northwind, run)
    assert "It is imported as soon as it is checked. Don’t import yet" in page

    assert "Don’t import yet" not in ask(mara, "stop", cast, run)

    assert work(run).status == Status.CHECKED


def test_calls_it_stop_when_it_waits_to_go_on(cast: Cast, mara: Client, applying: Import) -> None:
    ask(mara, "stop", cast, applying)
    work(applying)
    page = ask(mara, "resume", cast, applying)
    assert "Importing people.csv Stop " in page

    ask(mara, "stop", cast, applying)

    assert applying.status == Status.STOPPED


def test_offers_no_stop_where_it_is_all_or_nothing(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, *ROWS)
    send(mara, "match", cast.northwind, run, problems="stop")
    send(mara, "start", cast.northwind, work(run), problems="stop")
    long_ago = timezone.now() - timezone.timedelta(minutes=1)
    Import.objects.filter(pk=run.pk).update(status=Status.APPLYING, started_at=long_ago, heartbeat_at=long_ago)

    page = page_of(mara, cast.northwind, run)
    assert "Importing people.csv Stop " not in page
    assert "writes all of its rows together or none of them. It can’t be stopped on its way" in page
    assert "waiting for a worker" not in page

    assert "This import writes all of its rows together or none of them, so it can’t be stopped" in ask(
        mara, "stop", cast, run
    )
    assert run.status == Status.APPLYING
    assert not run.stop_requested


def test_takes_the_button_away_when_another_tab_has_clicked(cast: Cast, mara: Client, applying: Import) -> None:
    address = reverse("import", args=[cast.northwind.pk, applying.pk])

    def polled(shown: str) -> str:
        return mara.get(address, {"stage": "progress", "shown": shown}, headers=HX).content.decode()

    assert "hx-swap-oob" not in polled("moves")
    assert "hx-swap-oob" in polled("waits")
    assert 'id="stop-button"' in polled("waits")
    ask(mara, "stop", cast, applying)
    assert "hx-swap-oob" in polled("moves")
    assert 'id="stop-button"' not in polled("moves")
    assert "hx-swap-oob" not in polled("stops")


@pytest.mark.parametrize("what", ["stop", "resume"])
def test_changes_nothing_where_there_is_nothing_to_change(cast: Cast, mara: Client, what: str) -> None:
    for status in (Status.UPLOADED, Status.CHECKED, Status.DONE, Status.UNDONE):
        run = make_import(cast.northwind, cast.mara, status=status)
        Import.objects.filter(pk=run.pk).update(options={"existing": "update", "problems": "skip"})
        mara.post(reverse(what, args=[cast.northwind.pk, run.pk]))
        run.refresh_from_db()
        assert run.status == status
    assert not Event.objects.exists()


def test_says_why_nobody_can_go_on(cast: Cast, as_, mara: Client, applying: Import) -> None:
    Membership.objects.filter(person__user=cast.vera).update(role="admin")
    Membership.objects.filter(person__user=cast.mara).update(role="learner")
    assert work(applying).status == Status.FAILED

    page = ask(as_(cast.vera), "resume", cast, applying)

    assert "is no longer an admin of the account" in page
    assert "Try again" not in page
    assert "Undo this import" in page
    assert applying.status == Status.FAILED


def test_says_where_it_decided_otherwise_than_the_check(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, *ROWS, "Vera Voss,vera.voss@northwind.example,,,"))
    send(mara, "start", cast.northwind, run)
    Person.objects.filter(user=cast.vera).update(deactivated_at=timezone.now())
    work(run)

    with CaptureQueriesContext(connection) as asked:
        page = page_of(mara, cast.northwind, run)
    assert "1 row turned out other than the check had foreseen" in page
    assert not [each["sql"] for each in asked if re.search("COUNT.*people_importrow", each["sql"])]
    page = page_of(mara, cast.northwind, run, "?outcome=otherwise")
    assert "Other than foreseen 1 All 3" in page
    assert "4 Skipped Vera Voss" in page
    assert "Other than the check had foreseen: it would have been unchanged." in page
    assert "Ann Arbor" not in page

    Import.objects.update(otherwise=None)  # as of an import that ended before anybody counted
    assert "1 row turned out other than the check had foreseen" in page_of(mara, cast.northwind, run)
    ImportRow.objects.filter(import_run=run).update(action="skipped", outcome="skipped")
    assert "foreseen" not in page_of(mara, cast.northwind, run)


def test_counts_what_turned_out_otherwise_again_after_a_second_try(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, ROWS[0], "Bob Bell,bob@example.org,,,77"))
    send(mara, "start", cast.northwind, run)
    make_person(cast.northwind, "Ann Arbor", email="ann@example.org")
    make_person(cast.northwind, "Sam Second", member_id="77")
    run = work(run)
    assert (run.unchanged, run.failed, run.otherwise) == (1, 1, 2)
    correct(run, 3, cast.mara, member_id="78")
    run = retry(run, cast.mara)
    assert (run.unchanged, run.created, run.otherwise) == (1, 1, 1)
