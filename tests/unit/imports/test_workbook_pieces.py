"""Large workbooks are read piece by piece: as right as in one, and with little in memory."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerego.errors import Refused
from people.imports.reading.reader import sheet_names
from people.imports.reading.workbook import archive, pieces
from people.imports.reading.workbook.contents import Contents
from people.imports.reading.workbook.strings import Strings
from tests.unit.imports.files import Limits, cells, detected, read, sheet, text, value, workbook
from tests.unit.peak import peak_megabytes

SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
HEADER = text("A1", "Name") + text("B1", "Email") + text("C1", "member_id")


def shared(*texts: str) -> dict[str, str]:
    return {"xl/sharedStrings.xml": SHARED.format("".join(f"<si><t>{each}</t></si>" for each in texts))}


def person(number: int, third: str = "") -> str:
    return text(f"A{number}", f"Ann {number}") + text(f"B{number}", f"a{number}@b.org") + third


@contextmanager
def in_small_pieces() -> Iterator[None]:
    """Pieces of a row or two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "SMALL", 400)
        patch.setattr(pieces, "FIRST", 200)
        patch.setattr(pieces, "BEGINNING", 3_000)
        patch.setattr(archive, "PIECE", 150)
        yield


@pytest.fixture
def small_pieces() -> Iterator[None]:
    with in_small_pieces():
        yield


filled = st.one_of(
    st.builds(lambda n: lambda ref: f'<c r="{ref}" t="s"><v>{n}</v></c>', st.integers(0, 4)),
    st.builds(lambda n: lambda ref: f"<c t='s'  r='{ref}'><v>{n}</v></c>", st.integers(0, 4)),
    st.sampled_from(
        [
            lambda ref: text(ref, 'inline t="s"><v>3</v>'),
            lambda ref: value(ref, "12.0"),
            lambda ref: value(ref, "#N/A", ' t="e"'),
            lambda ref: f'<c r="{ref}" s="1"/>',
            lambda ref: f'<c r="{ref}" t="s"/>',
            lambda ref: value(ref, "46145", ' s="1"'),
        ]
    ),
)
lines = st.lists(st.lists(st.tuples(st.sampled_from("ABCDEF"), filled), max_size=6, unique_by=lambda cell: cell[0]))


@given(lines, st.integers(1, 5))
def test_it_reads_in_pieces_what_it_reads_in_one(lines, gap):
    rows = [f'<row r="1">{HEADER}</row>', f'<row r="2">{person(2)}</row>']
    for index, line in enumerate(lines):
        number = 3 + index * gap
        rows.append(f'<row r="{number}">{"".join(cell(f"{letter}{number}") for letter, cell in sorted(line))}</row>')
    content = workbook({"People": "".join(rows)}, **shared("Zoë", "a@b.org", "007", "", "x &amp; y"))
    whole = cells(content), [row.number for row in read(content)]
    with in_small_pieces():
        assert (cells(content), [row.number for row in read(content)]) == whole


def test_it_makes_several_pieces_and_none_knows_texts_of_another(small_pieces):
    texts = [f"Person {number}" for number in range(50)]
    rows = [text(f"A{n}", "x") + f'<c r="B{n}" t="s"><v>{n}</v></c>' for n in range(2, 40)]
    stream = io.BytesIO(workbook({"People": sheet(HEADER, *rows)}, **shared(*texts)))
    found = [Contents(piece) for piece in pieces.pieces(stream, "People")]  # type: ignore[arg-type]
    assert len(found) > 5
    assert all(b"".join(each.pieces("xl/sharedStrings.xml")).count(b"<si>") < 10 for each in found)


def test_it_reads_no_more_texts_than_its_rows_need():
    content = (b"<sst>" + b"".join(b"<si><t>%d</t></si>" % number for number in range(10_000)) + b"</sst>",)
    taken: list[bytes] = []

    def given() -> Iterator[bytes]:
        for at in range(0, len(content[0]), 100):
            taken.append(content[0][at : at + 100])
            yield taken[-1]

    strings = Strings(given())
    assert (strings.head, strings[0], strings[50]) == (b"<sst>", b"<si><t>0</t></si>", b"<si><t>50</t></si>")
    assert len(taken) < 15
    assert strings[9_999] == b"<si><t>9999</t></si>"
    assert strings[7] == b"<si><t>7</t></si>"
    strings.close()


