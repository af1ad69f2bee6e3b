"""Rows that were corrected and still fail, as a file (R29): what was typed stays, and nobody is placed elsewhere than meant."""

import pytest
from django.test import Client
from pytest_django import Settings

from people.models import Import, Membership
from tests.factories import Cast
from tests.integration.fixings import correct, retry
from tests.unit.imports.files import sheet, text, workbook
from tests.web.takings import table, take, written
from tests.web.uploads import csv, finish, page_of, send, upload, uploaded, work

KINDS = pytest.mark.parametrize("kind", ["problems", "result"])


def loaded_back(cast: Cast, mara: Client, run: Import, kind: str, **right: str) -> Import:
    """The download with one thing put right in its last row, imported into the partner account."""
    header, *rows = table(take(mara, cast.northwind, run, kind))
    for name, value in right.items():
        rows[-1][header.index(name)] = value
    return finish(mara, cast.northwind, work(uploaded(mara, cast.northwind, written([header, *rows]))))


def places(address: str) -> list[tuple[int, str]]:
    found = Membership.objects.filter(person__email=address).exclude(role="department_staff")
    return list(found.values_list("account_id", "role"))


def uncalculated(cast: Cast, mara: Client) -> Import:
    """An import of a workbook with a formula for a department, which is blank for who reads it, and a wrong address."""
    data = workbook({"People": sheet(
        text("A1", "Name") + text("B1", "Email") + text("C1", "department_id"),
        text("A2", "Ann Arbor") + text("B2", "ann@nowhere") + '<c r="C2"><f>VLOOKUP(A2,Z:Z,1)</f></c>',
    )})  # fmt: skip
    return finish(mara, cast.northwind, uploaded(mara, cast.northwind, data, name="people.xlsx"))


@KINDS
def test_r9_a_department_typed_for_a_formula_is_kept(cast: Cast, mara: Client, kind: str) -> None:
    run = uncalculated(cast, mara)
    correct(run, 2, cast.mara, name="Ann Arbor", email="ann@nowhere", department=str(cast.maths.pk))
    retry(run, cast.mara)

    loaded_back(cast, mara, run, kind, Email="ann@example.org")

    assert places("ann@example.org") == [(cast.maths.pk, "learner")]


@KINDS
def test_r29_what_was_corrected_and_failed_again_stays_corrected(cast: Cast, mara: Client, kind: str) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "Bo Ek,bo@nowhere,999999,teacher,9"))
    correct(run, 2, cast.mara, name="=Bo", email="bo@still", department="", role="admin")
    retry(run, cast.mara)

    again = loaded_back(cast, mara, run, kind, Email="bo@example.org")

    assert (again.created, again.failed) == (1, 0)
    assert again.import_rows.get().name == "=Bo"
    assert places("bo@example.org") == [(cast.northwind.pk, "admin")]


@KINDS
def test_r29_what_waits_for_its_next_try_is_not_lost(cast: Cast, mara: Client, kind: str) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, f"Bo Ek,bo@nowhere,{cast.physics.pk},,9"))
    correct(run, 2, cast.mara, email="bo@example.org", department=str(cast.maths.pk))

    again = loaded_back(cast, mara, run, kind)

    assert (again.created, again.failed) == (1, 0)
    assert places("bo@example.org") == [(cast.maths.pk, "learner")]


@KINDS
def test_r29_what_the_file_has_no_column_for_gets_one(cast: Cast, mara: Client, kind: str) -> None:
    data = csv("Ann Arbor,ann@nowhere", "Bo Ek,bo@nowhere", header="Name,Email")
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, data))
    correct(run, 3, cast.mara, email="bo@still", department=str(cast.maths.pk), role="admin")
    retry(run, cast.mara)

    again = loaded_back(cast, mara, run, kind, Email="bo@example.org")

    assert (again.created, again.failed) == (1, 1)
    assert places("bo@example.org") == [(cast.maths.pk, "admin")]


def test_r29_a_download_with_such_a_column_is_still_known(cast: Cast, mara: Client) -> None:
    header = "Wer,Post"
    run = upload(mara, cast.northwind, "Ann Arbor,ann@nowhere", header=header)
    send(mara, "match", cast.northwind, run, name=0, last_name="", email=1)
    run.refresh_from_db()
    run = finish(mara, cast.northwind, run)
    correct(run, 2, cast.mara, email="ann@still", department=str(cast.maths.pk))
    retry(run, cast.mara)

    lines = table(take(mara, cast.northwind, run, "problems"))
    second = work(uploaded(mara, cast.northwind, written(lines)))
    third = work(uploaded(mara, cast.northwind, take(mara, cast.northwind, second, "problems")))

    assert lines[0] == ["Wer", "Post", "department_id", "Problem"]
    assert lines[1][:3] == ["Ann Arbor", "ann@still", str(cast.maths.pk)]
    assert (second.origin_id, third.origin_id) == (run.pk, second.pk)
    assert second.mapping == {"name": [0], "email": 1, "department": 2, "role": None, "member": None}
    assert "Problem is not read" in page_of(mara, cast.northwind, second)


@pytest.mark.parametrize("header", ["Name,Email", "Name,Email,department_id"])
@KINDS
def test_r9_the_failed_rows_of_a_department_stay_in_it(cast: Cast, mara: Client, kind: str, header: str) -> None:
    blank = "," * (header.count(",") - 1)
    run = upload(mara, cast.maths, f"Ann Arbor,ann@nowhere{blank}", header=header)
    finish(mara, cast.maths, run)

    loaded_back(cast, mara, run, kind, Email="ann@example.org")

    assert places("ann@example.org") == [(cast.maths.pk, "learner")]


@KINDS
def test_r9_a_department_that_was_cut_off_with_its_line_does_not_load_back_as_a_blank_one(
    cast: Cast, mara: Client, kind: str, settings: Settings
) -> None:
    settings.IMPORT_MAX_COLUMNS = 12
    header = "Name,Email,Note,department_id"
    long = f"Ann Arbor,ann@example.org,{'x' * 500_000},{cast.maths.pk}"
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "Bo Ek,bo@example.org,,", long, header=header))

    again = loaded_back(cast, mara, run, kind, **({"Note": ""} if kind == "problems" else {}))

    assert (run.failed, again.failed, places("ann@example.org")) == (1, 1, [])


@KINDS
def test_r9_a_formula_for_a_department_is_not_forgotten_for_another_problem(
    cast: Cast, mara: Client, kind: str
) -> None:
    data = workbook({"People": sheet(
        text("A1", "Name") + text("B1", "Email") + text("C1", "department_id"),
        text("A2", "Ann\x85Arbor") + text("B2", "ann@example.org") + '<c r="C2"><f>VLOOKUP(A2,Z:Z,1)</f></c>',
    )})  # fmt: skip
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, data, name="people.xlsx"))

    said = page_of(mara, cast.northwind, run)
    again = loaded_back(cast, mara, run, kind, Name="Ann Arbor")

    assert "What else was not read of this row: =VLOOKUP(A2,Z:Z,1)" in said
    assert (run.failed, again.failed, places("ann@example.org")) == (1, 1, [])


@KINDS
def test_asks_as_often_for_many_corrected_rows_as_for_one(
    cast: Cast, mara: Client, kind: str, django_assert_max_num_queries
) -> None:
    rows = [f"P {n},p{n}@nowhere,,," for n in range(30)]
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *rows))
    for number in range(2, 32):
        correct(run, number, cast.mara, email=f"p{number}@still")
    retry(run, cast.mara)

    with django_assert_max_num_queries(25):
        lines = table(take(mara, cast.northwind, run, kind))

    assert len(lines) == 31
