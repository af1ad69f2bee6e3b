"""Cells of a workbook that a reader of values reads as blank or bare: said, or read as people see them, also piece by piece."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from people.imports.issues import Code
from people.imports.reading.workbook import archive, pieces
from people.imports.reading.workbook.number_formats import format_of
from tests.unit.imports.files import cells, detected, read, sheet, text, value, workbook
from tests.unit.imports.through import through

HEADER = text("A1", "Name") + text("B1", "Email") + text("C1", "department_id") + text("D1", "Note")
SEVERAL = '<mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="00000"/>'
    '<numFmt numFmtId="165" formatCode="&quot;EMP-&quot;0000"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)


@pytest.fixture(params=["as a whole", "in small pieces"], autouse=True)
def how_it_is_read(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "in small pieces":
        monkeypatch.setattr(pieces, "SMALL", 300)
        monkeypatch.setattr(pieces, "FIRST", 150)
        monkeypatch.setattr(archive, "PIECE", 150)
    return


def person(number: int, *others: str) -> str:
    return text(f"A{number}", f"Ann {number}") + text(f"B{number}", f"a{number}@b.org") + "".join(others)


def formula(reference: str, inside: str = "", attributes: str = "") -> str:
    return f'<c r="{reference}"{attributes}><f>VLOOKUP(A2,Z:Z,1)</f>{inside}</c>'


def merged(rows: str, span: str) -> bytes:
    """A sheet with a cell that is merged over others."""
    return workbook({"People": f"{rows}</sheetData>{SEVERAL.format(span)}<sheetData>"})


@pytest.mark.parametrize("inside", ["", "<v/>", "<v></v>", "<v> </v>"])
def test_r9_a_department_that_was_never_calculated_fails_its_row_and_is_not_taken_for_blank(inside: str) -> None:
    done = through(workbook({"People": sheet(HEADER, person(2, formula("C2", inside)), person(3, value("C3", "12")))}))
    assert done.rows[0].issue
    assert (done.rows[0].issue.code, done.rows[0].issue.value) == (Code.ROW_NOT_CALCULATED, "=VLOOKUP(A2,Z:Z,1)")
    assert [row.is_broken for row in done.parsed] == [True, False]
    assert done.parsed[1].department == 12


@pytest.mark.parametrize(
    "cell",
    [
        formula("C2", "<v>12</v>"),
        '<c r="C2" t="str"><f>IF(1,"","x")</f><v></v></c>',  # calculated: an empty text
        formula("D2"),  # nothing is read from this column
    ],
)
def test_formulas_do_no_harm_where_they_have_a_value_or_are_not_read(cell: str) -> None:
    assert not through(workbook({"People": sheet(HEADER, person(2, cell))})).parsed[0].issues


def test_rows_of_nothing_but_formulas_are_told_too() -> None:
    row = '<c r="A{0}"><f>x</f></c><c r="B{0}"><f t="shared" si="0"/></c>'
    rows = sheet(HEADER, person(2), *(row.format(number) for number in range(3, 9)))
    done = through(workbook({"People": rows}))
    assert [row.number for row in done.rows] == list(range(2, 9))
    assert [row.is_broken for row in done.parsed] == [False] + [True] * 6


@pytest.mark.parametrize(("says", "is_broken"), [(' fullCalcOnLoad="1"', True), ("", False)])
def test_a_zero_means_nothing_in_a_workbook_that_is_yet_to_be_calculated(says: str, is_broken: bool) -> None:
    content = workbook({"People": sheet(HEADER, person(2, formula("C2", "<v>0</v>")))}, calculation=f"<calcPr{says}/>")
    issue = read(content)[0].issue
    assert (issue is not None and issue.code is Code.ROW_NOT_CALCULATED) is is_broken


def test_a_cell_merged_over_several_rows_counts_in_each_of_them() -> None:
    rows = sheet(HEADER, person(2, value("C2", "12")), person(3), "", person(5), person(6))
    content = merged(rows, "C2:C5")
    assert detected(content).has_merged
    assert [row.cells[2] for row in read(content)] == ["12", "12", "12", ""]


def test_r9_a_department_that_was_never_calculated_fails_all_rows_over_which_it_is_merged() -> None:
    header = HEADER.replace(text("D1", "Note"), text("D1", "member_id"))
    rows = sheet(header, person(2, formula("C2")), person(3), person(4, formula("D4")), person(5))
    done = through(merged(rows, "C2:C4"))
    assert [row.issue and row.issue.details["letters"] for row in done.rows] == [["C"], ["C"], ["C", "D"], None]
    assert [row.is_broken for row in done.parsed] == [True, True, True, False]


def test_a_person_merged_over_several_departments_is_in_each_of_them() -> None:
    rows = sheet(HEADER, person(2, value("C2", "12")), value("C3", "13"), person(4))
    assert [row.cells[:3] for row in read(merged(rows, "A2:A3"))][:2] == [
        ("Ann 2", "a2@b.org", "12"),
        ("Ann 2", "", "13"),
    ]


def test_r8_a_date_in_place_of_a_member_id_fails_all_rows_over_which_it_is_merged() -> None:
    header = HEADER.replace(text("D1", "Note"), text("D1", "member_id"))
    styles = STYLES.replace('<xf numFmtId="164"/>', '<xf numFmtId="14"/>')
    rows = sheet(header, person(2, value("D2", "45352", ' s="1"')), person(3), person(4, text("D4", "2024-03-01")))
    done = through(workbook({"People": f"{rows}</sheetData>{SEVERAL.format('D2:D3')}<sheetData>"}, styles=styles))
    assert [[issue.code for issue in row.issues] for row in done.parsed] == [
        [Code.MEMBER_ID_DATE],
        [Code.MEMBER_ID_DATE],
        [Code.MEMBER_ID_LIKE_DATE],
    ]
    assert [row.member_id for row in done.parsed] == ["", "", "2024-03-01"]


def test_what_is_merged_above_the_people_is_not_repeated_among_them() -> None:
    rows = sheet(HEADER, person(2), person(3))
    assert [row.cells[3] for row in read(merged(rows, "D1:D2"))] == ["", ""]


@pytest.mark.parametrize("span", ["C1:C2", "C1:C4"])
def test_r9_a_department_s_header_that_reaches_down_to_the_header_belongs_to_it(span: str) -> None:
    above = text("A1", "Who it is") + text("C1", "department_id")
    header = text("A2", "Name") + text("B2", "Email")
    content = merged(sheet(above, header, person(3, value("C3", "12")), person(4)), span)
    dialect = replace(detected(content), header_row=2)
    assert cells(content, dialect) == [
        ("Name", "Email", "department_id"),
        ("Ann 3", "a3@b.org", "12"),
        ("Ann 4", "a4@b.org", ""),
    ]


def test_rows_that_are_hidden_are_read_and_counted() -> None:
    rows = sheet(HEADER, person(2)) + f'<row r="3" hidden="1" ht="12">{person(3)}</row><row r="4" hidden="1"/>'
    content = workbook({"People": rows})
    assert detected(content).hidden_rows == 1
    assert len(read(content)) == 2


def test_it_knows_how_many_rows_each_sheet_has() -> None:
    one, two = sheet(HEADER, person(2), "", person(4)), sheet(HEADER, person(2))
    dialect = detected(workbook({"One": one, "Old": two, "None": ""}, states={"Old": "hidden"}))
    assert dict(zip(dialect.sheets, dialect.sheet_rows, strict=True)) == {"One": 3, "None": 0, "Old": 2}


def test_r8_numbers_keep_the_zeros_with_which_they_are_shown_but_for_department_ids() -> None:
    header = HEADER.replace(text("D1", "Note"), text("D1", "member_id"))
    rows = [
        person(2, value("C2", "12", ' s="1"'), value("D2", "417", ' s="1"')),
        person(3, value("C3", "12"), value("D3", "417")),
        person(4, value("C4", "12"), value("D4", "42", ' s="2"')),
        person(5, value("C5", "12"), value("D5", "1234567.0", ' s="1"')),
    ]
    content = workbook({"People": sheet(header, *rows)}, styles=STYLES)
    assert [row.cells[2:] for row in read(content)] == [
        ("12", "00417"),
        ("12", "417"),
        ("12", "EMP-0042"),
        ("12", "1234567"),
    ]


def test_percentages_are_read_as_they_are_shown() -> None:
    styles = STYLES.replace('<xf numFmtId="164"/>', '<xf numFmtId="9"/>')
    rows = [person(2, value("D2", "0.5", ' s="1"')), person(3, value("D3", "0.5"))]
    content = workbook({"People": sheet(HEADER, *rows)}, styles=styles)
    assert [row.cells[3] for row in read(content)] == ["50%", "0.5"]


@pytest.mark.parametrize(
    ("code", "number", "seen"),
    [
        ("00000", "417", "00417"),
        ("00000", "1234567", "1234567"),
        ("000-00", "12345", "123-45"),
        ("000-00", "1234567", "12345-67"),
        ('"E"0000', "7", "E0007"),
        ("\\E0000;-0", "7", "E0007"),
        ('"EMP-"#', "7", "EMP-7"),
        ('"EMP-"General', "7", "EMP-7"),
        ('General" (old)"', "12", "12 (old)"),
        ("###-####", "5551234", "555-1234"),
        ("#-0000", "7", "-0007"),
        ("#-0", "0", "-0"),
        ("[Red]00000", "417", "00417"),
        ("[$-409]00000_)", "417", "00417"),
        ("* 00000", "417", "00417"),
        ("0.00", "1.1", "1.10"),
        ("#,##0.00", "1.1000000000000001", "1.10"),
        ("0.00", "12", None),
        ("0.00", "x", None),
        ("0.00", "1E999999999", None),
        ("00000", "1.5", None),
        ("00000", "1234567890123456", None),
        ("0%", "0.5", "50%"),
        ("0%;[Red]-0%", "-1", "-100%"),
        ("#,##0.0%", "5.5000000000000007E-2", "5.5%"),
        ("0%", "0.285", "29%"),
        ("0.00%", "1E-999999999", "0.00%"),
        ("0%", "1E999999999", None),
        ("0%", "1.2.3", None),
    ],
)
def test_it_shows_numbers_as_their_format_does(code: str, number: str, seen: str | None) -> None:
    found = format_of(code)
    assert found
    assert found.shown(number) == seen


@pytest.mark.parametrize(
    "code", ["0", "0" * 256, "0_)", "#", "General", "#,##0", "# ##0", "yyyy-mm-dd", "@", "", '"x"', "0E+00", "[h]:00"]
)
def test_it_leaves_other_formats_alone(code: str) -> None:
    assert format_of(code) is None
