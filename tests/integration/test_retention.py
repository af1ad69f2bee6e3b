"""Old imports: their files and rows are deleted, their counts stay (L10)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from cerego.errors import Refused
from people.imports import run as runs
from people.imports.deciding.plan import Options
from people.imports.matching.mapping import Mapping
from people.models import Event, Import, ImportRow
from people.models.imports import MOVING, Status
from people.tasks import expire_imports
from tests.factories import Cast, make_import
from tests.integration.runs import check, counts, everything, finish, upload

pytestmark = pytest.mark.usefixtures("small_batches")
PEOPLE = [f"P {number},p{number}@northwind.example,,,{number}" for number in range(4)]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def days(settings: Settings) -> int:
    """So many days are imports kept."""
    settings.IMPORT_RETENTION_DAYS = 30
    return 30


def aged(run: Import, days: float) -> Import:
    """The import as if all that happened to it had happened so many days earlier."""
    earlier = {name: getattr(run, name) - days * DAY for name in ("created_at", "finished_at") if getattr(run, name)}
    Import.objects.filter(pk=run.pk).update(**earlier)
    run.refresh_from_db()
    return run


def files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_l10_files_and_rows_go_after_their_time_and_the_counts_stay(cast: Cast, media: Path) -> None:
    old = aged(finish(cast.northwind, cast.mara, *PEOPLE, "Bad,nowhere,,,"), 30.1)
    young = aged(finish(cast.northwind, cast.mara, *PEOPLE), 29.9)
    before, done = everything(), counts(old)
    assert len(files(media)) == 2
    expire_imports()
    for run in (old, young):
        run.refresh_from_db()
    assert old.expired_at is not None
    assert (old.file.name, old.rows, counts(old), old.status) == ("", 5, done, Status.DONE)
    assert (
        "northwind.example" not in f"{old.dialect}{old.header}{old.cursor}"
    )  # nor what is kept to choose the header from
    assert not ImportRow.objects.filter(import_run=old).exists()
    assert (young.expired_at, ImportRow.objects.filter(import_run=young).count()) == (None, 4)
    assert [path.name for path in files(media)] == [Path(young.file.name or "").name]
    assert everything() == before
    assert runs.expire() == 0


def test_l10_it_counts_from_the_end_not_from_the_upload(cast: Cast) -> None:
    run = aged(finish(cast.northwind, cast.mara, *PEOPLE), 40)
    Import.objects.filter(pk=run.pk).update(finished_at=timezone.now() - 20 * DAY)
    assert runs.expire() == 0


@pytest.mark.parametrize("status", sorted(MOVING))
def test_l10_what_a_worker_has_to_do_with_never_goes(cast: Cast, status: str) -> None:
    run = aged(finish(cast.northwind, cast.mara, *PEOPLE), 1000)
    Import.objects.filter(pk=run.pk).update(status=status)
    assert runs.expire() == 0
    assert ImportRow.objects.filter(import_run=run).count() == 4


@pytest.mark.parametrize("status", sorted(set(Status) - MOVING))
def test_l10_everything_else_goes(cast: Cast, status: str) -> None:
    run = aged(finish(cast.northwind, cast.mara, *PEOPLE), 31)
    Import.objects.filter(pk=run.pk).update(status=status, nothing_to_undo=run.rows)
    assert runs.expire() == 1


def test_l10_an_upload_that_was_left_lying_goes(cast: Cast, media: Path) -> None:
    aged(upload(cast.northwind, cast.mara, "1,2", header="x,y"), 31)
    aged(check(cast.northwind, cast.mara, *PEOPLE), 31)
    assert (runs.expire(), files(media), ImportRow.objects.count()) == (2, [], 0)


def test_the_page_says_when(cast: Cast, days: int) -> None:
    run = finish(cast.northwind, cast.mara, *PEOPLE)
    assert run.finished_at is not None
    assert runs.expires_at(run) == run.finished_at + days * DAY
    lying = check(cast.northwind, cast.mara, *PEOPLE)
    assert runs.expires_at(lying) == lying.created_at + days * DAY
    assert runs.expires_at(runs.start(run=lying, by=cast.mara)) is None
    aged(run, 31)
    runs.expire()
    run.refresh_from_db()
    assert runs.expires_at(run) is None


@pytest.mark.parametrize("status", [Status.DONE, Status.STOPPED, Status.FAILED, Status.CHECKED])
@pytest.mark.parametrize("is_stale", [False, True])
def test_nothing_can_be_done_with_an_import_that_is_past_its_time(cast: Cast, status: Status, is_stale: bool) -> None:
    run = aged(finish(cast.northwind, cast.mara, *PEOPLE), 31)
    Import.objects.filter(pk=run.pk).update(status=status)
    stale = Import.objects.get(pk=run.pk)
    runs.expire()
    told = Event.objects.count()
    for ask in (runs.start, runs.resume, runs.undo):
        with pytest.raises(Refused, match=r"import\.expired"):
            ask(run=stale if is_stale else Import.objects.get(pk=run.pk), by=cast.mara)
        stale.expired_at = None
    mapping, options = Mapping.from_json(run.mapping), Options.from_json(run.options)
    with pytest.raises(Refused, match=r"import\.(begun|expired)"):
        runs.match(run=stale, mapping=mapping, options=options, by=cast.mara, again=True)
    run.refresh_from_db()
    assert (run.status, runs.work(run.pk), Event.objects.count()) == (status, [], told)


def test_a_file_that_is_missing_is_no_error(cast: Cast, media: Path) -> None:
    run = aged(finish(cast.northwind, cast.mara, *PEOPLE), 31)
    [file.unlink() for file in files(media)]
    assert runs.expire() == 1
    run.refresh_from_db()
    assert run.expired_at is not None
    make_import(cast.northwind, cast.mara, finished_at=timezone.now() - 31 * DAY)
    assert runs.expire() == 1


def test_a_file_that_can_not_be_deleted_now_is_tried_again_and_holds_up_nobody(
    cast: Cast, media: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = (aged(finish(cast.northwind, cast.mara, *PEOPLE), 31) for _ in range(2))
    delete = default_storage.delete

    def refuses_the_first(name: str) -> None:
        if name == first.file.name:
            raise PermissionError(name)
        delete(name)

    with monkeypatch.context() as patch:
        patch.setattr(first.file.storage, "delete", refuses_the_first)
        assert runs.expire() == 1
    assert f"Import {first.pk} can't be deleted now" in caplog.text
    assert set(Import.objects.filter(expired_at=None)) == {first}
    assert ImportRow.objects.filter(import_run=first).count() == 4
    assert (runs.expire(), files(media)) == (1, [])
    assert set(Import.objects.filter(expired_at=None)) == set()
    second.refresh_from_db()
    assert second.file.name == ""