def test_it_looks_at_the_beginnings_of_all_sheets_only(small_pieces):
    long = sheet(HEADER, *(person(number) for number in range(2, 500)))
    content = workbook({"People": long, "More": long})
    assert sheet_names(io.BytesIO(content)) == ("People", "More")
    beginning = pieces.abridged(io.BytesIO(content))
    assert all(Contents(beginning).size(path) < 5_000 for path in Contents(beginning).sheets.values())
    dialect = type(detected(content)).from_json(detected(content).as_json() | {"sheet": "More", "header_row": 1})
    assert len(read(content, dialect)) == 498


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="9">{person(9)}</row>' * 3 + f'<row r="3">{person(3)}</row>' * 3,  # out of order
        f'<row r="3">{text("A3", "x")}<c r="B3" t="s"><v>99</v></c></row>' * 9,  # a text that is not there
        f'<row r="3">{text("A3", "x")}<c r="B3" t="s"><w/><v>1</v></c></row>' * 9,  # a cell that no program writes
        f'<row r="3">{text("A3", "x")}' * 20,  # rows that do not end
    ],
)
def test_it_refuses_what_can_not_be_cut_rather_than_read_it_wrong(small_pieces, rows):
    content = workbook({"People": f'<row r="1">{HEADER}</row><row r="2">{person(2)}</row>{rows}'}, **shared("x", "y"))
    with pytest.raises(Refused) as caught:
        read(content)
    assert caught.value.code == "file.workbook_broken"


def test_it_cuts_between_rows_whatever_their_tags_are_called():
    sheet = b"<x:worksheet><x:cols/><x:sheetData><x:row r='1'/><x:row r='2'></x:row>\n<x:row r='3'/></x:sheetData>more"
    content = (sheet[at : at + 5] for at in range(0, len(sheet), 5))
    head, tail = b"<x:worksheet><x:cols/><x:sheetData>", b"</x:sheetData></x:worksheet>"
    assert list(pieces.cut(content, 30, 30)) == [
        head + b"<x:row r='1'/>" + tail,
        head + b"<x:row r='2'></x:row>\n" + tail,
        head + b"<x:row r='3'/>" + tail,
    ]


def test_it_refuses_a_sheet_that_does_not_end(small_pieces):
    content = workbook({"People": sheet(HEADER, *(person(number) for number in range(2, 30)))})
    stream = io.BytesIO(content)
    path = Contents(stream).sheets["People"]
    whole = b"".join(Contents(stream).pieces(path))
    with pytest.raises(ValueError, match="does not end"):
        list(pieces.cut(iter([whole[: len(whole) // 2]]), 400, 400))


def test_it_refuses_more_texts_than_there_can_be_cells(small_pieces, monkeypatch):
    monkeypatch.setattr("people.imports.reading.workbook.strings.MOST", 100)
    far = person(2, '<c r="C2" t="s"><v>100</v></c>')
    with pytest.raises(Refused) as caught:
        read(workbook({"People": sheet(HEADER, far)}, **shared(*["x"] * 102)))
    assert caught.value.code == "file.workbook_too_spread"


@pytest.mark.slow
def test_it_takes_little_memory_for_very_many_cells(tmp_path):
    rows = (
        f'<row r="{n}">{text(f"A{n}", f"Ann {n}")}{text(f"B{n}", f"a{n}@b.org")}'
        f'<c r="C{n}" t="s"><v>{n}</v></c><c r="D{n}"><v>{n}</v></c></row>'
        for n in range(2, 150_000)
    )
    texts = shared(*(f"Text {number}" for number in range(150_000)))
    content = workbook({"People": f'<row r="1">{HEADER}</row>' + "".join(rows)}, **texts)
    (tmp_path / "file").write_bytes(content)
    assert peak_megabytes(tmp_path.iterdir(), Limits(bytes=200_000_000, rows=10**6, columns=50)) < 150
