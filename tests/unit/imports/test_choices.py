import io

import pytest

from cerego.errors import Refused
from people.imports.reading.detection import detect
from people.imports.reading.dialect import Choices, Dialect
from people.imports.reading.text.encoding import MARKS
from people.imports.reading.text.legacy import CANDIDATES
from people.imports.reading.wording import ENCODINGS, encoding_named
from tests.unit.imports.files import LIMITS, cells, sheet, text, workbook


def chosen(content: bytes, **choices) -> Dialect:
    return detect(io.BytesIO(content), file_name="x.csv", limits=LIMITS, choices=Choices(**choices))


def refusal(content: bytes, **choices) -> Refused:
    with pytest.raises(Refused) as caught:
        chosen(content, **choices)
    return caught.value


def people(name: str = "Ann") -> str:
    header = text("A1", "Name") + text("B1", "Email")
    return sheet(header, text("A2", name) + text("B2", f"{name.lower()}@example.org"))


NOTES = sheet(text("A1", "About") + text("B1", "this"), text("A2", "Ask") + text("B2", "Mara"))


def test_it_reads_a_file_in_the_encoding_that_was_chosen():
    content = "Name,Email\nZoë,z@example.org\n".encode("cp1252")
    dialect = chosen(content, encoding="cp1250")
    assert (dialect.encoding, dialect.guessed, dialect.chosen) == ("cp1250", (), ("encoding",))
    assert cells(content, chosen(content, encoding="mac_roman"))[1][0] == "ZoÎ"


def test_it_refuses_an_encoding_in_which_the_file_is_not():
    refused = refusal("Name,Email\nAnn,a@example.org\nZoë,z@example.org\n".encode("cp1252"), encoding="utf-8")
    assert (refused.code, refused.context) == ("file.other_encoding", {"encoding": "UTF-8", "line": 3})


def test_it_parts_cells_as_was_chosen():
    content = b"Name;Email,Work\nAnn;a@example.org,x\n"
    assert cells(content, chosen(content, delimiter=","))[0] == ("Name;Email", "Work")
    assert cells(content, chosen(content, delimiter=";"))[0] == ("Name", "Email,Work")
    assert refusal(content, delimiter="|").code == "file.one_column"


def test_it_takes_quotes_for_letters_where_nothing_is_quoted():
    content = b'Name,Email\nBob "Bo" Ray,b@example.org\n"Ann,a@example.org\n'
    assert cells(content, chosen(content, quote=""))[1:] == [
        ('Bob "Bo" Ray', "b@example.org"),
        ('"Ann', "a@example.org"),
    ]
    assert Dialect.from_json(chosen(content, quote="").as_json()).quote == ""


def test_it_takes_single_quotes_that_were_chosen():
    content = b"Name,Email\n'Ray, Bob',b@example.org\nAnn,a@example.org\n"
    assert cells(content, chosen(content, quote="'"))[1] == ("Ray, Bob", "b@example.org")


def test_it_reads_the_sheet_that_was_chosen():
    content = workbook({"First": people("Ann"), "Second": people("Bob"), "Kept": people("Cid")}, {"Kept": "hidden"})
    assert cells(content, chosen(content, sheet="Second"))[1][0] == "Bob"
    assert cells(content, chosen(content, sheet="Kept"))[1][0] == "Cid"
    dialect = chosen(content)
    assert (dialect.sheet, dialect.sheets, dialect.hidden) == ("First", ("First", "Second", "Kept"), ("Kept",))
    assert refusal(content, sheet="third").context == {"sheet": "third", "sheets": ("First", "Second", "Kept")}


@pytest.mark.parametrize("cover", [NOTES, "", sheet(text("A1", "Only one cell"))])
def test_it_takes_the_first_sheet_with_people_and_says_so(cover):
    dialect = chosen(workbook({"Cover": cover, "People": people()}))
    assert (dialect.sheet, dialect.guessed) == ("People", ("sheet",))


def test_it_prefers_no_hidden_sheet():
    dialect = chosen(workbook({"Old": people("Old"), "New": NOTES}, {"Old": "hidden"}))
    assert dialect.sheet == "New"


def test_it_refuses_choices_that_the_kind_of_file_does_not_have():
    assert refusal(workbook({"People": people()}), encoding="utf-8").code == "file.is_workbook"
    assert refusal(workbook({"People": people()}), quote="").code == "file.is_workbook"
    assert refusal(b"Name,Email\nAnn,a@example.org\n", sheet="People").code == "file.no_sheets"


def test_it_has_words_for_every_encoding_that_it_finds():
    assert {*CANDIDATES, *(name for _, name in MARKS)} <= set(ENCODINGS)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("UTF-8", "utf-8"), ("utf8", "utf-8"), ("utf-8-sig", "utf-8"), ("Windows-1252", "cp1252"), ("cp1252", "cp1252"),
        ("latin-1", "iso8859_1"), ("ISO-8859-15", "iso8859_15"), ("Mac Roman", "mac_roman"), ("macroman", "mac_roman"),
        ("Shift-JIS", "cp932"), ("shift_jis", "cp932"), ("GBK", "gb18030"), ("UTF-16LE", "utf-16-le"),
        ("utf-16", "utf-16-le"), ("rot13", None), ("klingon", None), ("", None), ("a\0b", None), ("ä", None),
    ],
)  # fmt: skip
def test_it_knows_encodings_by_their_usual_names(spelling, name):
    assert encoding_named(spelling) == name
