"""Removing a person for good also takes their address out of other people's rows: a column such as 'Manager e-mail'."""

import json
from itertools import count
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from people import privacy
from people.models import ErasedAddress, Import, ImportRow, Person
from people.models.imports import Status
from tests.factories import Cast, make_person
from tests.security.erasing import ADDRESS, NAME, left
from tests.security.mentioning_rows import BLANKED, HEADER, TEAM, cells, without
from tests.unit.imports.files import sheet, text, workbook
from tests.web.uploads import csv, finish, page_of, send, stored_files, upload, uploaded, work

pytestmark = pytest.mark.usefixtures("own_files")


def test_cells_of_others_that_name_them_are_blanked_and_the_file_goes(
    cast: Cast, mara: Client, manager: Person
) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
    other = finish(mara, cast.northwind, upload(mara, cast.northwind, "Di Doe,di@example.org,,", header=HEADER))
    before = Import.objects.values("rows", "created", "people").get(pk=run.pk)

    privacy.erase(person=manager, by=cast.mara)

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


def test_what_is_said_of_such_rows_names_nobody_either(cast: Cast, mara: Client, manager: Person) -> None:
    row = f"Ann Arbor,ann@example.org,{ADDRESS},,"  # in the column of departments
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, row))
    assert ADDRESS in json.dumps(ImportRow.objects.get(import_run=run).issues)
    page_of(mara, cast.northwind, run, "?outcome=failed")

    privacy.erase(person=manager, by=cast.mara)

    assert left() == []
    assert "somebody who was removed" in page_of(mara, cast.northwind, run, "?outcome=failed")


def test_another_partners_rows_are_not_touched(cast: Cast, as_, manager: Person) -> None:
    run = finish(as_(cast.olga), cast.contoso, upload(as_(cast.olga), cast.contoso, *TEAM, header=HEADER))

    privacy.erase(person=manager, by=cast.mara)

    assert cells(run)[0][2] == ADDRESS


def test_an_import_that_has_not_begun_stays_and_can_begin(cast: Cast, mara: Client, manager: Person) -> None:
    run = work(upload(mara, cast.northwind, *TEAM, header=HEADER))

    privacy.erase(person=manager, by=cast.mara)

    assert without(run) == BLANKED
    send(mara, "start", cast.northwind, run)
    assert (work(run).status, run.created) == (Status.DONE, 3)


@pytest.mark.parametrize("kind", ["utf-8", "utf-16", "cp1252", "xlsx", "broken xlsx"])
def test_a_file_that_is_not_read_yet_goes_if_it_names_them_anywhere(
    cast: Cast, mara: Client, manager: Person, kind: str
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

    privacy.erase(person=manager, by=cast.mara)

    gone = [Import.objects.get(pk=run.pk).expired_at is not None for run in runs]
    assert gone == [True, kind == "broken xlsx"], "what can't be looked through might name them"
    assert len(stored_files()) == gone.count(False)


def test_what_the_storage_does_not_give_is_tried_again(
    cast: Cast, mara: Client, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = uploaded(mara, cast.northwind, csv(*TEAM, header="A,B,C,D"))
    Import.objects.filter(pk=run.pk).update(
        status=Status.UPLOADED, is_stored=False, dialect=run.dialect | {"beginning": []}
    )
    ImportRow.objects.filter(import_run=run).delete()
    with monkeypatch.context() as away:
        away.setattr(default_storage._wrapped, "_open", _refuse)
        privacy.erase(person=manager, by=cast.mara)
        assert privacy.work() is False

    assert privacy.is_due()
    assert privacy.work() is False
    assert not privacy.is_due()
    assert stored_files() == set()


def _xml(number: int, row: list[str]) -> str:
    return "".join(text(f"{letter}{number}", value) for letter, value in zip("ABC", row, strict=True))


def _refuse(*_: object) -> None:
    raise OSError("away")


def test_a_file_that_is_called_after_them_is_called_otherwise(cast: Cast, mara: Client, manager: Person) -> None:
    for name in (f"{ADDRESS}.csv", f"Review of {NAME}.csv", "staff.csv"):
        uploaded(mara, cast.northwind, csv(f"P,{name.encode().hex()[:20]}@example.org,,,"), name=name)
    Import.objects.update(status=Status.CHECKED)

    privacy.erase(person=manager, by=cast.mara)

    names = Import.objects.order_by("pk").values_list("file_name", flat=True)
    assert list(names) == ["somebody who was removed", "somebody who was removed", "staff.csv"]
    assert left() == []


def test_an_address_is_found_as_people_write_it_too(cast: Cast, mara: Client) -> None:
    zeb = make_person(cast.maths, "Zeb", email="zeb@xn--bcher-kva.example")
    row = "Ann Arbor,ann@example.org,zeb@Bücher.example,x"
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, row, header=HEADER))

    privacy.erase(person=zeb, by=cast.mara)

    assert cells(run)[0][2] == ""
