"""`manage.py import_people`: what one may say of how a file is written, as on the page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from people.models import Import, Person
from tests.factories import Cast
from tests.integration.conftest import ImportPeople
from tests.unit.imports.files import person_cells, sheet, text, workbook

pytestmark = pytest.mark.usefixtures("small_batches")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of these bytes."""

    def written(content: bytes, name: str = "people.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def names(cast: Cast) -> set[str]:
    """The people whom files brought."""
    return set(Person.objects.filter(email__endswith="@x.example").values_list("full_name", flat=True))


def test_it_finds_out_by_itself(cast: Cast, write: Callable[..., Path], import_people: ImportPeople) -> None:
    ran = import_people(write("Staff list\r\nName;E-Mail\r\nZoë Müller;z@x.example\r\n".encode("cp1252")), "--json")
    assert (ran.code, ran.json["created"]) == (0, 1)
    assert names(cast) == {"Zoë Müller"}
    assert "The header is in row 2; what stands above it is not read." in ran.err


def test_it_says_what_it_guessed(cast: Cast, write: Callable[..., Path], import_people: ImportPeople) -> None:
    ran = import_people(write("Name,Email\nZoë,z@x.example\n".encode("cp1252")))
    assert "Read as Windows-1252, comma, which is a guess. If it is wrong, use --encoding." in ran.err


@pytest.mark.parametrize(
    ("content", "flags", "name"),
    [
        ("Name,Email\nZoë,z@x.example\n".encode("mac_roman"), ["--encoding", "Mac-Roman"], "Zoë"),
        (b"Name,Email\nZo\xd4,z@x.example\n", ["--encoding", "windows-1252"], "ZoÔ"),
        (b"Name;x,Email\nAnn;y,z@x.example\n", ["--delimiter", "comma", "--name", "A"], "Ann;y"),
        (b'Name,Email\nAnn "A" Lee,z@x.example\n', ["--quote", "none"], 'Ann "A" Lee'),
        (b"Name,Email\nWer,Wo\nAnn,z@x.example\n", ["--header-row", "2", "--name", "Wer"], "Ann"),
        (b"Ann Lee,z@x.example\n", ["--header-row", "none"], "Ann Lee"),
        (b"Ann Lee,z@x.example\n", [], "Ann Lee"),
    ],
)
def test_it_reads_a_file_as_one_says(
    cast: Cast, write: Callable[..., Path], import_people: ImportPeople, content: bytes, flags: list[str], name: str
) -> None:
    ran = import_people(write(content), "--json", *flags)
    assert (ran.code, ran.json["created"]) == (0, 1)
    assert names(cast) == {name}


def test_it_reads_the_sheet_one_names(cast: Cast, write: Callable[..., Path], import_people: ImportPeople) -> None:
    header = text("A1", "Name") + text("B1", "Email")
    sheets = {name: sheet(header, text("A2", name) + text("B2", "z@x.example")) for name in ("First", "Second")}
    path = write(workbook(sheets), "people.xlsx")
    assert import_people(path, "--json", "--sheet", "Second").json["created"] == 1
    assert names(cast) == {"Second"}


def test_it_tells_that_there_is_no_header(cast: Cast, write: Callable[..., Path], import_people: ImportPeople) -> None:
    ran = import_people(write(b"Ann Lee,z@x.example\n"))
    assert "This file has no header, so its columns are named by letter" in ran.err


@pytest.mark.parametrize(
    ("hidden", "said"), [({2}, "1 row of this sheet is hidden"), ({2, 3}, "2 rows of this sheet are")]
)
def test_it_tells_of_hidden_rows(
    cast: Cast, write: Callable[..., Path], import_people: ImportPeople, hidden: set[int], said: str
) -> None:
    rows = sheet(person_cells(1), person_cells(2), person_cells(3))
    for number in hidden:
        rows = rows.replace(f'<row r="{number}">', f'<row r="{number}" hidden="1">')
    ran = import_people(write(workbook({"People": rows}), "people.xlsx"), "--json")
    assert (ran.json["created"], said in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (["--encoding", "utf-16-be"], "file.other_encoding"),
        (["--delimiter", "|"], "file.one_column"),
        (["--header-row", "2"], "file.no_header"),
        (["--header-row", "9"], "file.no_such_row"),
        (["--sheet", "People"], "file.no_sheets"),
        (["--encoding", "klingon"], "arguments.invalid"),
        (["--delimiter", "x"], "arguments.invalid"),
        (["--quote", "x"], "arguments.invalid"),
        (["--header-row", "0"], "arguments.invalid"),
        (["--header-row", "-1"], "arguments.invalid"),
    ],
)
def test_it_refuses_what_the_file_is_not(
    cast: Cast, write: Callable[..., Path], import_people: ImportPeople, flags: list[str], code: str
) -> None:
    ran = import_people(write(b"Name,Email\nAnn,z@x.example\nBob,y@x.example\n"), "--json", *flags)
    assert (ran.code, ran.json["problem"]["code"]) == (2, code)
    assert not Import.objects.exists()


def test_it_remembers_the_columns_of_the_same_header(
    cast: Cast, write: Callable[..., Path], import_people: ImportPeople
) -> None:
    header = b"Name,Known as,Email\n"
    import_people(write(header + b"Ann Lee,Annie Lee,z@x.example\n"), "--json", "--name", "Known as")
    assert import_people(write(header + b"Bob Ray,Bobby Ray,y@x.example\n"), "--json").json["created"] == 1
    assert names(cast) == {"Annie Lee", "Bobby Ray"}
