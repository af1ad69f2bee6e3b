"""What other programs have made of names and member IDs is told, and nothing else is taken for it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.imports.deciding.corrections import Correction, as_it_was_read, parse_corrected
from people.imports.deciding.parse import ParsedRow, parse
from people.imports.deciding.spoilt import MISREAD_AS, looks_like_date, meant
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue
from people.imports.matching.mapping import Mapping
from people.imports.reading.reader import SourceRow
from people.imports.reading.workbook.values import as_seen

MAPPING = Mapping(name=(0,), email=1, member=2)
NAMES = [
    "José",
    "Zoë Müller",
    "NUÑEZ",
    "Łukasz Żółć",
    "Иван Петров",
    "Γιώργος",
    "Ayşe Yılmaz",
    "Ann’s",
    "Ann\u00a0Lee",
    "山田 太郎",
]


def misread(name: str, encoding: str, times: int) -> str:
    """What becomes of a name; nothing where the encoding lacks a letter for one of its bytes."""
    try:
        for _ in range(times):
            name = name.encode().decode(encoding)
    except UnicodeDecodeError:
        return ""
    return name


GARBLED = [
    (garbled, name)
    for name in NAMES
    for encoding in MISREAD_AS
    for times in ((1,) if " " not in name and "\u00a0" in name else (1, 2))
    if (garbled := misread(name, encoding, times))
]


def row(name: str, member_id: str) -> SourceRow:
    return SourceRow(2, 2, (name, "ann@example.org", member_id))


def codes(parsed: ParsedRow) -> list[Code]:
    return [issue.code for issue in parsed.issues]


@pytest.mark.parametrize(("garbled", "name"), GARBLED)
def test_r6_a_name_whose_letters_were_misread_fails_and_says_what_was_meant(garbled: str, name: str) -> None:
    parsed = parse(row(garbled, ""), MAPPING)
    assert (codes(parsed), parsed.name) == ([Code.NAME_GARBLED], "")
    assert parsed.issues[0].details["meant"] == name


@pytest.mark.parametrize(
    "name",
    [
        *NAMES,
        "JOSÉ–MARIA Groß–Meier",
        "MAJÄ’S",
        "“RENÉ” LEE",
        "Ã",
        "João ÃO",
        "Đặng Thị Ngọc",
        "Åsa Ä Ö",
        "Ð’Arc",
        "Сергій Їжакевич",
        "Владимир «Вова» Ђорђевић",
        "Ρ´Αλφα",
        "نور الدین",
        "François–Xavier",
        "Ș†ef",
    ],
)
def test_r6_a_name_with_strange_letters_is_not_taken_for_a_misread_one(name: str) -> None:
    assert meant(name) == ""


@pytest.mark.parametrize("name", ["M?ller", "?zg?r Y?lmaz", "Ren?", "Jos? N??ez"])
def test_r6_a_name_with_a_question_mark_beside_a_letter_comes_in_with_a_warning(name: str) -> None:
    parsed = parse(row(name, ""), MAPPING)
    assert (codes(parsed), parsed.name, parsed.is_broken) == ([Code.NAME_QUESTIONED], name, False)
    assert codes(parse(row("Ann (?)", ""), MAPPING)) == []


@given(st.text(st.characters(categories=["L", "Mn", "Zs"]), max_size=30))
def test_whatever_is_said_to_be_meant_becomes_the_name_when_it_is_misread(text: str) -> None:
    if likely := meant(text):
        assert text in {misread(likely, encoding, times) for encoding in MISREAD_AS for times in (1, 2, 3)}


@pytest.mark.parametrize(
    "cell",
    ["1-Mar", "Mar-01", "01-Mar-24", "01. Mrz", "Mrz 24", "3/1/2024", "01.03.2024", "2024-03-01", "1-sept.", "mars-01"],
)
def test_r8_a_member_id_that_looks_like_a_date_comes_in_with_a_warning(cell: str) -> None:
    parsed = parse(row("Ann", cell), MAPPING)
    assert (codes(parsed), parsed.member_id, parsed.is_broken) == ([Code.MEMBER_ID_LIKE_DATE], cell, False)


@pytest.mark.parametrize(
    "text",
    [
        "MAR-01",
        "1-MAR",
        "Mar",
        "2024",
        "A-1",
        "12-34",
        "1.2.3",
        "2024-13-45",
        "99/99/2024",
        "mar01",
        "1-Mara",
        "2024-3/1",
    ],
)
def test_r8_what_only_looks_a_little_like_a_date_is_no_date(text: str) -> None:
    assert not looks_like_date(text)


@pytest.mark.parametrize("value", [date(2024, 3, 1), time(10, 30), timedelta(hours=30)])
def test_r8_a_cell_that_is_a_date_is_no_member_id_until_something_else_is_typed(value: object) -> None:
    source = row("Ann", as_seen(value))
    parsed = parse(source, MAPPING)
    assert (codes(parsed), parsed.member_id) == ([Code.MEMBER_ID_DATE], "")
    stored = as_it_was_read(2, 2, [str(cell) for cell in source.cells], parsed.issues, MAPPING)

    def typed(**values: str) -> ParsedRow:
        correction = Correction({Field(name): text for name, text in values.items()})
        return parse_corrected(stored, MAPPING, correction)

    assert codes(typed(name="Bob")) == [Code.MEMBER_ID_DATE]
    assert codes(typed(member_id=str(source.cells[2]))) == [Code.MEMBER_ID_DATE]
    assert typed(member_id="MAR-1") == ParsedRow(2, "Ann", "ann@example.org", member_id="MAR-1")
    assert typed(member_id="") == ParsedRow(2, "Ann", "ann@example.org")


def test_dates_elsewhere_do_no_harm() -> None:
    moved = Mapping(name=(0,), email=1)
    assert parse(row("Ann", as_seen(date(2024, 3, 1))), moved) == ParsedRow(2, "Ann", "ann@example.org")


def test_what_the_reader_said_of_a_stored_row_comes_back_with_it() -> None:
    found = [Issue(Code.EMAIL_INVALID), Issue(Code.MEMBER_ID_DATE), formula := Issue(Code.ROW_NOT_CALCULATED)]
    stored = as_it_was_read(2, 2, ["Ann", "a@b.org", "10:30:00"], found, MAPPING)
    assert stored.issue == formula
    assert codes(parse(stored._replace(issue=None), MAPPING)) == [Code.MEMBER_ID_DATE]
