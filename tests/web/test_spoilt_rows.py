"""Cells of which another program has made something else: said, put right on the page, and not forgotten on the way (R8, R29)."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Import
from tests.factories import Cast
from tests.integration.fixings import correct, outcomes, retry
from tests.integration.runs import codes, places
from tests.unit.imports.files import DATE, sheet, text, value, workbook
from tests.web.takings import table, take, written
from tests.web.uploads import finish, page_of, said, uploaded, work

HEADER = text("A1", "Name") + text("B1", "Email") + text("C1", "department_id") + text("D1", "member_id")
FORMULA = '<c r="C3"><f>VLOOKUP(A3,Z:Z,1)</f></c>'


@pytest.fixture
def done(cast: Cast, mara: Client) -> Import:
    """Row 2 has a date in place of its member ID, row 3 a formula that nobody has calculated in place of its department."""
    ann = text("A2", "Ann Lee") + text("B2", "ann@x.example") + value("D2", "45352", DATE)
    bob = text("A3", "Bob Ray") + text("B3", "bob@x.example") + FORMULA
    content = workbook({"People": sheet(HEADER, ann, bob)})
    return finish(mara, cast.northwind, uploaded(mara, cast.northwind, content, name="people.xlsx"))


def typed(client: Client, cast: Cast, run: Import, member_id: str) -> str:
    cells = {"name": "Ann Lee", "email": "ann@x.example", "department_id": "", "member_id": member_id, "action": "now"}
    return said(client.post(reverse("import_row", args=[cast.northwind.pk, run.pk, 2]), cells))  # type: ignore[arg-type]


def test_a_date_is_no_member_id_until_something_else_is_typed(cast: Cast, mara: Client, done: Import) -> None:
    assert "“2024-03-01” is a date or a time in the workbook" in page_of(mara, cast.northwind, done)
    assert "“2024-03-01” is a date or a time in the workbook" in typed(mara, cast, done, "2024-03-01")

    typed(mara, cast, done, "MAR-1")

    assert outcomes(work(done))[2] == "created"
    assert ("ann@x.example", "Northwind Academy", "learner", "MAR-1") in places(cast.northwind)


def test_a_date_does_not_come_back_as_a_member_id_with_the_download(cast: Cast, mara: Client, done: Import) -> None:
    lines = table(take(mara, cast.northwind, done, "problems"))
    again = finish(mara, cast.northwind, uploaded(mara, cast.northwind, written(lines)))

    assert set(outcomes(again).values()) == {"failed"}


def test_what_only_the_file_tells_outlasts_a_correction_that_is_taken_back(cast: Cast, done: Import) -> None:
    unknown = {"department": "700077"}
    run = correct(done, 2, cast.mara, member_id="MAR-1", **unknown)
    run = correct(run, 3, cast.mara, name="Bob Ray", email="bob@x.example", member_id="", **unknown)
    run = retry(run, cast.mara)
    assert codes(run) == {2: ["department.unknown"], 3: ["department.unknown"]}

    for number in (2, 3):
        run = correct(run, number, cast.mara, name="Cy Dahl")
    run = retry(run, cast.mara)

    assert codes(run) == {2: ["member_id.date"], 3: ["row.not_calculated"]}
    assert set(outcomes(run).values()) == {"failed"}


def test_names_that_were_misread_say_what_they_were(cast: Cast, mara: Client) -> None:
    content = "Name,Email\nJosé Núñez,jose@x.example\nAnn,ann@x.example\n".encode().decode("cp1252").encode()
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, content))

    assert "what becomes of “José Núñez” when a program reads a file in the wrong encoding" in page_of(
        mara, cast.northwind, run
    )
    assert outcomes(run) == {2: "failed", 3: "created"}


def test_member_ids_that_look_like_dates_come_in_with_a_warning(cast: Cast, mara: Client) -> None:
    content = b"Name,Email,member_id\nAnn,ann@x.example,1-Mar\n"
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, content))

    assert "looks like a date that a spreadsheet has made of another member ID" in page_of(mara, cast.northwind, run)
    assert ("ann@x.example", "Northwind Academy", "learner", "1-Mar") in places(cast.northwind)
