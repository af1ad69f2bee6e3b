"""A file that was not read rightly is read otherwise, by the door of the pages."""

import pytest

from people.imports.run import retention
from people.models import Import
from tests.api.conftest import Caller
from tests.factories import Cast
from tests.unit.imports.files import person_cells, sheet, workbook
from tests.web.uploads import work

SEMICOLONS = "Bericht vom 3. Mai\nName;Email\nJürgen Groß;jg@example.org\n".encode("cp1252")


def read(mara: Caller, cast: Cast, content: bytes, **fields: object) -> tuple[Import, str]:
    """An import of it that is checked, and its path."""
    made = mara.upload(cast.northwind, content=content, **fields)
    assert made.status_code == 202, made.json()
    return work(Import.objects.get(pk=made.json()["id"])), f"imports/{made.json()['id']}/"


def test_it_says_for_programs_too_how_a_file_is_read(cast: Cast, mara: Caller) -> None:
    _, path = read(mara, cast, SEMICOLONS)

    reading = mara.get(path).json()["reading"]

    assert {name: reading[name] for name in ("encoding", "delimiter", "quote", "header_row")} == {
        "encoding": "cp1252", "delimiter": ";", "quote": '"', "header_row": 2,
    }  # fmt: skip
    assert (reading["sheet"], reading["sheets"]) == ("", [])


def test_it_is_read_as_somebody_says_and_checked_again(cast: Cast, mara: Caller) -> None:
    run, path = read(mara, cast, SEMICOLONS, encoding="KOI8-R", delimiter="semicolon")
    assert run.import_rows.get().name != "Jürgen Groß"

    answer = mara.patch(path, {"encoding": "Windows-1252", "existing": "add-only"})

    assert (answer.status_code, answer.json()["status"]) == (202, "checking")
    assert (answer.json()["reading"]["encoding"], answer.json()["reading"]["delimiter"]) == ("cp1252", ";")
    assert answer.json()["options"]["existing"] == "add-only"
    assert work(run).import_rows.get().name == "Jürgen Groß"


def test_columns_are_sent_along_where_they_can_t_be_guessed(cast: Cast, mara: Caller) -> None:
    run, path = read(mara, cast, b"Name,Email\nx,y\nAnn Arbor,nowhere\n")

    lost = mara.patch(path, {"header_row": 2})
    assert (lost.status_code, lost.json()["code"]) == (422, "mapping.not_guessed")
    assert mara.get(path).json()["reading"]["header_row"] == 1, "all of it or nothing"

    found = mara.patch(path, {"header_row": 2, "name": ["x"], "email": "y"})
    assert (found.status_code, found.json()["reading"]["header_row"]) == (202, 2)
    assert [row.name for row in work(run).import_rows.all()] == ["Ann Arbor"]


def test_another_sheet_is_chosen_by_its_name(cast: Cast, mara: Caller) -> None:
    two, three = ([person_cells(number) for number in range(1, last + 1)] for last in (2, 3))
    run, path = read(mara, cast, workbook({"2025": sheet(*two), "2026": sheet(*three)}))
    assert run.rows == 1
    assert mara.get(path).json()["reading"]["sheets"] == ["2025", "2026"]

    assert mara.patch(path, {"sheet": "2026"}).status_code == 202

    assert work(run).rows == 2
    assert mara.patch(path, {"sheet": "2027"}).json()["code"] == "file.no_such_sheet"
    assert mara.patch(path, {"encoding": "UTF-8"}).json()["code"] == "file.is_workbook"


@pytest.mark.parametrize("delimiter", ["\t", "tab", "Tab"])
def test_a_tab_may_be_written_or_named(cast: Cast, mara: Caller, delimiter: str) -> None:
    _, path = read(mara, cast, b"Name\tEmail\nAnn Arbor\tann@example.org\n")
    assert mara.patch(path, {"delimiter": delimiter}).json()["reading"]["delimiter"] == "\t"


def test_what_has_begun_or_is_deleted_is_not_read_again(cast: Cast, mara: Caller) -> None:
    run, path = read(mara, cast, SEMICOLONS)
    mara.post(f"{path}start/")
    work(run)
    assert mara.patch(path, {"encoding": "Windows-1252"}).json()["code"] == "import.begun"

    retention.forget_file(Import.objects.get(pk=run.pk))  # as when somebody in it is removed for good
    assert mara.patch(path, {"encoding": "Windows-1252"}).json()["code"] == "import.begun"
    Import.objects.filter(pk=run.pk).update(expired_at="2026-01-01T00:00Z")
    assert mara.patch(path, {"encoding": "Windows-1252"}).json()["code"] == "import.expired"
