"""The import run: starting it, whose turn it is, leases and attempts, files that can't be used (design §6)."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from people.imports import batches, check, known, lease, source
from people.imports import run as runs
from people.imports.deciding.plan import Options
from people.imports.matching.mapping import build
from people.models import Event, Import, ImportRow, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.runs import check as checked
from tests.integration.runs import (
    counts,
    everything,
    finish,
    upload,
    work,
)

pytestmark = pytest.mark.usefixtures("small_batches")


# Starting, and changing one's mind


def test_starting_while_the_check_runs_imports_once_it_ends(cast: Cast) -> None:
    run = upload(cast.northwind, cast.mara, "A,a@northwind.example,,,")
    for _ in range(3):
        runs.start(run=run, by=cast.mara)
    assert work(run).status == Status.DONE
    for _ in range(3):
        runs.start(run=run, by=cast.mara)
    assert Event.objects.filter(kind=EventKind.IMPORT_STARTED, import_run=run).count() == 1
    assert Event.objects.filter(kind=EventKind.IMPORT_ENDED, import_run=run).count() == 1


def test_an_import_whose_columns_nobody_chose_does_not_start(cast: Cast) -> None:
    run = upload(cast.northwind, cast.mara, "1,2", header="x,y")
    assert run.status == Status.UPLOADED
    assert runs.work(run.pk) == []
    with pytest.raises(Refused, match=r"import\.no_mapping"):
        runs.start(run=run, by=cast.mara)


def test_other_columns_restart_the_check_and_the_worker_at_the_old_one_writes_nothing(cast: Cast) -> None:
    header = "Name,Email,Private mail"
    run = upload(cast.northwind, cast.mara, "A,a@northwind.example,a@home.example", header=header)
    old = lease.take(run.pk)
    assert old is not None
    runs.match(run=run, mapping=build(run.header, name=[0], email=2), options=Options(), by=cast.mara)
    with pytest.raises(lease.LeaseLost):
        check.check_next(old)
    assert not ImportRow.objects.filter(import_run=run).exists()
    work(runs.start(run=run, by=cast.mara))
    assert ImportRow.objects.get(import_run=run).email == "a@home.example"


def test_the_same_columns_again_leave_a_check_as_it_is(cast: Cast) -> None:
    run = checked(cast.northwind, cast.mara, "A,a@northwind.example,,,")
    runs.match(run=run, mapping=build(run.header, name=[0], email=1), options=Options(), by=cast.mara)
    assert Import.objects.get(pk=run.pk).status == Status.CHECKED


def test_columns_can_not_be_changed_once_the_import_has_begun(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, "A,a@northwind.example,,,")
    with pytest.raises(Refused, match=r"import\.begun"):
        runs.match(run=run, mapping=build(run.header, name=[0], email=2), options=Options(), by=cast.mara)


# Turns, leases, attempts


def test_the_second_import_of_a_partner_waits_for_the_first(cast: Cast) -> None:
    rows = [f"P {number},p{number}@northwind.example,,," for number in range(9)]
    first = runs.start(run=checked(cast.northwind, cast.mara, *rows), by=cast.mara)
    second = runs.start(run=checked(cast.maths, cast.dora, *rows), by=cast.dora)
    other = runs.start(run=checked(cast.contoso, cast.olga, *rows), by=cast.olga)
    assert runs.work(first.pk) == [first.pk]
    assert runs.work(second.pk) == []
    second.refresh_from_db()
    assert (second.status, second.lease, second.attempt) == (Status.QUEUED, None, 0)
    assert runs.work(other.pk) == [other.pk]
    due = [first.pk]
    while first.pk in due:
        due = runs.work(first.pk)
    assert due == [second.pk]
    assert counts(work(second)) == {"updated": 9}


def test_a_worker_that_lost_its_lease_writes_nothing(cast: Cast) -> None:
    run = runs.start(run=checked(cast.northwind, cast.mara, "A,a@northwind.example,,,"), by=cast.mara)
    zombie = lease.take(run.pk)
    assert zombie is not None
    assert runs.work(run.pk) == []
    Import.objects.filter(pk=run.pk).update(lease=uuid4())
    before = everything()
    for act in (batches.apply_next, batches.undo_next, check.check_next, lease.renew, lease.release):
        with pytest.raises(lease.LeaseLost):
            act(zombie)
    assert everything() == before


def test_a_lease_that_ran_out_can_be_taken_over(cast: Cast, settings: Settings) -> None:
    settings.IMPORT_LEASE_SECONDS = 0
    run = runs.start(run=checked(cast.northwind, cast.mara, "A,a@northwind.example,,,"), by=cast.mara)
    assert lease.take(run.pk) is not None
    assert counts(work(run)) == {"created": 1}


def test_an_import_that_breaks_off_again_and_again_fails_with_the_reason(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    run = runs.start(run=checked(cast.northwind, cast.mara, "A,a@northwind.example,,,"), by=cast.mara)
    other = runs.start(run=checked(cast.northwind, cast.mara, "B,b@northwind.example,,,"), by=cast.mara)
    with monkeypatch.context() as patch:
        patch.setattr(known, "read", broken)
        for _ in range(settings.IMPORT_MAX_ATTEMPTS):
            with pytest.raises(ZeroDivisionError):
                runs.work(run.pk)
        assert runs.work(run.pk) == [other.pk]
    run.refresh_from_db()
    assert (run.status, run.failure_reason) == (Status.FAILED, "import.gave_up")
    assert str(settings.IMPORT_MAX_ATTEMPTS) in refusal_sentence(run.failure_reason, run.failure_context)
    assert not Person.objects.filter(email="a@northwind.example").exists()
    assert counts(work(other)) == {"created": 1}


def test_l5_imports_that_should_be_moving_and_are_not_are_due(cast: Cast, settings: Settings) -> None:
    run = upload(cast.northwind, cast.mara, "A,a@northwind.example,,,")
    assert runs.due() == [run.pk]
    lease.take(run.pk)
    assert runs.due() == []
    Import.objects.update(lease_until=timezone.now(), heartbeat_at=timezone.now() - timezone.timedelta(minutes=5))
    assert runs.due() == [run.pk]
    assert work(run).status == Status.CHECKED
    assert runs.due() == []


# Files that can't be used


@pytest.mark.parametrize(
    ("header", "rows"),
    [("Name,Email", []), ("Name", ["A"]), ('"Name,Email', ["B,b@northwind.example"])],
)
def test_a_refused_upload_leaves_nothing_behind(cast: Cast, media: Path, header: str, rows: list[str]) -> None:
    with pytest.raises(Refused):
        upload(cast.northwind, cast.mara, *rows, header=header)
    assert not Import.objects.exists()
    assert not Event.objects.filter(kind=EventKind.IMPORT_UPLOADED).exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_file_that_is_too_large_is_refused_with_the_limit(cast: Cast, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused) as refusal:
        upload(cast.northwind, cast.mara, "x" * 1024 * 1024 + ",a@northwind.example,,,")
    assert "larger than 1 MB" in refusal_sentence(refusal.value.code, refusal.value.context)


def test_an_upload_that_breaks_off_leaves_no_file_behind(
    cast: Cast, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(source, "sample", broken)
    with pytest.raises(ZeroDivisionError):
        upload(cast.northwind, cast.mara, "A,a@northwind.example,,,")
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_fault_that_only_the_check_finds_ends_the_import_with_a_sentence(cast: Cast, settings: Settings) -> None:
    settings.IMPORT_MAX_ROWS_PER_PERSON = 2
    before = everything()
    run = checked(cast.northwind, cast.mara, *["A,a@northwind.example,,,"] * 3)
    assert (run.status, run.failure_reason) == (Status.FAILED, "file.person_too_often")
    assert "a@northwind.example stands in 3 rows" in refusal_sentence(run.failure_reason, run.failure_context)
    assert everything() == before
