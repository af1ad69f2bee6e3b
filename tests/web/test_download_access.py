"""Downloads of an import: who gets them, how they are sent, what is noted about it, and what is said when there is none."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.imports.downloads import stored
from people.models import Event, Import, ImportRow
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.web.takings import ask, table, take
from tests.web.uploads import finish, page_of, said, upload

KINDS = ["problems", "result", "people"]


@pytest.fixture
def run(cast: Cast, mara: Client) -> Import:
    """Seven rows, of which three failed."""
    rows = [f"P {n},p{n}@example.org,,," for n in range(4)] + [f"Q {n},q{n},,," for n in range(3)]
    return finish(mara, cast.northwind, upload(mara, cast.northwind, *rows))


def downloads() -> list[tuple[int, str]]:
    events = Event.objects.filter(kind=EventKind.EXPORTED).order_by("pk")
    return [(event.by_id or 0, event.details["what"]) for event in events]


@pytest.mark.parametrize("kind", KINDS)
def test_sends_a_file_that_nobody_keeps_and_notes_who_took_it(cast: Cast, mara: Client, run: Import, kind: str) -> None:
    answer = ask(mara, cast.northwind, run, kind)

    assert answer.streaming
    assert answer["Content-Disposition"] == f'attachment; filename="people-{kind}-{run.pk}.csv"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" in answer["Vary"]
    event = Event.objects.get(kind=EventKind.EXPORTED)
    assert (event.account_id, event.by, event.import_run, event.details) == (
        cast.northwind.pk,
        cast.mara,
        run,
        {"what": kind},
    )


@pytest.mark.parametrize("kind", KINDS)
def test_answers_head_without_a_file_and_without_a_note(cast: Cast, mara: Client, run: Import, kind: str) -> None:
    address = reverse(f"download_{kind}", args=[cast.northwind.pk, run.pk])

    head = mara.head(address)

    assert (head.status_code, head.getvalue(), downloads()) == (200, b"", [])
    full = mara.get(address)
    own = {"X-Request-ID"}  # each request has one of its own
    assert {*head.headers.items()} - {*full.headers.items()} == {(name, head.headers[name]) for name in own}
    assert head.headers.keys() == full.headers.keys()


def test_reads_some_rows_at_a_time_whatever_their_number(
    cast: Cast,
    mara: Client,
    run: Import,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    whole = {kind: table(take(mara, cast.northwind, run, kind)) for kind in KINDS}
    monkeypatch.setattr(stored, "ROWS_AT_A_TIME", 2)
    monkeypatch.setattr("people.imports.downloads.people_now.ROWS_AT_A_TIME", 2)

    assert {kind: table(take(mara, cast.northwind, run, kind)) for kind in KINDS} == whole

    answer = ask(mara, cast.northwind, run, "problems")
    with django_assert_num_queries(4):
        # The first two rows are read; the third and its corrections, nothing more, and whether all was there.
        answer.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_breaks_off_when_the_rows_are_deleted_meanwhile(cast: Cast, mara: Client, run: Import, kind: str) -> None:
    answer = ask(mara, cast.northwind, run, kind)
    ImportRow.objects.filter(import_run=run).delete()
    Import.objects.filter(pk=run.pk).update(expired_at=timezone.now(), file="")

    with pytest.raises(stored.Gone):
        answer.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_says_that_an_expired_import_has_nothing_to_download(cast: Cast, mara: Client, run: Import, kind: str) -> None:
    ImportRow.objects.filter(import_run=run).delete()
    Import.objects.filter(pk=run.pk).update(expired_at=timezone.now(), file="")

    answer = mara.get(reverse(f"download_{kind}", args=[cast.northwind.pk, run.pk]), follow=True)

    page = said(answer)  # type: ignore[arg-type]
    assert answer.redirect_chain[0][1] == 302
    assert "The file and the rows of this import have been deleted" in page
    assert f"download/{kind}.csv" not in answer.content.decode()
    assert downloads() == []


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DONE, Status.STOPPED, Status.FAILED, Status.UNDONE}))
def test_says_that_there_is_nothing_yet(cast: Cast, mara: Client, run: Import, status: str) -> None:
    Import.objects.filter(pk=run.pk).update(status=status, check_counts={})

    for kind in KINDS:
        answer = mara.get(reverse(f"download_{kind}", args=[cast.northwind.pk, run.pk]))
        assert answer.status_code == 302


def test_offers_on_the_page_and_in_the_history_what_there_is(cast: Cast, mara: Client, run: Import) -> None:
    fine = finish(mara, cast.northwind, upload(mara, cast.northwind, "Ann,ann@example.org,,,"))

    assert "3 rows with problems" in page_of(mara, cast.northwind, run)
    assert "rows with problems" not in page_of(mara, cast.northwind, fine)
    history = mara.get(reverse("imports", args=[cast.northwind.pk])).content.decode()
    offered = {
        (each.pk, kind): f"imports/{each.pk}/download/{kind}.csv" in history for each in (run, fine) for kind in KINDS
    }
    assert [key for key, is_there in offered.items() if not is_there] == [(fine.pk, "problems")]
    answer = mara.get(reverse("download_problems", args=[cast.northwind.pk, fine.pk]), follow=True)
    assert "There are no such rows in this import" in said(answer)  # type: ignore[arg-type]


def test_gives_a_partners_admin_the_downloads_of_its_departments(cast: Cast, mara: Client, as_) -> None:
    run = finish(as_(cast.dora), cast.maths, upload(as_(cast.dora), cast.maths, "Ann,ann@example.org,,,"))

    assert ask(mara, cast.northwind, run, "result").status_code == 200
    assert ask(as_(cast.dora), cast.maths, run, "result").status_code == 200
    assert ask(as_(cast.dora), cast.northwind, run, "result").status_code == 404
    assert ask(as_(cast.pete), cast.physics, run, "result").status_code == 404
    assert ask(as_(cast.olga), cast.contoso, run, "result").status_code == 404
    assert downloads() == [(cast.mara.pk, "result"), (cast.dora.pk, "result")]
