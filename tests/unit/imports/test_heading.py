import io

import pytest

from cerego.errors import Refused
from people.imports.reading.detection import detect
from people.imports.reading.dialect import NO_HEADER, Choices, Limits
from tests.unit.imports.files import LIMITS, cells, detected, read, sheet, text, workbook

PEOPLE = "Ann Lee,ann@example.org,1\nBob Ray,bob@example.org,2\n"


def header_row(content: str) -> int:
    return detected(content.encode()).header_row


@pytest.mark.parametrize(
    ("above", "header", "row"),
    [
        ("", "Name,Email,No", 1),
        ("Staff list\n", "Name,Email,No", 2),
        ("Staff list,,\n\nas of 3 May,,\n", "Name,Email,No", 4),
        ("\n\n", "Wer,Wo,Was", 3),
        ("Staff list\n", "Wer,Wo,Was", 2),
        ("Staff list, May 2026\n", "Full name,E-mail,No", 2),
        ("Staff list,May 2026,draft\n", "Full name,E-mail,No", 2),
        ("Contact,hr@example.org,\n", "Name,Email,No", 2),
        ("version:v1.0\n", "Name,Email,No", 2),
        ("version:v1.0,,\n", "Wer,Wo,Was", 2),
        ("sep=,\nTitle\n", "Name,Email,No", 2),
    ],
)
def test_it_finds_the_header_below_a_title(above, header, row):
    content = f"{above}{header}\n{PEOPLE}"
    dialect = detected(content.encode())
    assert (dialect.delimiter, dialect.header_row) == (",", row)
    assert cells(content)[0] == tuple(header.split(","))
    assert [each.number for each in read(content)] == [row + 1, row + 2]


@pytest.mark.parametrize(
    "content",
    [
        "Wer,Wo,Was\nAnn Lee,,1\nBob Ray,bob@example.org,2\n",
        "Wer,Wo,Was\nAnn Lee,Email,Name\nBob Ray,bob@example.org,2\n" + PEOPLE,
        "Name,Email,No\nName,Email,No\n" + PEOPLE,
        "Who,,department_id\nName,Email,\nAnn,ann@example.org,12\n",
        "Wer,Wo,,,,\nAnn,ann@example.org,1,2,3,4\nBob,bob@example.org,1,2,3,4\n",
        "X,Y\n12,34\n",
    ],
)
def test_it_leaves_no_row_of_people_above_the_header(content):
    assert header_row(content) <= 2
    if "Email,Name" not in content:
        assert header_row(content) == 1


@pytest.mark.parametrize("first", ["Cid Oh,,3", "Cid Oh", "Cid Oh, ,"])
def test_it_takes_nobody_without_an_address_for_the_header(first):
    assert header_row(f"{first}\n{PEOPLE}") == NO_HEADER
    assert header_row(f"Wer,Wo,Was\n{first}\n{PEOPLE}") == 1
    assert header_row(f"Full name,,No\n{PEOPLE}") == 1


def test_it_does_not_take_a_header_in_the_middle_for_the_header():
    assert header_row(PEOPLE + "Name,Email,No\n" + PEOPLE) == NO_HEADER


def test_it_recognises_a_file_without_a_header_and_names_its_columns_by_letter():
    assert detected(PEOPLE.encode()).header_row == NO_HEADER
    assert cells(PEOPLE)[:2] == [("Column A", "Column B", "Column C"), ("Ann Lee", "ann@example.org", "1")]
    assert [row.number for row in read(PEOPLE)] == [1, 2]


def test_it_keeps_the_spreadsheet_s_row_numbers_without_a_header():
    assert [row.number for row in read("\n\n" + PEOPLE)] == [3, 4]


def test_it_does_so_in_a_workbook_too():
    people = [text(f"A{n}", f"Ann {n}") + text(f"B{n}", f"a{n}@example.org") for n in (1, 2)]
    content = workbook({"People": sheet(*people)})
    assert detected(content).header_row == NO_HEADER
    assert [(row.number, row.cells) for row in read(content)] == [
        (1, ("Ann 1", "a1@example.org")),
        (2, ("Ann 2", "a2@example.org")),
    ]


def test_it_offers_the_first_rows_as_headers():
    dialect = detected(f"Staff list\n\nName,Email,No\n{PEOPLE}".encode())
    assert dialect.beginning[:2] == ((1, "Staff list"), (3, "Name · Email · No"))
    assert dialect.above == 1


def test_it_takes_the_row_that_was_chosen():
    content = f"Wer,Wo,Was\nName,Email,No\n{PEOPLE}".encode()
    assert chosen(content, header_row=1).header_row == 1
    assert chosen(content, header_row=2).header_row == 2
    assert chosen(content, header_row=NO_HEADER).header_row == NO_HEADER
    assert chosen(content, header_row=2).chosen == ("header_row",)


@pytest.mark.parametrize(
    ("row", "code"), [(3, "file.no_header"), (5, "file.header_only"), (6, "file.no_such_row"), (2, "file.no_such_row")]
)
def test_it_refuses_a_row_that_can_not_be_the_header(row, code):
    content = b"Name,Email\n\nAnn,ann@example.org\nBob,\nCid,\n"
    with pytest.raises(Refused) as caught:
        chosen(content, header_row=row)
    assert caught.value.code == code


def test_r27_it_counts_the_rows_of_a_file_of_several_chunks():
    content = b"Name,Email\n" + b"Ann,a@example.org\n" * 50_000
    with pytest.raises(Refused) as caught:
        detected(content, Limits(bytes=10_000_000, rows=49_999, columns=5))
    assert caught.value.code == "file.too_many_rows"
    assert detected(content, Limits(bytes=10_000_000, rows=50_000, columns=5)).header_row == 1


def chosen(content: bytes, **choices):
    return detect(io.BytesIO(content), file_name="x.csv", limits=LIMITS, choices=Choices(**choices))
