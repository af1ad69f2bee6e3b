"""The check and the import in slices: whatever their size and whoever does them, the outcome is that of one go (L1–L3)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import BinaryIO

import pytest
from pytest_django import Settings

from people.imports import apply, lease, source
from people.imports import check as checks
from people.imports import open_files as reading
from people.imports import run as runs
from people.imports.reading.reader import SourceRow
from people.imports.run import slices
from people.imports.stored import rows as stored
from people.models import Import, ImportRow, Membership
from people.models.imports import Status
from people.roles import Role
from tests.factories import Cast, make_person
from tests.integration.runs import counts, everything, foreseen, places, upload, work

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture(autouse=True)
def nothing_read(settings: Settings) -> None:
    """This process is in the middle of no file; slices as short as they can be."""
    reading._paused.clear()
    settings.IMPORT_SLICE_SECONDS = 0


def rows(cast: Cast) -> list[str]:
    """All that is decided across rows: repeated and conflicting rows, rivals for a member ID, admins who come and go."""
    maths, physics = cast.maths.pk, cast.physics.pk
    for name in ("Ada", "Zoe"):
        make_person(cast.maths, name, role=Role.ADMIN)
    places_of = product("abcd", (maths, physics, ""))
    return [
        *[f"P {letter},{letter}@northwind.example,{account},,{letter}" for letter, account in places_of],
        *[f"P {letter},{letter}@northwind.example,{maths},,{letter}" for letter in "ab"],
        f"P c,c@northwind.example,{physics},admin,",
        f"Q,q@northwind.example,{maths},,a",
        f"Ada,ada@northwind.example,{maths},course_viewer,",
        f"Dora Diaz,{cast.dora.email},{maths},course_viewer,",
        f"New Admin,new@northwind.example,{physics},admin,",
        f"Pete Park,{cast.pete.email},{physics},course_viewer,",
        f"Zoe,zoe@northwind.example,{maths},course_viewer,",
        ",nameless@northwind.example,,,",
        "Nowhere,nowhere,99,teacher,",
        "Nobody,,,,",
    ]


def decided(run: Import) -> list[tuple]:
    """What the check says of each row."""
    of_rows = ImportRow.objects.filter(import_run=run).order_by("number")
    return list(
        of_rows.values_list("number", "line", "cells", "action", "outcome", "issues", "rival", "before", "after")
    )


@pytest.mark.parametrize("size", [1, 2, 3, 5, 24])
def test_l1_the_check_in_slices_says_what_it_says_in_one_go(cast: Cast, settings: Settings, size: int) -> None:
    lines = rows(cast)
    settings.IMPORT_BATCH_ROWS = 1000
    whole = work(upload(cast.northwind, cast.mara, *lines))
    settings.IMPORT_BATCH_ROWS = size
    sliced = work(upload(cast.northwind, cast.mara, *lines))
    assert decided(sliced) == decided(whole)
    assert (sliced.rows, sliced.check_counts, sliced.ledger) == (whole.rows, whole.check_counts, whole.ledger)
    assert (sliced.status, sliced.cursor, sliced.cursor_number, sliced.attempt) == (Status.CHECKED, "", 0, 0)


@pytest.mark.parametrize("size", [1, 3])
def test_r19_the_last_admin_is_counted_over_the_batches_of_a_check_and_of_the_import(
    cast: Cast, settings: Settings, size: int
) -> None:
    settings.IMPORT_BATCH_ROWS = size
    lines = rows(cast)
    run = work(upload(cast.northwind, cast.mara, *lines))
    failed = ImportRow.objects.filter(import_run=run, issues__contains=[{"code": "role.last_admin"}])
    assert list(failed.values_list("email", flat=True)) == ["zoe@northwind.example"]
    run = work(runs.start(run=run, by=cast.mara))
    assert [row.action for row in ImportRow.objects.filter(import_run=run)] == [
        row.outcome for row in ImportRow.objects.filter(import_run=run)
    ]
    admins = {place[0] for place in places(cast.northwind) if place[1:3] == ("Mathematics", "admin")}
    assert admins == {"zoe@northwind.example"}


@pytest.mark.parametrize("leaving", [7, 8])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_r19_of_many_admins_as_many_may_go_as_leave_one(
    cast: Cast, settings: Settings, size: int, leaving: int
) -> None:
    settings.IMPORT_BATCH_ROWS = size
    admins = [make_person(cast.maths, f"Admin {number}", role=Role.ADMIN) for number in range(8)]
    Membership.objects.filter(account=cast.maths, role=Role.ADMIN).exclude(person__in=admins).delete()
    lines = [f"{admin.full_name},{admin.email},{cast.maths.pk},course_viewer," for admin in admins[:leaving]]

    run = work(upload(cast.northwind, cast.mara, *lines))
    assert foreseen(run) == {"updated": 7} | ({"failed": 1} if leaving == 8 else {})
    run = work(runs.start(run=run, by=cast.mara))
    assert counts(run) == foreseen(run)
    left = Membership.objects.filter(account=cast.maths, role=Role.ADMIN)
    assert list(left.values_list("person", flat=True)) == [admins[7].pk]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7])
def test_a_file_ends_where_it_ends_be_it_within_a_batch_or_with_one(cast: Cast, settings: Settings, count: int) -> None:
    settings.IMPORT_BATCH_ROWS = 3
    run = work(upload(cast.northwind, cast.mara, *[f"P {n},p{n}@northwind.example,,," for n in range(count)]))
    assert (run.status, run.rows, foreseen(run)) == (Status.CHECKED, count, {"created": count})
    assert not reading._paused


def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the rows that are read from files from now on."""
    numbers: list[int] = []
    real = source.rows

    def noted(run: Import) -> Iterator[SourceRow]:
        for row in real(run):
            numbers.append(row.number)
            yield row

    monkeypatch.setattr(source, "rows", noted)
    return numbers


