"""Second tries that are disturbed: crashes, double clicks, stops, rights that were lost, imports that wait."""

import pytest
from django.utils import timezone

from cerego.errors import Refused
from people.imports import lease
from people.imports import run as runs
from people.imports.deciding.corrections import Correction
from people.imports.stored import corrected_rows
from people.models import Event, Import, ImportCorrection, Membership
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.integration.fixings import assert_adds_up, correct, outcomes, retry
from tests.integration.runs import counts, finish, places, work
from tests.integration.test_stop import stopped
from tests.integration.undoings import undo

pytestmark = pytest.mark.usefixtures("small_batches")
BAD = [f"P {number},nowhere,,,{number}" for number in range(8)]


class Broken(Exception):
    """What nobody expected."""


@pytest.fixture
def run(cast: Cast) -> Import:
    """Eight rows that have failed and are corrected: three batches of second tries."""
    run = finish(cast.northwind, cast.mara, "Ann Arbor,ann@x.example,,,", *BAD)
    for number in range(3, 11):
        run = correct(run, number, cast.mara, email=f"p{number}@x.example")
    return run


@pytest.mark.parametrize("step", ["next_batch", "done_rows", "second_tries", "record"])
def test_a_crash_in_the_middle_loses_and_doubles_nothing(
    cast: Cast, run: Import, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real, calls = getattr(corrected_rows, step), []

    def breaks_off_at_the_second(*arguments: object) -> object:
        calls.append(step)
        if len(calls) == 2:
            raise Broken
        return real(*arguments)

    monkeypatch.setattr(corrected_rows, step, breaks_off_at_the_second)
    runs.retry(run=run, by=cast.mara)
    runs.work(run.pk)
    with pytest.raises(Broken):
        runs.work(run.pk)
    assert_adds_up(run)
    assert counts(run) == {"created": 4, "failed": 5}
    run = work(run)
    assert (run.status, counts(run)) == (Status.DONE, {"created": 9})
    assert len([place for place in places(cast.northwind) if place[0].endswith("@x.example")]) == 9


def test_one_that_breaks_off_each_time_is_given_up_and_the_import_is_as_complete_as_before(
    cast: Cast, run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_off(*_: object) -> None:
        raise Broken

    monkeypatch.setattr(corrected_rows, "record", breaks_off)
    runs.retry(run=run, by=cast.mara)
    for _ in range(5):
        with pytest.raises(Broken):
            runs.work(run.pk)
    run = work(run)
    assert (run.status, run.failure_reason, run.returns_to) == (Status.DONE, "import.gave_up", "")
    assert counts(run) == {"created": 1, "failed": 8}
    monkeypatch.undo()
    run = retry(run, cast.mara)
    assert (run.failure_reason, counts(run)) == ("", {"created": 9})


def test_l7_two_tabs_make_one_second_try(cast: Cast, run: Import) -> None:
    for _ in range(3):
        assert runs.retry(run=Import.objects.get(pk=run.pk), by=cast.mara).status == Status.QUEUED
    assert Event.objects.filter(import_run=run, kind=EventKind.IMPORT_RETRIED).count() == 1
    assert counts(work(run)) == {"created": 9}


def test_nothing_is_corrected_while_rows_are_tried_again(cast: Cast, run: Import) -> None:
    runs.retry(run=run, by=cast.mara)
    for ask in (
        lambda: correct(run, 3, cast.mara, email="other@x.example"),
        lambda: runs.take_back(run=run, number=3, by=cast.mara),
        lambda: runs.correct_all(run=run, changes=[], by=cast.mara),
    ):
        with pytest.raises(Refused, match=r"import\.busy"):
            ask()
    assert outcomes(work(run))[3] == "created"


def test_l9_it_is_stopped_after_the_current_batch_and_can_be_taken_up_again(cast: Cast, run: Import) -> None:
    runs.retry(run=run, by=cast.mara)
    runs.work(run.pk)
    runs.stop(run=Import.objects.get(pk=run.pk), by=cast.mara)
    run = work(run)
    assert (run.status, counts(run)) == (Status.DONE, {"created": 4, "failed": 5})
    assert ImportCorrection.objects.filter(is_pending=True).count() == 5
    run = retry(run, cast.mara)
    assert counts(run) == {"created": 9}


def test_l9_one_that_waits_is_stopped_before_it_begins(cast: Cast, run: Import) -> None:
    runs.retry(run=run, by=cast.mara)
    run = runs.stop(run=Import.objects.get(pk=run.pk), by=cast.mara)
    assert (run.status, run.returns_to, counts(run)) == (Status.DONE, "", {"created": 1, "failed": 8})
    assert counts(retry(run, cast.mara)) == {"created": 9}


def test_l8_it_goes_with_the_rights_that_the_uploader_has_now(cast: Cast, run: Import) -> None:
    Membership.objects.filter(person__user=cast.mara).update(role="learner")
    runs.retry(run=run, by=cast.mara)
    run = work(run)
    assert (run.status, run.failure_reason) == (Status.DONE, "import.rights_lost")
    assert counts(run) == {"created": 1, "failed": 8}
    cast.mara.is_active = True
    Membership.objects.filter(person__user=cast.mara).update(role="admin")
    assert counts(retry(run, cast.mara)) == {"created": 9}


def test_l8_a_deactivated_uploader_has_none(cast: Cast, run: Import) -> None:
    cast.mara.persons.update(deactivated_at=timezone.now())
    run = retry(run, cast.mara)
    assert (run.status, run.failure_reason, run.created) == (Status.DONE, "import.rights_lost", 1)


def test_it_waits_for_its_turn(cast: Cast, run: Import) -> None:
    other = make_import(cast.northwind, cast.mara, status=Status.APPLYING)
    runs.retry(run=run, by=cast.mara)
    assert runs.work(run.pk) == []
    run.refresh_from_db()
    assert (run.status, run.returns_to) == (Status.QUEUED, Status.DONE)
    Import.objects.filter(pk=other.pk).update(status=Status.DONE)
    assert counts(work(run)) == {"created": 9}


def test_a_worker_that_was_thought_dead_writes_nothing(cast: Cast, run: Import) -> None:
    runs.retry(run=run, by=cast.mara)
    zombie = lease.take(run.pk)
    assert zombie is not None
    Import.objects.filter(pk=run.pk).update(lease=None, lease_until=None)
    run = work(run)
    with pytest.raises(lease.LeaseLost), lease.held(zombie):
        pytest.fail("it holds the import")
    assert counts(run) == {"created": 9}


def test_an_expired_import_refuses(cast: Cast, run: Import) -> None:
    Import.objects.filter(pk=run.pk).update(expired_at=timezone.now())
    for ask in (
        lambda: runs.retry(run=run, by=cast.mara),
        lambda: runs.correct(run=run, number=3, correction=Correction(), by=cast.mara),
    ):
        with pytest.raises(Refused, match=r"import\.expired"):
            ask()


def test_an_undone_import_refuses(cast: Cast, run: Import) -> None:
    run = undo(run, cast.mara)
    assert runs.retry(run=run, by=cast.mara).status == Status.UNDONE
    with pytest.raises(Refused, match=r"import\.busy"):
        correct(run, 3, cast.mara, email="x@x.example")


def test_rows_of_a_stopped_import_are_tried_again_and_it_goes_on_after_that(cast: Cast) -> None:
    rows = ["Bad,nowhere,,,", *(f"P {number},p{number}@x.example,,,{number}" for number in range(9))]
    run = stopped(cast, *rows)
    assert counts(run) == {"created": 2, "failed": 1}
    run = retry(correct(run, 2, cast.mara, name="P 8", email="p8@x.example", member_id="8"), cast.mara)
    assert (run.status, counts(run)) == (Status.STOPPED, {"created": 3})
    run = work(runs.resume(run=run, by=cast.mara))
    assert (run.status, counts(run)) == (Status.DONE, {"created": 9, "skipped": 1})
    assert (run.people, run.people_created) == (9, 9)


def test_rows_of_an_import_that_failed_are_tried_again_and_it_is_taken_up_after_that(cast: Cast) -> None:
    run = stopped(cast, "Bad,nowhere,,,", *(f"P {number},p{number}@x.example,,," for number in range(6)))
    failure = {"status": Status.FAILED, "failed_while": Status.APPLYING, "failure_reason": "import.gave_up"}
    Import.objects.filter(pk=run.pk).update(**failure)
    run = retry(correct(run, 2, cast.mara, email="bad@x.example"), cast.mara)
    assert (run.status, run.failed_while, run.failure_reason) == tuple(failure.values())
    run = work(runs.resume(run=run, by=cast.mara))
    assert (run.status, counts(run)) == (Status.DONE, {"created": 7})
