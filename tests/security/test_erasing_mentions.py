"""Removing a person for good also takes their address out of other people's rows: a column such as 'Manager e-mail'."""

import json
from itertools import count
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from people import privacy, tasks
from people.models import ErasedAddress, Import, ImportRow, Person, User
from people.models.imports import Status
from people.privacy import mentions
from tests.factories import Cast, make_import, make_person
from tests.integration.test_concurrency import together
from tests.security.test_erasing import ADDRESS, NAME, left
from tests.unit.imports.files import sheet, text, workbook
from tests.web.uploads import csv, finish, page_of, send, stored_files, upload, uploaded, work

HEADER = "Name,Email,Manager e-mail,Note"
TEAM = [f"Ann Arbor,ann@example.org,{ADDRESS},x", f"Bo Bell,bo@example.org,zz{ADDRESS},y",
        f'Cy Coe,cy@example.org,"{NAME} <{ADDRESS.upper()}>",z']  # fmt: skip
"""The second is somebody else's manager."""


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    """A folder for uploads in which those of other tests are not looked through."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def zeb(cast: Cast) -> Person:
    """Who is to be removed."""
    return make_person(cast.maths, NAME, email=ADDRESS)


def cells(run: Import) -> list[list[str]]:
    return [row.cells for row in ImportRow.objects.filter(import_run=run).order_by("number")]


def without(run: Import, columns: slice = slice(2, 4)) -> list[list[str]]:
    return [row[columns] for row in cells(run)]


BLANKED = [["", "x"], [f"zz{ADDRESS}", "y"], ["", "z"]]


def test_cells_of_others_that_name_them_are_blanked_and_the_file_goes(cast: Cast, mara: Client, zeb: Person) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
    other = finish(mara, cast.northwind, upload(mara, cast.northwind, "Di Doe,di@example.org,,", header=HEADER))
    before = Import.objects.values("rows", "created", "people").get(pk=run.pk)

    privacy.erase(person=zeb, by=cast.mara)

    assert without(run) == BLANKED
    assert [row[:2] for row in cells(run)] == [line.split(",")[:2] for line in TEAM]
    assert Import.objects.values("rows", "created", "people").get(pk=run.pk) == before
    assert len(stored_files()) == 1
    other.refresh_from_db()
    assert default_storage.exists(other.file.name)
    assert not ErasedAddress.objects.exists()
    ImportRow.objects.filter(import_run=run, number=3).delete()  # the one that is somebody else's
    assert left() == []
    assert "Ann Arbor" in page_of(mara, cast.northwind, run)


def test_what_is_said_of_such_rows_names_nobody_either(cast: Cast, mara: Client, zeb: Person) -> None:
    row = f"Ann Arbor,ann@example.org,{ADDRESS},,"  # in the column of departments
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, row))
    assert ADDRESS in json.dumps(ImportRow.objects.get(import_run=run).issues)
    page_of(mara, cast.northwind, run, "?outcome=failed")

    privacy.erase(person=zeb, by=cast.mara)

    assert left() == []
    assert "somebody who was removed" in page_of(mara, cast.northwind, run, "?outcome=failed")


def test_another_partners_rows_are_not_touched(cast: Cast, as_, zeb: Person) -> None:
    run = finish(as_(cast.olga), cast.contoso, upload(as_(cast.olga), cast.contoso, *TEAM, header=HEADER))

    privacy.erase(person=zeb, by=cast.mara)

    assert cells(run)[0][2] == ADDRESS


def test_an_import_that_has_not_begun_stays_and_can_begin(cast: Cast, mara: Client, zeb: Person) -> None:
    run = work(upload(mara, cast.northwind, *TEAM, header=HEADER))

    privacy.erase(person=zeb, by=cast.mara)

    assert without(run) == BLANKED
    send(mara, "start", cast.northwind, run)
    assert (work(run).status, run.created) == (Status.DONE, 3)


@pytest.mark.parametrize("kind", ["utf-8", "utf-16", "cp1252", "xlsx", "broken xlsx"])
def test_a_file_that_is_not_read_yet_goes_if_it_names_them_anywhere(
    cast: Cast, mara: Client, zeb: Person, kind: str
) -> None:
    lines = [[f"P {number}", f"p{number}@example.org", ""] for number in range(200)]
    telling, other = [*lines, ["Q", "q@example.org", ADDRESS]], [*lines, ["Q", "q@example.org", f"a{ADDRESS}"]]
    runs = []
    for rows in (telling, other):
        if "xlsx" in kind:
            data = workbook({"People": sheet(*map(_xml, count(1), [["A", "B", "C"], *rows]))})
        else:
            data = csv(*map(",".join, rows), header="A,B,C").decode().encode(kind)
        run = uploaded(mara, cast.northwind, data, name="people.xlsx" if "xlsx" in kind else "people.csv")
        Import.objects.filter(pk=run.pk).update(status=Status.UPLOADED, is_stored=False)
        ImportRow.objects.filter(import_run=run).delete()
        if kind == "broken xlsx":
            Path(run.file.path).write_bytes(data[: len(data) // 2])
        runs.append(run)

    privacy.erase(person=zeb, by=cast.mara)

    gone = [Import.objects.get(pk=run.pk).expired_at is not None for run in runs]
    assert gone == [True, kind == "broken xlsx"], "what can't be looked through might name them"
    assert len(stored_files()) == gone.count(False)


def test_what_the_storage_does_not_give_is_tried_again(
    cast: Cast, mara: Client, zeb: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = uploaded(mara, cast.northwind, csv(*TEAM, header="A,B,C,D"))
    Import.objects.filter(pk=run.pk).update(
        status=Status.UPLOADED, is_stored=False, dialect=run.dialect | {"beginning": []}
    )
    ImportRow.objects.filter(import_run=run).delete()
    with monkeypatch.context() as away:
        away.setattr(default_storage._wrapped, "_open", _refuse)
        privacy.erase(person=zeb, by=cast.mara)
        assert privacy.work() is False

    assert privacy.is_due()
    assert privacy.work() is False
    assert not privacy.is_due()
    assert stored_files() == set()


def _xml(number: int, row: list[str]) -> str:
    return "".join(text(f"{letter}{number}", value) for letter, value in zip("ABC", row, strict=True))


def _refuse(*_: object) -> None:
    raise OSError("away")


class TestMuch:
    """More than is done while one waits."""

    @pytest.fixture(autouse=True)
    def little(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mentions, "_LITTLE", -1)
        monkeypatch.setattr(mentions, "ROWS_AT_ONCE", 2)

    @pytest.mark.parametrize("door", ["page", "API"])
    def test_is_done_by_workers_piece_by_piece(
        self, cast: Cast, mara: Client, zeb: Person, door: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent: list[str] = []
        monkeypatch.setattr(tasks.forget_mentions, "delay", lambda: sent.append("sent"))
        run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
        if door == "page":
            mara.post(reverse("erase_person", args=[cast.northwind.pk, zeb.pk]), {"email": ADDRESS})
        else:
            mara.delete(f"/api/v1/accounts/{cast.northwind.pk}/people/{zeb.pk}/", headers={"If-Match": "*"})

        assert sent == ["sent"]
        assert cells(run)[0][2] == ADDRESS
        assert privacy.is_due()
        tasks.forget_mentions()
        assert without(run) == BLANKED
        assert not privacy.is_due()

    def test_the_sweeper_finds_what_nobody_was_told_of(
        self, cast: Cast, mara: Client, zeb: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
        privacy.erase(person=zeb, by=cast.mara)
        monkeypatch.setattr(tasks.forget_mentions, "delay", tasks.forget_mentions)

        tasks.sweep_imports()

        assert without(run) == BLANKED

    def test_what_moves_waits_until_it_has_ended(self, cast: Cast, mara: Client, zeb: Person) -> None:
        moving = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
        still = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=f"{HEADER},More"))
        privacy.erase(person=zeb, by=cast.mara)
        Import.objects.filter(pk=moving.pk).update(status=Status.UNDOING)

        assert privacy.work() is False
        assert (cells(moving)[0][2], cells(still)[0][2]) == (ADDRESS, "")

        Import.objects.filter(pk=moving.pk).update(status=Status.DONE)
        privacy.work()
        assert without(moving) == BLANKED
        assert not privacy.is_due()

    def test_who_is_matched_after_the_removal_does_not_come_back(self, cast: Cast, mara: Client, zeb: Person) -> None:
        run = uploaded(mara, cast.northwind, csv("Ann,ann@example.org,,,"))
        Import.objects.filter(pk=run.pk).update(status=Status.UPLOADED)  # as if its columns could not be told
        privacy.erase(person=zeb, by=cast.mara)
        Import.objects.filter(pk=run.pk).update(status=Status.CHECKED, is_stored=True, rows=1)
        ImportRow.objects.create(import_run=run, number=2, line=2, email=ADDRESS, cells=[NAME, ADDRESS])

        privacy.work()

        run.refresh_from_db()
        assert run.expired_at is not None
        assert left() == []

    def test_who_has_come_again_since_is_let_be(self, cast: Cast, mara: Client, zeb: Person) -> None:
        run = uploaded(mara, cast.northwind, csv(f"{NAME},{ADDRESS},,,"))
        Import.objects.filter(pk=run.pk).update(status=Status.UPLOADED)  # as if nobody had matched it yet
        privacy.erase(person=zeb, by=cast.mara)
        again = finish(mara, cast.northwind, upload(mara, cast.northwind, f"{NAME},{ADDRESS},,,"))

        privacy.work()

        assert Person.objects.filter(email=ADDRESS).exists()
        assert cells(again)[0][1] == ADDRESS

    def test_its_statements_do_not_grow_with_how_many_rows_name_them(
        self, cast: Cast, mara: Client, zeb: Person
    ) -> None:
        counts = []
        for number in (1, 60):
            numbers = {"is_stored": True, "rows": number, "unchanged": number}
            run = make_import(cast.northwind, cast.mara, started_at="2026-01-01T00:00Z", **numbers)
            ImportRow.objects.bulk_create(
                ImportRow(import_run=run, number=each + 2, line=each + 2, email="x@example.org", cells=[ADDRESS])
                for each in range(number)
            )
            mentions.ROWS_AT_ONCE = 1_000
            mentions.look_for(cast.northwind.pk, [ADDRESS])
            with CaptureQueriesContext(connection) as queries:
                privacy.work()
            assert cells(run) == [[""]] * number
            counts.append(len(queries))
            Import.objects.filter(pk=run.pk).update(expired_at="2026-01-01T00:00Z")
        assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once(as_, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.factories import make_cast

    monkeypatch.setattr(mentions, "_LITTLE", -1)
    monkeypatch.setattr(mentions, "ROWS_AT_ONCE", 1)
    cast = make_cast()
    mara, zeb = as_(cast.mara), make_person(cast.maths, NAME, email=ADDRESS)
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
    privacy.erase(person=zeb, by=User.objects.get(pk=cast.mara.pk))

    assert together(*[privacy.work] * 3).count(None) == 0
    while privacy.is_due():
        privacy.work()

    assert without(run) == BLANKED


def test_a_file_that_is_called_after_them_is_called_otherwise(cast: Cast, mara: Client, zeb: Person) -> None:
    for name in (f"{ADDRESS}.csv", f"Review of {NAME}.csv", "staff.csv"):
        uploaded(mara, cast.northwind, csv(f"P,{name.encode().hex()[:20]}@example.org,,,"), name=name)
    Import.objects.update(status=Status.CHECKED)

    privacy.erase(person=zeb, by=cast.mara)

    names = Import.objects.order_by("pk").values_list("file_name", flat=True)
    assert list(names) == ["somebody who was removed", "somebody who was removed", "staff.csv"]
    assert left() == []


def test_an_address_is_found_as_people_write_it_too(cast: Cast, mara: Client) -> None:
    zeb = make_person(cast.maths, "Zeb", email="zeb@xn--bcher-kva.example")
    row = "Ann Arbor,ann@example.org,zeb@Bücher.example,x"
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, row, header=HEADER))

    privacy.erase(person=zeb, by=cast.mara)

    assert cells(run)[0][2] == ""