def test_a_process_reads_a_file_only_once(cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.IMPORT_BATCH_ROWS = 3
    run = upload(cast.northwind, cast.mara, *[f"P {n},p{n}@northwind.example,,," for n in range(10)])
    numbers = read(monkeypatch)
    assert work(run).rows == 10
    assert numbers == list(range(2, 12))


@pytest.mark.parametrize("turns", ["AB", "AAB", "ABB", "ABC"])
def test_l3_processes_that_take_turns_store_each_row_once(cast: Cast, settings: Settings, turns: str) -> None:
    settings.IMPORT_BATCH_ROWS = 2
    lines = rows(cast)
    alone = work(upload(cast.northwind, cast.mara, *lines))
    run = upload(cast.northwind, cast.mara, *lines)
    processes: dict[str, dict] = {name: {} for name in turns}
    due, turn = [run.pk], 0
    while due:
        reading._paused.clear()
        reading._paused.update(processes[turns[turn % len(turns)]])
        due = runs.work(run.pk)
        processes[turns[turn % len(turns)]] = dict(reading._paused)
        turn += 1
    run.refresh_from_db()
    assert (run.status, run.rows) == (Status.CHECKED, alone.rows)
    assert decided(run) == decided(alone)


def test_at_most_two_files_are_kept_open(cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.IMPORT_BATCH_ROWS = 1
    lines = [f"P {n},p{n}@northwind.example,,," for n in range(4)]
    imports = [upload(cast.northwind, cast.mara, *lines) for _ in range(4)]
    files = []
    monkeypatch.setattr(source, "opened", noting(source.opened, files))
    for _ in range(3):
        for run in imports:
            runs.work(run.pk)
            assert sum(not file.closed for file in files) == len(reading._paused) <= 2
    assert list(reading._paused) == [(run.file.name, repr(run.dialect)) for run in imports[-2:]]
    assert [work(run).rows for run in imports] == [4] * 4
    assert all(file.closed for file in files)


def noting(opened: Callable, files: list) -> Callable:
    """``source.opened``, noting which files it opens."""

    @contextmanager
    def noted(run: Import) -> Iterator[BinaryIO]:
        with opened(run) as file:
            files.append(file)
            yield file

    return noted


@pytest.mark.parametrize("step", ["put", "mark_rivals", "foresee"])
def test_what_breaks_off_and_is_tried_again_with_the_same_import_loses_no_row(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    settings.IMPORT_BATCH_ROWS, settings.IMPORT_SLICE_SECONDS = 5, 60
    lines = rows(cast)
    whole = work(upload(cast.northwind, cast.mara, *lines))
    run = upload(cast.northwind, cast.mara, *lines)
    real, broken = getattr(checks.rows, step), []

    def breaks_off_every_other_time(*arguments: object) -> object:
        result = real(*arguments)
        broken.append(len(broken) % 2 == 0)
        if broken[-1]:
            raise TimeoutError
        return result

    monkeypatch.setattr(checks.rows, step, breaks_off_every_other_time)
    monkeypatch.setitem(slices._WORK, Status.CHECKING, (again, slices._checked))
    run = work(run)
    assert any(broken)
    assert (run.status, run.rows, decided(run)) == (Status.CHECKED, whole.rows, decided(whole))


@pytest.mark.parametrize(("module", "step"), [(apply, "apply"), (stored, "record"), (lease, "renew")])
def test_l2_a_batch_that_breaks_off_happened_not_at_all_and_is_done_again(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch, module: object, step: str
) -> None:
    settings.IMPORT_BATCH_ROWS = 5
    run = runs.start(run=work(upload(cast.northwind, cast.mara, *rows(cast))), by=cast.mara)
    assert runs.work(run.pk) == [run.pk]
    before = (everything(), decided(run))
    real = getattr(module, step)

    def breaks_off(*arguments: object, **more: object) -> None:
        real(*arguments, **more)
        raise KeyError

    with monkeypatch.context() as patch:
        patch.setattr(module, step, breaks_off)
        with pytest.raises(KeyError):
            runs.work(run.pk)
    assert (everything(), decided(run)) == before
    run = work(run)
    assert (run.status, counts(run)) == (Status.DONE, foreseen(run))


def again(run: Import) -> bool:
    """As patience does: the same step with the same import, until it comes through."""
    while True:
        try:
            return checks.check_next(run)
        except TimeoutError:
            continue
