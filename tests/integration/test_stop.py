"""Stopping an import, and going on with it (L9)."""

import pytest
from django.utils import timezone

from cerego.errors import Refused
from people.imports import lease
from people.imports import run as runs
from people.models import Event, Import, ImportRow
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.runs import STOP, check, counts, everything, finish, places, upload, work

pytestmark = pytest.mark.usefixtures("small_batches")
PEOPLE = [f"P {number},p{number}@northwind.example,,,{number}" for number in range(9)]
MIXED = [*PEOPLE, "Bad,nowhere,,,", "Liv L,liv.lund@northwind.example,,,", PEOPLE[0]]


def started(cast: Cast, *rows: str, batches: int = 0) -> Import:
    """An import on its way, of which some batches are done."""
    run = runs.start(run=check(cast.northwind, cast.mara, *(rows or MIXED)), by=cast.mara)
    for _ in range(batches):
        assert runs.work(run.pk) == [run.pk]
    run.refresh_from_db()
    return run


def stopped(cast: Cast, *rows: str, batches: int = 1) -> Import:
    """The same, stopped."""
    return work(runs.stop(run=started(cast, *rows, batches=batches), by=cast.mara))


def told(run: Import) -> list[tuple[str, int | None]]:
    """What was told of it since it was uploaded, and of whom."""
    events = Event.objects.filter(import_run=run).exclude(kind=EventKind.IMPORT_UPLOADED)
    return list(events.order_by("pk").values_list("kind", "by"))


def statuses_told(run: Import) -> list[str]:
    ended = Event.objects.filter(import_run=run, kind=EventKind.IMPORT_ENDED)
    return [event.details["status"] for event in ended.order_by("pk")]


def test_l9_it_stops_after_the_current_batch_and_says_what_was_done(cast: Cast) -> None:
    run = started(cast, batches=2)
    run = runs.stop(run=run, by=cast.mara)
    assert (run.status, run.stop_requested) == (Status.APPLYING, True)
    before = everything()
    run = work(run)
    assert (run.status, run.stop_requested, run.lease) == (Status.STOPPED, False, None)
    assert run.finished_at is not None
    assert counts(run) == {"created": 2, "updated": 1, "skipped": 1, "failed": 1}
    assert everything() == before
    assert ImportRow.objects.filter(import_run=run, outcome="").count() == 7
    assert runs.due() == []
    assert runs.work(run.pk) == []


