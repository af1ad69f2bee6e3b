import io
import struct
import zipfile

import pytest

from cerego.errors import Refused
from people.imports.issues import Code
from people.imports.reading.reader import sheet_names
from tests.unit.imports.files import (
    DATE,
    LIMITS,
    MOMENT,
    Limits,
    cells,
    detected,
    read,
    sheet,
    text,
    value,
    workbook,
)

HEADER = text("A1", "Name") + text("B1", "Email") + text("C1", "member_id")


def person(number: int, third: str = "") -> str:
    return text(f"A{number}", "Ann") + text(f"B{number}", "a@b.org") + third


def with_part(content: bytes, path: str, part: bytes) -> bytes:
    """The workbook with one more part."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(path, part)
    return target.getvalue()


def content_with(content: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook, with something else in its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for part in before.infolist():
            after.writestr(part.filename, before.read(part).replace(old, new))
    return target.getvalue()


def refusal(content: bytes, limits: Limits = LIMITS) -> Refused:
    with pytest.raises(Refused) as caught:
        detected(content, limits)
    return caught.value


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (value("C2", "12"), "12"),
        (value("C2", "12.0"), "12"),
        (value("C2", "-3"), "-3"),
        (value("C2", "0.1"), "0.1"),
        (value("C2", "0.30000000000000004"), "0.3"),
        (value("C2", "1E-7"), "0.0000001"),
        (value("C2", "123456789012345"), "123456789012345"),
        (value("C2", "1234567890123456"), "1.23456789012346E+15"),
        (value("C2", "12345678901234500000"), "1.23456789012345E+19"),
        (value("C2", "1", ' t="b"'), "TRUE"),
        (value("C2", "0", ' t="b"'), "FALSE"),
        (value("C2", "46145", DATE), "2026-05-03"),
        (value("C2", "46145.5", MOMENT), "2026-05-03 12:00:00"),
        (value("C2", "#N/A", ' t="e"'), "#N/A"),
        ('<c r="C2" t="e"><f>VLOOKUP(A2,B:C,2,0)</f><v>#REF!</v></c>', "#REF!"),
        ('<c r="C2" t="str"><f>A2&amp;"x"</f><v>Annx</v></c>', "Annx"),
        (text("C2", "007"), "007"),
        (text("C2", " =1+1 "), " =1+1 "),
        (text("C2", "NA"), "NA"),
        (text("C2", "nan"), "nan"),
        (text("C2", "2026-05-03"), "2026-05-03"),
        (text("C2", "12.0"), "12.0"),
        ('<c r="C2"/>', ""),
        ("", ""),
    ],
)
def test_it_reads_values_as_people_see_them(cell, seen):
    assert cells(workbook({"People": sheet(HEADER, person(2, cell))}))[1] == ("Ann", "a@b.org", seen)


def test_r24_rows_keep_their_numbers_in_a_workbook():
    content = workbook({"People": sheet("", HEADER.replace("1", "2"), "", person(4), text("A5", " "), person(6))})
    assert detected(content).header_row == 2
    assert [(row.number, row.line) for row in read(content)] == [(4, 4), (6, 6)]


def test_r24_too_many_cells_fail_their_row_in_a_workbook():
    first, second = read(workbook({"People": sheet(HEADER, person(2, text("E2", "x")), person(3))}))
    assert first.issue
    assert (first.issue.code, first.issue.value) == (Code.ROW_TOO_MANY_CELLS, "x")
    assert second.issue is None


def test_it_reads_the_chosen_sheet_and_lists_those_that_are_seen():
    one = sheet(HEADER, person(2))
    content = workbook({"One": one, "Secret": one, "Q&A": sheet(HEADER, person(2, value("C2", "#N/A", ' t="e"')))},
                       states={"Secret": "veryHidden"})  # fmt: skip
    assert sheet_names(io.BytesIO(content)) == ("One", "Q&A")
    stored = detected(content).as_json() | {"sheet": "Q&A"}
    assert read(content, type(detected(content)).from_json(stored))[0].cells[2] == "#N/A"


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"People": ""}, "sheet.blank"),
        ({"People": sheet(text("A1", " "))}, "sheet.blank"),
        ({"People": sheet(HEADER)}, "sheet.header_only"),
        ({"People": sheet(text("A1", "Name"), text("A2", "Ann"))}, "sheet.one_column"),
        ({"People": sheet(HEADER + text("AY1", "x"), person(2))}, "sheet.too_many_columns"),
        ({"People": sheet(HEADER, text("!!", "x"))}, "file.workbook_broken"),
        ({"People": sheet(HEADER, "<c><v>1</v></c>")}, "file.workbook_broken"),
    ],
)
def test_r27_a_workbook_that_is_no_table_of_people_is_refused(sheets, code):
    assert refusal(workbook(sheets)).code == code


def test_r27_a_workbook_with_too_many_rows_is_refused():
    content = workbook({"People": sheet(HEADER, person(2), person(3), person(4))})
    with pytest.raises(Refused) as caught:
        read(content, limits=Limits(bytes=10**6, rows=2, columns=3))
    assert caught.value.code == "file.too_many_rows"


FAR = [
    '<c r="XFD1048576"><v>1</v></c>',
    "<c r='XFD1048576'><v>1</v></c>",
    '<c s="1"   r = "XFD1048576" ><v>1</v></c>',
    '<c r="B599999999999"><v>1</v></c>',
    '<c r="A1" r="XFD1048576"><v>1</v></c>',
    """<c s=' r="A1"' r="XFD1048576"><v>1</v></c>""",
    '<c s=">" r="XFD1048576"><v>1</v></c>',
    '<c s="<" r="XFD1048576"><v>1</v></c>',
    '<x:c r="XFD1048576"><v>1</v></x:c>',
    f'<c {" " * 300_000} r="XFD1048576"><v>1</v></c>',
    f'<c {" " * 300} r="XFD1048576"><v>1</v></c>',
    '<c\tr="XFD1048576"><v>1</v></c>',
    '<c r="&#88;FD1048576"><v>1</v></c>',
    '<c r="A900000"><v>1</v></c>',
]


@pytest.mark.parametrize("cell", FAR)
def test_r27_cells_far_apart_are_refused_before_room_is_made_for_them(cell):
    code = refusal(workbook({"People": sheet(HEADER, person(2)) + f"<row>{cell}</row>"})).code
    assert code in ("file.workbook_too_spread", "file.workbook_broken")


def test_r27_formatted_empty_cells_far_away_do_no_harm():
    content = workbook({"People": sheet(HEADER, person(2, '<c r="XFD2" s="1"/>')) + '<row r="1048576"/>'})
    assert len(read(content)) == 1


def test_r27_a_workbook_that_unfolds_too_far_is_refused():
    small = Limits(bytes=300_000, rows=9, columns=9)
    assert refusal(workbook({"People": sheet(HEADER, person(2))}, more=" " * 400_000), small).code == (
        "file.workbook_too_large"
    )
    assert refusal(workbook({"People": sheet(HEADER)}, more=" " * 9_000_000)).code == "file.workbook_too_large"


def test_r27_a_workbook_that_lies_about_its_size_is_refused():
    content = workbook({"People": sheet(HEADER, person(2))}, more=" " * 5_000)
    lying = content.replace(struct.pack("<L", 5_000), struct.pack("<L", 5))
    assert lying != content
    assert refusal(lying).code == "file.workbook_broken"


def test_r27_a_cut_off_workbook_is_refused():
    content = workbook({"People": sheet(HEADER, person(2))})
    for length in range(4, len(content), 97):
        assert refusal(content[:length]).code == "file.workbook_broken"


@pytest.mark.parametrize("reference", ["A1", "A1:B1", "A1:XFD1048576"])
def test_what_a_sheet_says_of_its_size_does_not_count(reference):
    content = workbook({"People": sheet(HEADER, person(2, text("C2", "7")), person(3))})
    wrong = content_with(content, b"<sheetData>", f'<dimension ref="{reference}"/><sheetData>'.encode())
    assert [row[2] for row in cells(wrong)] == ["member_id", "7", ""]


def test_macros_and_links_to_other_workbooks_are_left_alone():
    parts = {"xl/vbaProject.bin": "x" * 500, "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    linked = person(2, '<c r="C2"><f>[1]Staff!C2</f><v>42</v></c>')
    assert cells(workbook({"People": sheet(HEADER, linked)}, **parts))[1][2] == "42"


def test_r27_two_parts_of_one_name_are_refused():
    content = workbook({"People": sheet(HEADER, person(2))})
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = with_part(content, "xl/worksheets/sheet1.xml", b"<worksheet/>")
    assert refusal(twice).code == "file.workbook_broken"


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("content.xml", "OpenDocument"),
        ("word/document.xml", "Word"),
        ("Index/Document.iwa", "Numbers"),
        ("xl/workbook.bin", "XLSB"),
        ("notes.txt", "zip archive"),
    ],
)
def test_r27_another_document_is_refused_by_its_name(part, kind):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(part, "x")
    found = refusal(target.getvalue())
    assert (found.code, kind in found.context["kind"]) == ("file.not_a_table", True)


def test_r27_another_archive_is_refused():
    assert refusal(workbook({}).replace(b"xl/workbook.xml", b"xl/wordbook.xml")).code == "file.not_a_table"
