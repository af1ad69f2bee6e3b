"""What removing a person for good has to find where no person is told: corrections by them that wait, rows without an address,
what is kept of a file to choose its header from. And nobody waits in a circle with an import.
"""

from collections.abc import Callable
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from people import privacy
from people.imports import lease
from people.imports import run as runs
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.imports.run import everywhere
from people.models import Import, ImportCorrection, Person, User
from people.models.imports import Status
from people.models.users import ERASED_DOMAIN
from people.roles import Role
from people.services import lock_people
from tests.factories import Cast, make_cast, make_import, make_person
from tests.integration.fixings import for_all
from tests.integration.test_concurrency import together, work_to_the_end
from tests.integration.test_people_concurrency import refusal
from tests.security.erasing import ADDRESS, NAME, ROW, left
from tests.web.uploads import csv, finish, upload, uploaded, work

NOWHERE = [f"P {number},p{number}@x.example,700077,," for number in range(9)]


@pytest.fixture
def eve(cast: Cast) -> Person:
    """An admin of Northwind who is to be removed."""
    return make_person(cast.northwind, "Eve Admin", role=Role.ADMIN, email="eve@quarterstaff.example")


def _corrected_by(eve: Person, cast: Cast, mara: Client) -> Import:
    """An import whose rows Eve has put right, most of which workers are yet to write down."""
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *NOWHERE))
    change = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.maths.pk))
    return runs.correct_all(run=run, changes=[change], by=eve.user)


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everywhere, "AT_ONCE", 2)


@pytest.mark.usefixtures("few_at_once")
def test_corrections_that_wait_are_written_down_in_the_name_of_who_stands_in(
    cast: Cast, mara: Client, eve: Person
) -> None:
    run = _corrected_by(eve, cast, mara)
    assert run.to_correct

    privacy.erase(person=eve, by=cast.mara)
    run = work(runs.retry(run=Import.objects.get(pk=run.pk), by=cast.mara))

    assert (run.status, run.created, run.failed, run.to_correct) == (Status.DONE, 9, 0, [])
    stands_in = User.objects.get(email__endswith=ERASED_DOMAIN)
    assert set(ImportCorrection.objects.values_list("by", flat=True)) == {stands_in.pk}


@pytest.mark.usefixtures("few_at_once")
def test_a_worker_that_has_read_them_before_finds_who_stands_in(cast: Cast, mara: Client, eve: Person) -> None:
    run = runs.retry(run=_corrected_by(eve, cast, mara), by=cast.mara)
    held = lease.take(run.pk)
    assert held

    privacy.erase(person=eve, by=cast.mara)
    while everywhere.write_down_next(held):
        pass

    assert ImportCorrection.objects.filter(by__email__endswith=ERASED_DOMAIN).count() == 9


def _zeb(cast: Cast) -> Person:
    return make_person(cast.northwind, NAME, email=ADDRESS)


def test_rows_that_could_not_be_read_are_blanked_by_what_their_cells_say(cast: Cast, mara: Client) -> None:
    unread = [f'Zebulon,"{ADDRESS.upper()}",,,,,beyond', f"Zeb,<{ADDRESS}>;,,,"]
    others = [f"Jo,,jo{ADDRESS}", f'Bo,"bo-{ADDRESS}",,,,,beyond']
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *unread, *others, "Ann,ann@example.org,,,"))
    assert run.failed == 4

    privacy.erase(person=_zeb(cast), by=cast.mara)

    cells = dict(run.import_rows.order_by("number").values_list("number", "cells"))
    assert {number for number, texts in cells.items() if any(texts)} == {4, 5, 6}
    run.refresh_from_db()
    assert not run.file


def test_a_file_of_which_nothing_is_matched_yet_goes_if_its_beginning_tells_of_them(cast: Cast, mara: Client) -> None:
    unmatched = uploaded(mara, cast.northwind, csv(f"x,{ADDRESS}", header="A,B"))
    other = uploaded(mara, cast.northwind, csv("y,z", header="A,B"))
    Import.objects.update(status=Status.UPLOADED)

    privacy.erase(person=_zeb(cast), by=cast.mara)

    assert left() == []
    assert [Import.objects.get(pk=run.pk).expired_at is None for run in (unmatched, other)] == [False, True]


def test_a_header_that_was_a_row_of_theirs_is_blanked(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "Ann,ann@example.org,,,"))
    Import.objects.filter(pk=run.pk).update(header=["Name", "Email", f"asked by {ADDRESS}"])

    privacy.erase(person=_zeb(cast), by=cast.mara)

    run.refresh_from_db()
    assert run.header == ["Name", "Email", "somebody who was removed"]
    assert left() == []


def test_a_file_that_was_refused_for_their_many_rows_goes(cast: Cast, mara: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_ROWS_PER_PERSON = 2
    run = work(upload(mara, cast.northwind, *[ROW] * 3))
    assert run.failure_context["email"] == ADDRESS

    privacy.erase(person=_zeb(cast), by=cast.mara)

    run.refresh_from_db()
    assert run.expired_at is not None
    assert left() == []


@pytest.mark.django_db(transaction=True)
def test_the_removal_of_who_has_asked_for_an_import_lets_its_worker_go_first() -> None:
    cast = make_cast()
    eve = make_person(cast.northwind, "Eve Admin", role=Role.ADMIN, email="eve@quarterstaff.example")
    run = make_import(cast.northwind, eve.user)

    def batch() -> None:
        """What a worker holds, in its order; it comes to the people when the removal waits for it."""
        with transaction.atomic():
            Import.objects.select_for_update(no_key=True).get(pk=run.pk)
            is_held.set()
            while not _somebody_waits():
                pass
            lock_people(cast.northwind.pk)

    def removal() -> str:
        is_held.wait(90)
        return refusal(partial(privacy.erase, person=eve, by=cast.mara))()

    is_held = Event()

    assert together(batch, removal) == [None, ""]
    run.refresh_from_db()
    assert run.created_by.is_removed


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_an_import_that_moves_and_a_removal_never_wait_in_a_circle(
    as_: Callable[[User], Client], settings: Settings
) -> None:
    settings.IMPORT_BATCH_ROWS = 20
    cast = make_cast()
    mara = as_(cast.mara)
    for number in range(5):
        finish(mara, cast.northwind, upload(mara, cast.northwind, ROW))
        zeb = Person.objects.get(email=ADDRESS)
        rows = [f"P {each},p{each}.{number}@x.example,,," for each in range(200)]
        run = runs.start(run=work(upload(mara, cast.northwind, ROW, *rows)), by=cast.mara)

        said = together(partial(work_to_the_end, run), *[refusal(partial(privacy.erase, person=zeb, by=cast.mara))] * 2)

        run.refresh_from_db()
        assert run.status == Status.DONE
        assert {*said[1:]} <= {"", "person.importing", "person.gone", "person.import_unfinished"}
        if Person.objects.filter(email=ADDRESS).exists():
            privacy.erase(person=Person.objects.get(email=ADDRESS), by=cast.mara)
