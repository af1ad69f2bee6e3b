"""Undoing an import (R32): what is asked before, how it goes, what became of each row, and how long all this is kept (L10)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from people.imports import run as runs
from people.imports.deciding.undoing import Reason
from people.models import Event, Import, ImportRow, Membership, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.files import people_file
from tests.web.uploads import finish, page_of, said, send, upload, uploaded, work

ENDED = {Status.DONE, Status.STOPPED, Status.FAILED}


@pytest.fixture
def done(cast: Cast, mara: Client) -> Import:
    """An import that created, updated, placed, gave Department staff, and left two rows out."""
    run = upload(
        mara, cast.northwind,
        "Ann Arbor,ann@example.org,,,",
        f"Ann Arbor,ann@example.org,{cast.maths.pk},course_manager,",
        "Bob Bell,bob@example.org,,,",
        f"Cem Can,cem@example.org,{cast.maths.pk},course_manager,",
        "Vera Vossen,vera.voss@northwind.example,,,",
        f"Cora Cole,cora.cole@northwind.example,{cast.physics.pk},,",
        "Connie Cruz,connie.cruz@northwind.example,,,",
        "Nobody,nowhere,,,",
    )  # fmt: skip
    return finish(mara, cast.northwind, run)


def address(cast: Cast, run: Import) -> str:
    """Where one is asked, and where one asks."""
    return reverse("undo", args=[cast.northwind.pk, run.pk])


@pytest.fixture
def undone(cast: Cast, mara: Client, done: Import) -> Import:
    """The same, undone after Bob had signed in and Cem was renamed."""
    Person.objects.filter(email="bob@example.org").update(joined_at=timezone.now())
    Person.objects.filter(email="cem@example.org").update(full_name="Cem Canan")
    mara.post(address(cast, done))
    return work(done)


def test_r32_says_before_what_it_will_do(cast: Cast, mara: Client, done: Import) -> None:
    assert "Undo this import" in page_of(mara, cast.northwind, done)

    page = said(mara.get(address(cast, done)))
    assert "Undo this import?" in page
    assert "Removed 3 people and 5 places that this import made. “Department staff” that came with them" in page
    assert "Put back 1 row that changed somebody: they get their old values again." in page
    assert "Kept All that somebody has changed after the import." in page
    assert "Nothing to undo 2 rows that changed nothing" in page

    Person.objects.filter(email="bob@example.org").update(joined_at=timezone.now())
    Person.objects.filter(email="cem@example.org").update(deactivated_at=timezone.now())
    page = said(mara.get(address(cast, done)))
    assert "Removed 1 person and 3 places" in page
    assert "Kept 1 person who has signed in since, 1 deactivated since, and all that somebody has changed" in page
    done.refresh_from_db()
    assert done.status == Status.DONE


def test_r32_takes_back_and_says_what_became_of_each_row(cast: Cast, mara: Client, undone: Import) -> None:
    page = page_of(mara, cast.northwind, undone)

    assert "The import is undone" in page
    assert "undone by Mara Okafor" in page
    assert "Of 8 rows, 4 were reversed, 2 kept and 2 had nothing to undo." in page
    assert "It had done: 8 rows in the file = 4 created + 2 updated + 1 unchanged + 0 skipped + 1 failed" in page
    assert "Reversed 4 Kept 2 Nothing to undo 2 All 8" in page
    assert "View these people" not in page
    assert "Undo this import" not in page
    assert "4 Kept Created Bob Bell" in page
    assert "Kept: they have signed in since the import." in page
    assert "Kept: it was changed after the import." in page
    reversed_ = page_of(mara, cast.northwind, undone, "?outcome=reversed")
    assert "6 Reversed Updated Vera Vossen" in reversed_
    assert "Nothing to undo: the row had changed nothing." in page_of(mara, cast.northwind, undone, "?outcome=nothing")
    found = mara.get(reverse("import", args=[cast.northwind.pk, undone.pk]), {"outcome": "all", "q": "ann"})
    assert [row.number for row in found.context["rows"].rows] == [2, 3]
    assert not Person.objects.filter(email="ann@example.org").exists()


def test_shows_how_far_the_undoing_is(cast: Cast, mara: Client, settings: Settings) -> None:
    settings.IMPORT_BATCH_ROWS, settings.IMPORT_SLICE_SECONDS = 5, 0
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, people_file(20)))
    for _ in range(2):
        assert mara.post(address(cast, run))["Location"] == reverse("import", args=[cast.northwind.pk, run.pk])
    runs.work(run.pk)
    then = timezone.now() - timedelta(seconds=5)
    Import.objects.filter(pk=run.pk).update(queued_at=then, went_on_at=then)

    answer = mara.get(reverse("import", args=[cast.northwind.pk, run.pk]))

    page = said(answer)  # type: ignore[arg-type]
    assert "Undoing people.csv" in page
    assert "5 of 20 rows" in page
    assert "5 reversed · 0 kept · 0 with nothing to undo" in page
    assert "1 rows a second · about 15 seconds left" in page
    assert "Stop" not in page
    assert "?stage=undoing" in answer.content.decode()
    assert Event.objects.filter(kind=EventKind.IMPORT_UNDOING).count() == 1
    assert work(run).status == Status.UNDONE
    polled = mara.get(
        reverse("import", args=[cast.northwind.pk, run.pk]),
        {"stage": "undoing"},
        headers={"HX-Request": "true", "HX-Target": "stage"},
    )
    assert polled["HX-Redirect"]


@pytest.mark.parametrize("reason", list(Reason))
def test_has_a_sentence_for_every_reason(cast: Cast, mara: Client, undone: Import, reason: Reason) -> None:
    ImportRow.objects.filter(import_run=undone, number=3).update(reversal="kept", reversal_reason=reason.value)

    page = page_of(mara, cast.northwind, undone, "?outcome=all")

    sentence = page.split("3 Kept Created Ann Arbor")[1].split(" 4 ")[0]
    assert "Kept: " in sentence or "Nothing to undo: " in sentence
    if reason is Reason.LAST_ADMIN:
        assert "Kept: Mathematics would have no admin." in sentence


def test_goes_on_when_the_undoing_has_failed(cast: Cast, mara: Client, as_, done: Import) -> None:
    mara.post(address(cast, done))
    Membership.objects.filter(person__user=cast.vera).update(role="admin")
    Membership.objects.filter(person__user=cast.mara).update(role="learner")
    assert work(done).status == Status.FAILED
    vera = as_(cast.vera)
    page = page_of(vera, cast.northwind, done)
    assert "The undoing did not get to its end" in page
    assert "The person who started the undoing is no longer an admin" in page
    assert "Not yet" in page_of(vera, cast.northwind, done, "?outcome=all")
    assert "Go on undoing" in page

    vera.post(address(cast, done))

    assert work(done).status == Status.UNDONE


@pytest.mark.parametrize("status", [status for status in Status if status not in ENDED])
def test_asks_only_where_there_is_something_to_undo(cast: Cast, mara: Client, done: Import, status: Status) -> None:
    nothing = {"reversed": 0, "nothing_to_undo": done.rows}
    Import.objects.filter(pk=done.pk).update(status=status, **nothing)

    answer = mara.get(address(cast, done))

    assert answer["Location"] == reverse("import", args=[cast.northwind.pk, done.pk])
    assert "Undo this import" not in page_of(mara, cast.northwind, done)


def test_says_that_there_is_nothing_to_undo(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))

    answer = mara.post(address(cast, run), follow=True)

    assert "There is nothing to undo: this import has not written anything yet" in said(answer)  # type: ignore[arg-type]
    run.refresh_from_db()
    assert run.status == Status.CHECKED


def test_undoes_what_was_done_before_a_stop(cast: Cast, mara: Client, settings: Settings) -> None:
    settings.IMPORT_BATCH_ROWS, settings.IMPORT_SLICE_SECONDS = 5, 0
    run = work(uploaded(mara, cast.northwind, people_file(20)))
    send(mara, "start", cast.northwind, run)
    runs.work(run.pk)
    mara.post(reverse("stop", args=[cast.northwind.pk, run.pk]))
    work(run)
    assert "Nothing to undo 15 rows" in said(mara.get(address(cast, run)))

    mara.post(address(cast, run))

    assert work(run).status == Status.UNDONE
    page = page_of(mara, cast.northwind, run, "?outcome=nothing")
    assert "Of 20 rows, 5 were reversed, 0 kept and 15 had nothing to undo." in page
    assert "It had done: 5 of 20 rows = 5 created" in page
    assert "the import did not come to this row." in page


def test_asks_the_database_equally_often_however_many_rows(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    imports = [
        finish(mara, cast.northwind, uploaded(mara, cast.northwind, people_file(n, prefix=str(n)))) for n in (5, 300)
    ]
    for run in imports:
        mara.get(address(cast, run))
        with django_assert_num_queries(13):
            mara.get(address(cast, run))
        mara.post(address(cast, run))
        work(run)
        with django_assert_num_queries(15):
            page_of(mara, cast.northwind, run)


class TestRetention:
    """What time does to the pages (L10)."""

    def test_l10_says_when_file_and_rows_are_deleted(self, cast: Cast, mara: Client, done: Import) -> None:
        Import.objects.filter(pk=done.pk).update(finished_at="2026-11-16T12:00Z")

        page = page_of(mara, cast.northwind, done)

        assert "The file and the rows are deleted on 14 February 2027; the counts stay." in page

    @pytest.mark.parametrize("status", [Status.DONE, Status.STOPPED, Status.FAILED, Status.UNDONE])
    def test_l10_keeps_the_counts(self, cast: Cast, mara: Client, undone: Import, status: Status) -> None:
        old = timezone.now() - timedelta(days=91)
        Import.objects.filter(pk=undone.pk).update(status=status, finished_at=old)
        assert runs.expire() == 1
        address = reverse("import", args=[cast.northwind.pk, undone.pk])

        page = page_of(mara, cast.northwind, undone)

        assert "= 4 created + 2 updated + 1 unchanged + 0 skipped + 1 failed" in page
        today = timezone.now().strftime("%-d %B %Y")
        assert f"The file and the rows of this import were deleted on {today}; the counts stay." in page
        for words in ("Undo this import", "Continue", "Try again", "View these people", "are deleted on"):
            assert words not in page
        assert "No row" not in page
        swapped = mara.get(address, {"outcome": "all"}, headers={"HX-Request": "true", "HX-Target": "import-rows"})
        assert swapped["HX-Redirect"] == address
        for what in ("resume", "undo"):
            mara.post(f"{address}{what}/")
            undone.refresh_from_db()
            assert undone.status == status

    def test_l10_offers_nothing_for_a_file_that_was_never_imported(self, cast: Cast, mara: Client) -> None:
        run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
        Import.objects.update(created_at=timezone.now() - timedelta(days=91))
        assert runs.expire() == 1

        page = page_of(mara, cast.northwind, run)
        assert "This file was not imported" in page
        assert "were deleted on" in page
        answer = mara.post(reverse("match", args=[cast.northwind.pk, run.pk]), {"name": 0, "email": 1}, follow=True)
        assert "have been deleted, as they are after a while" in said(answer)  # type: ignore[arg-type]
        mara.post(reverse("start", args=[cast.northwind.pk, run.pk]), {"name": 0, "email": 1, **run.options})
        run.refresh_from_db()
        assert run.status == Status.CHECKED
