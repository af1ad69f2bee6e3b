"""Odd workbooks, and rows that were corrected, come to the same through the pages and on the command line (R24–R29)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import Import
from tests.factories import Cast
from tests.unit.imports.files import DATE, sheet, text, value, workbook
from tests.web.test_both_doors import answers, by_command
from tests.web.uploads import finish, uploaded, work

HEADER = text("A1", "Name") + text("B1", "Email") + text("C1", "department_id") + text("D1", "member_id")
ZEROS = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


def person(number: int, department: str = "", member: str = "") -> str:
    """Somebody, with whatever stands in the other two cells."""
    return text(f"A{number}", f"Ann {number}") + text(f"B{number}", f"ann{number}@example.org") + department + member


def merged(cast: Cast) -> bytes:
    rows = sheet(HEADER, person(2, value("C2", str(cast.maths.pk))), person(3), person(4))
    return workbook({"People": f'{rows}</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells><sheetData>'})


def uncalculated(cast: Cast) -> bytes:
    return workbook({"People": sheet(HEADER, person(2, '<c r="C2"><f>VLOOKUP(A2,Z:Z,1)</f></c>'), person(3))})


def numbers(cast: Cast) -> bytes:
    short, long = value("D2", "417", ' s="1"'), value("D3", "12345678901234567")
    rows = sheet(HEADER, person(2, value("C2", f"{cast.maths.pk}.0"), short), person(3, "", long), person(4))
    return workbook({"People": rows}, styles=ZEROS)


def hidden(cast: Cast) -> bytes:
    return workbook({"People": sheet(HEADER, person(2), person(3)).replace('<row r="3">', '<row r="3" hidden="1">')})


def dates(cast: Cast) -> bytes:
    return workbook({"People": sheet(HEADER, person(2, "", value("D2", "45352", DATE)), person(3))})


def several(cast: Cast) -> bytes:
    return workbook({"One": sheet(HEADER, person(2)), "Two": sheet(HEADER, person(2), person(3))})


Made = dict[str, tuple[Callable[[Cast], bytes], int, tuple[int, ...]]]
READ: Made = {
    "merged cells": (merged, 3, ()),
    "formulas that were never calculated": (uncalculated, 1, (2,)),
    "padded and long numbers": (numbers, 2, (3,)),
    "dates in place of member IDs": (dates, 1, (2,)),
    "hidden rows": (hidden, 2, ()),
    "several sheets": (several, 1, ()),
}
"""What makes each, how many people come in, and which rows fail."""


@pytest.mark.parametrize("kind", READ)
def test_an_odd_workbook_comes_to_the_same_through_both(cast: Cast, mara: Client, kind: str, tmp_path: Path) -> None:
    make, people, failed = READ[kind]
    content = make(cast)
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    before = transaction.savepoint()
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, content))
    through_the_page = answers(run)
    transaction.savepoint_rollback(before)
    printed, code = by_command(path, cast)

    assert through_the_page == answers(Import.objects.latest("pk"))
    assert (len(through_the_page["people"]), [number for number, _ in through_the_page["issues"]]) == (
        people,
        [*failed],
    )
    assert [(issue["row"], issue["message"]) for issue in printed["issues"]] == through_the_page["issues"]
    assert (printed["failed"], code) == (len(failed), int(bool(failed)))


def test_merged_and_padded_cells_place_people_where_one_sees_them(cast: Cast, tmp_path: Path) -> None:
    places: list[Any] = []
    for make in (merged, numbers):
        path = tmp_path / "people.xlsx"
        path.write_bytes(make(cast))
        before = transaction.savepoint()
        by_command(path, cast)
        places.append([place for place in answers(Import.objects.latest("pk"))["places"] if place[1] == cast.maths.pk])
        transaction.savepoint_rollback(before)

    assert places == [
        [("ann2@example.org", cast.maths.pk, "learner", ""), ("ann3@example.org", cast.maths.pk, "learner", "")],
        [("ann2@example.org", cast.maths.pk, "learner", "00417")],
    ]


def test_a_sheet_that_one_chooses_comes_to_the_same_through_both(cast: Cast, mara: Client, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(several(cast))

    before = transaction.savepoint()
    run = work(uploaded(mara, cast.northwind, path.read_bytes()))
    mara.post(reverse("reading", args=[cast.northwind.pk, run.pk]), {"sheet": "Two", "header_row": 1})
    through_the_page = answers(finish(mara, cast.northwind, work(run)))
    transaction.savepoint_rollback(before)
    by_command(path, cast, "--sheet", "Two")

    assert through_the_page == answers(Import.objects.latest("pk"))
    assert len(through_the_page["people"]) == 2