def test_l9_a_stop_during_a_batch_lets_it_be_done(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.IMPORT_SLICE_SECONDS = 60
    run = started(cast)
    renew, calls = lease.renew, []

    def stops_after_the_first_batch(one: Import, **changes: object) -> None:
        renew(one, **changes)
        calls.append(changes)
        if "cursor" in changes and len(calls) == 2:
            runs.stop(run=Import.objects.get(pk=run.pk), by=cast.mara)

    monkeypatch.setattr(lease, "renew", stops_after_the_first_batch)
    run = work(run)
    assert run.status == Status.STOPPED
    assert 0 < sum(counts(run).values()) < run.rows


def test_l9_what_was_stopped_goes_on_to_the_same_end(cast: Cast) -> None:
    run = stopped(cast, batches=2)
    run = runs.resume(run=run, by=cast.mara)
    assert (run.status, run.finished_at) == (Status.QUEUED, None)
    run = work(run)
    assert (run.status, counts(run)) == (Status.DONE, {"created": 9, "updated": 1, "skipped": 1, "failed": 1})
    there = places(cast.northwind)
    again = finish(cast.northwind, cast.mara, *MIXED)
    assert counts(again) == {"unchanged": 10, "skipped": 1, "failed": 1}
    assert places(cast.northwind) == there


def test_each_click_is_told_once(cast: Cast) -> None:
    run = started(cast, batches=1)
    for _ in range(3):
        runs.stop(run=run, by=cast.cora)
    work(run)
    for _ in range(3):
        runs.resume(run=run, by=cast.mara)
    work(run)
    for _ in range(3):
        runs.undo(run=run, by=cast.mara)
    work(run)
    mara = cast.mara.pk
    assert told(run) == [
        (EventKind.IMPORT_STARTED, mara),
        (EventKind.IMPORT_STOPPED, cast.cora.pk),
        (EventKind.IMPORT_ENDED, None),
        (EventKind.IMPORT_CONTINUED, mara),
        (EventKind.IMPORT_ENDED, None),
        (EventKind.IMPORT_UNDOING, mara),
        (EventKind.IMPORT_ENDED, None),
    ]
    assert statuses_told(run) == ["stopped", "done", "undone"]


def test_what_waits_in_the_queue_does_not_begin(cast: Cast) -> None:
    run = runs.stop(run=started(cast), by=cast.mara)
    assert (run.status, runs.work(run.pk)) == (Status.CHECKED, [])
    assert told(run)[-1] == (EventKind.IMPORT_STOPPED, cast.mara.pk)
    assert counts(work(runs.start(run=run, by=cast.mara)))["created"] == 9


def test_what_goes_on_and_waits_in_the_queue_is_stopped_again(cast: Cast) -> None:
    run = runs.resume(run=stopped(cast), by=cast.mara)
    run = runs.stop(run=run, by=cast.mara)
    assert (run.status, counts(run), runs.work(run.pk)) == (Status.STOPPED, {"updated": 1, "failed": 1}, [])
    assert work(runs.resume(run=run, by=cast.mara)).status == Status.DONE


@pytest.mark.parametrize("goes_on", [False, True])
def test_l7_a_worker_that_was_about_to_begin_finds_its_lease_gone(cast: Cast, goes_on: bool) -> None:
    run = runs.resume(run=stopped(cast), by=cast.mara) if goes_on else started(cast)
    before = everything()
    worker = lease.take(run.pk)
    assert worker is not None
    assert worker.status == Status.QUEUED
    expected = Status.STOPPED if goes_on else Status.CHECKED
    assert runs.stop(run=run, by=cast.mara).status == expected
    with pytest.raises(lease.LeaseLost):
        lease.renew(worker, status=Status.APPLYING)
    run.refresh_from_db()
    assert (run.status, everything()) == (expected, before)


def test_a_check_after_which_it_was_to_begin_goes_on_and_ends_there(cast: Cast) -> None:
    run = runs.start(run=upload(cast.northwind, cast.mara, *MIXED), by=cast.mara)
    runs.work(run.pk)
    assert not runs.stop(run=run, by=cast.mara).start_when_checked
    run = work(run)
    assert (run.status, run.check_counts["created"], counts(run)) == (Status.CHECKED, 9, {})
    assert told(run) == [(EventKind.IMPORT_STARTED, cast.mara.pk), (EventKind.IMPORT_STOPPED, cast.mara.pk)]


@pytest.mark.parametrize("status", ["done", "stopped", "failed", "undoing", "undone", "checked", "checking"])
def test_where_there_is_nothing_to_stop_nothing_happens(cast: Cast, status: str) -> None:
    run = finish(cast.northwind, cast.mara, PEOPLE[0])
    Import.objects.filter(pk=run.pk).update(status=status, nothing_to_undo=1)
    run.refresh_from_db()
    before = told(run)
    run = runs.stop(run=run, by=cast.mara)
    assert (run.status, run.stop_requested, told(run)) == (status, False, before)


def test_a_stop_that_comes_after_the_last_batch_comes_too_late(cast: Cast) -> None:
    run = stopped(cast, *PEOPLE[:3])
    assert (run.status, run.stop_requested, counts(run)) == (Status.DONE, False, {"created": 3})


def test_the_import_that_waits_for_the_stopped_one_is_next(cast: Cast) -> None:
    first, second = started(cast, batches=1), started(cast, "New,new@northwind.example,,,")
    assert runs.work(second.pk) == []
    runs.stop(run=first, by=cast.mara)
    assert runs.work(first.pk) == [second.pk]
    assert work(second).status == Status.DONE
    assert work(runs.resume(run=first, by=cast.mara)).status == Status.DONE


def test_r28_an_import_that_does_all_or_nothing_can_not_be_stopped_while_it_is_at_it(cast: Cast) -> None:
    run = runs.start(run=check(cast.northwind, cast.mara, *PEOPLE, options=STOP), by=cast.mara)
    stale = Import.objects.get(pk=run.pk)
    Import.objects.filter(pk=run.pk).update(status=Status.APPLYING, started_at=timezone.now())
    for known in (Import.objects.get(pk=run.pk), stale):
        with pytest.raises(Refused, match=r"import\.all_or_nothing"):
            runs.stop(run=known, by=cast.mara)
    assert not Import.objects.get(pk=run.pk).stop_requested
    assert not Event.objects.filter(import_run=run, kind=EventKind.IMPORT_STOPPED).exists()
    Import.objects.filter(pk=run.pk).update(status=Status.QUEUED, started_at=None)
    assert runs.stop(run=run, by=cast.mara).status == Status.CHECKED
