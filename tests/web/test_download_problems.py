"""Failed rows as a file (R29): the file's own columns and Problem, back in as an import that knows where it came from."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Import
from tests.factories import Cast
from tests.unit.imports.files import sheet, text, workbook
from tests.web.takings import table, take, written
from tests.web.uploads import csv, finish, page_of, send, upload, uploaded, work

HEADER = "Site,Wer,=Wo,department_id, Post ,cerego_role"
"""Columns in an order and a spelling of their own; Wer is the name and Post the address."""


@pytest.fixture
def run(cast: Cast, mara: Client) -> Import:
    """An import of which three rows failed."""
    made = upload(
        mara, cast.northwind,
        f"1,Ann Arbor,-1,{cast.maths.pk},ann@example.org,course_manager",
        "2,Bo Ek,=2+2,999999,bo@nowhere,teacher",
        "3,'-Cy Dahl,,,+cy@@example.org,",
        "4,Di Eng,,,,",
        header=HEADER,
    )  # fmt: skip
    send(mara, "match", cast.northwind, made, name=1, last_name="", email=4, existing="add-only")
    made.refresh_from_db()
    return finish(mara, cast.northwind, made, name=1, last_name="", email=4, existing="add-only")


def test_r29_failed_rows_are_the_files_own_columns_and_what_is_wrong(cast: Cast, mara: Client, run: Import) -> None:
    header, *rows = table(take(mara, cast.northwind, run, "problems"))

    assert header == ["Site", "Wer", "'=Wo", "department_id", "Post", "cerego_role", "Problem"]
    assert [row[:-1] for row in rows] == [
        ["2", "Bo Ek", "'=2+2", "999999", "bo@nowhere", "teacher"],
        ["3", "'-Cy Dahl", "", "", "'+cy@@example.org", ""],
        ["4", "Di Eng", "", "", "", ""],
    ]
    assert "“bo@nowhere” is not an e-mail address" in rows[0][-1]
    assert "“teacher” is not a role." in rows[0][-1]
    assert rows[2][-1] == "The e-mail address is missing. Fill it in."


def test_r29_cells_are_parted_as_in_the_file(cast: Cast, mara: Client) -> None:
    lines = ("Name;Email;Ort", "Bo Ek;bo@nowhere;Köln, Süd", "Ann Arbor;ann@example.org;")
    made = finish(mara, cast.northwind, work(uploaded(mara, cast.northwind, "\r\n".join(lines).encode())))

    first, second = take(mara, cast.northwind, made, "problems").decode("utf-8-sig").splitlines()
    people = take(mara, cast.northwind, made, "people").decode("utf-8-sig").splitlines()

    assert first == "Name;Email;Ort;Problem"
    assert second.startswith("Bo Ek;bo@nowhere;Köln, Süd;“bo@nowhere” is not an e-mail address")
    assert people[1].startswith("Ann Arbor;ann@example.org;")


def test_r29_corrected_rows_come_in_without_anything_being_chosen_again(cast: Cast, mara: Client, run: Import) -> None:
    header, *rows = table(take(mara, cast.northwind, run, "problems"))
    rows[0][3:6] = ["", "bo@example.org", ""]
    rows[1][4] = "'+cy@example.org"
    rows[2][4] = "di@example.org"

    corrected = work(uploaded(mara, cast.northwind, written([header, *rows], delimiter=";"), name="Mappe1.csv"))

    assert (corrected.origin_id, corrected.mapping, corrected.options) == (run.pk, run.mapping, run.options)
    page = page_of(mara, cast.northwind, corrected)
    assert f"This is your download of the 3 rows of people.csv of {run.created_at:%-d %B %Y} that had problems." in page
    assert "Not imported: Site (A), =Wo (C)." in page
    done = finish(mara, cast.northwind, corrected)
    assert (done.created, done.failed, done.rows) == (3, 0, 3)
    names = set(done.import_rows.values_list("name", "email"))
    assert names == {("Bo Ek", "bo@example.org"), ("-Cy Dahl", "+cy@example.org"), ("Di Eng", "di@example.org")}


def test_r29_what_still_fails_is_downloaded_with_one_problem_column(cast: Cast, mara: Client, run: Import) -> None:
    lines = take(mara, cast.northwind, run, "problems")
    second = finish(mara, cast.northwind, work(uploaded(mara, cast.northwind, lines)))

    again = take(mara, cast.northwind, second, "problems")
    third = work(uploaded(mara, cast.northwind, again))

    assert (second.origin_id, second.failed) == (run.pk, 3)
    assert table(again) == table(lines)
    assert third.origin_id == second.pk


def test_tells_by_the_files_name_which_of_several_imports_it_is_of(cast: Cast, mara: Client) -> None:
    first, second = (finish(mara, cast.northwind, upload(mara, cast.northwind, f"A,{n}@nowhere,,,")) for n in range(2))
    file = take(mara, cast.northwind, first, "problems")
    take(mara, cast.northwind, second, "problems")

    named = uploaded(mara, cast.northwind, file, name=f"people-problems-{first.pk} (1).csv")
    renamed = uploaded(mara, cast.northwind, file, name="staff.csv")
    strange = uploaded(mara, cast.northwind, file, name=f"people-problems-{10**17}.csv")

    assert (named.origin_id, renamed.origin_id, strange.origin_id) == (first.pk, second.pk, second.pk)


def test_takes_no_other_file_for_a_download(cast: Cast, mara: Client, as_) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "A,a@nowhere,,,"))
    file = written([["Name", "Email", "department_id", "cerego_role", "member_id", "Problem"], ["A", "a@x.example"]])
    assert uploaded(mara, cast.northwind, file).origin_id is None  # nobody has downloaded anything yet
    take(mara, cast.northwind, run, "problems")

    assert uploaded(mara, cast.northwind, file).origin_id == run.pk
    assert uploaded(mara, cast.maths, file).origin_id is None
    assert uploaded(as_(cast.olga), cast.contoso, file).origin_id is None
    other = uploaded(mara, cast.northwind, file.replace(b"member_id", b"other"))
    assert other.origin_id is None
    assert "Problem (F)" in page_of(mara, cast.northwind, other)


def test_lets_a_row_with_too_many_cells_in_only_once_it_is_mended(cast: Cast, mara: Client) -> None:
    data = csv("ann@example.org,Arbor, Ann,,x", header="Email,Name")
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, data))

    lines = table(take(mara, cast.northwind, run, "problems"))
    again = work(uploaded(mara, cast.northwind, written(lines)))

    assert lines[1][:2] + lines[1][3:] == ["ann@example.org", "Arbor", " Ann", "", "x"]
    assert (again.check_counts["failed"], again.origin_id) == (1, run.pk)


@pytest.mark.parametrize("kind", ["problems", "result"])
@pytest.mark.parametrize(
    ("line", "beyond"),
    [
        ('"Ann Arbor,ann@example.org,,,', '"Ann Arbor,ann@example.org,,,'),
        ("Ann Arbor,ann@example.org,,,7,x", "x"),
    ],
)
def test_r26_a_row_that_was_not_read_loads_back_only_once_it_is_mended(
    cast: Cast, mara: Client, kind: str, line: str, beyond: str
) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "Bo Ek,bo@example.org,,,", line))

    header, *rows = table(take(mara, cast.northwind, run, kind))
    again = work(uploaded(mara, cast.northwind, written([header, *rows])))
    assert rows[-1][len(header) :] == [beyond]
    assert "What stands in the cells after this one" in rows[-1][len(header) - 1]
    assert again.check_counts["failed"] == 1

    rows[-1][header.index("Name")] = "Ann Arbor"
    mended = work(uploaded(mara, cast.northwind, written([header, *(row[: len(header)] for row in rows)])))
    assert (mended.check_counts["created"], mended.check_counts["failed"]) == (1, 0)


@pytest.mark.parametrize("kind", ["problems", "result"])
def test_r9_a_department_that_nobody_has_calculated_does_not_load_back_as_a_blank_one(
    cast: Cast, mara: Client, kind: str
) -> None:
    data = workbook({"People": sheet(
        text("A1", "Name") + text("B1", "Email") + text("C1", "department_id"),
        text("A2", "Ann Arbor") + text("B2", "ann@example.org") + "<c r=\"C2\"><f>VLOOKUP(A2,Z:Z,1)</f></c>",
    )})  # fmt: skip
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, data, name="people.xlsx"))

    lines = table(take(mara, cast.northwind, run, kind))
    again = work(uploaded(mara, cast.northwind, written(lines)))

    assert lines[1][len(lines[0]) :] == ["'=VLOOKUP(A2,Z:Z,1)"]
    assert (again.check_counts["created"], again.check_counts["failed"]) == (0, 1)


def test_has_the_rows_with_problems_before_the_import_too(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann,ann@example.org,,,", "Bo,bo@nowhere,,,"))

    assert [row[0] for row in table(take(mara, cast.northwind, run, "problems"))] == ["Name", "Bo"]
    for kind in ("result", "people"):
        answer = mara.get(reverse(f"download_{kind}", args=[cast.northwind.pk, run.pk]), follow=True)
        assert "There is nothing to download yet." in answer.content.decode()
