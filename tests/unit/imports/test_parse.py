"""What a row says, case by case: R6 to R10, R24 to R26 as far as they end here, and the way in of R29."""

import pytest

from people.imports.deciding.cells.member_id import read_member_id
from people.imports.deciding.cells.name import read_name
from people.imports.deciding.cells.role import nearest_role
from people.imports.deciding.parse import ParsedRow, parse
from people.imports.issues import Code, Issue, Severity
from people.imports.matching.mapping import Mapping
from people.imports.reading.reader import SourceRow
from people.roles import Role

MAPPING = Mapping(name=(0,), email=1, department=2, role=3, member=4)
APART = Mapping(name=(0, 2), email=1, department=None, role=None, member=None)


def parsed(name: str = "Ana Ruiz", email: str = "ana@northwind.example", *others: str, mapping=MAPPING) -> ParsedRow:
    cells = (name, email, *others, "", "", "")[:5]
    return parse(SourceRow(number=14, line=14, cells=cells, issue=None), mapping)


def codes(row: ParsedRow) -> list[Code]:
    return [issue.code for issue in row.issues]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("  Ana \u00a0  Ruiz\u3000", "Ana Ruiz"),
        ("E\u0301lodie", "Élodie"),
        ("李小龍", "李小龍"),
        ("نور‌الدین", "نور‌الدین"),
        ("O’Brien-Núñez, Jr.", "O’Brien-Núñez, Jr."),
        ("\ufeffAna", "Ana"),
        ("n" * 200, "n" * 200),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("'Ana", "'Ana"),
        ("An\u00ada \u200b Ru\u2060iz", "Ana Ruiz"),
    ],
)
def test_r6_a_name_is_normalised(cell, name):
    row = parsed(cell)

    assert (row.name, row.issues) == (name, ())


@pytest.mark.parametrize("cell", ["", "   ", "\u00a0", "\u200b\u200b", "\u2060", "\u00ad", "\u3164", "\u2800"])
def test_r6_a_name_without_anything_visible_is_missing(cell):
    assert codes(parsed(cell)) == [Code.NAME_MISSING]


@pytest.mark.parametrize(
    "cell",
    ["A\x07na", "A\u202ena", "A\u2066na", "A\x85na", "Ana\nRuiz", "Ana\tRuiz", "A\x00na", "A\u2028na", "A\u2400na"],
)
def test_r6_control_and_bidi_override_characters_in_a_name_fail(cell):
    assert codes(parsed(cell)) == [Code.NAME_CONTROL_CHARACTERS]


def test_r6_a_name_over_200_characters_fails():
    assert codes(parsed("n" * 201)) == [Code.NAME_TOO_LONG]


def test_r6_first_and_last_name_are_joined():
    assert parsed("Ana", "ana@northwind.example", " Ruiz ", mapping=APART).name == "Ana Ruiz"
    assert parsed("Ana", "ana@northwind.example", "", mapping=APART).name == "Ana"


@pytest.mark.parametrize(
    ("cell", "member_id"), [("00417", "00417"), (" 00417 ", "00417"), ("É-1", "É-1"), ("1" * 100, "1" * 100)]
)
def test_r8_a_member_id_is_text_as_given(cell, member_id):
    row = parsed("Ana", "ana@northwind.example", "", "", cell)

    assert (row.member_id, row.issues) == (member_id, ())


@pytest.mark.parametrize("cell", ["12\x07", "12\u202e", "12\u2400", "12\n3"])
def test_r8_control_and_bidi_override_characters_in_a_member_id_fail(cell):
    assert codes(parsed("Ana", "ana@northwind.example", "", "", cell)) == [Code.MEMBER_ID_CONTROL_CHARACTERS]


def test_r8_a_member_id_over_100_characters_fails():
    assert codes(parsed("Ana", "ana@northwind.example", "", "", "1" * 101)) == [Code.MEMBER_ID_TOO_LONG]


@pytest.mark.parametrize(
    ("cell", "department"), [("", None), ("  ", None), ("12", 12), (" 12 ", 12), ("12.0", 12), ("\u00a012\u200b", 12)]
)
def test_r9_a_department_is_a_positive_whole_number_or_blank(cell, department):
    row = parsed("Ana", "ana@northwind.example", cell)

    assert (row.department, row.issues) == (department, ())


@pytest.mark.parametrize(
    "cell", ["0", "-1", "+12", "12.5", "1e1", "012", "12a", "Physics", "１２", "1,200", "9" * 19, "12.", "nan"]
)
def test_r9_anything_else_is_an_unknown_department(cell):
    row = parsed("Ana", "ana@northwind.example", cell)

    assert codes(row) == [Code.DEPARTMENT_UNKNOWN]
    assert row.is_broken


@pytest.mark.parametrize(
    "role", ["admin", "content_manager", "course_manager", "course_viewer", " admin ", "admin\u00a0"]
)
def test_r10_the_four_roles_are_matched_exactly(role):
    row = parsed("Ana", "ana@northwind.example", "", role)

    assert row.role is Role(role.strip())
    assert row.issues == ()


def test_r10_a_blank_role_is_no_role_and_no_warning():
    row = parsed("Ana", "ana@northwind.example", "", " ")

    assert (row.role, row.issues) == (None, ())


@pytest.mark.parametrize(
    ("cell", "nearest"),
    [
        ("Admin", Role.ADMIN),
        ("ADMINISTRATOR", Role.ADMIN),
        ("Course Manager", Role.COURSE_MANAGER),
        ("coursemanager", Role.COURSE_MANAGER),
        ("content-manager", Role.CONTENT_MANAGER),
        ("viewer", Role.COURSE_VIEWER),
    ],
)
def test_r10_anything_else_is_a_warning_that_names_the_nearest_valid_role(cell, nearest):
    row = parsed("Ana", "ana@northwind.example", "", cell)

    assert row.role is None
    assert codes(row) == [Code.ROLE_UNRECOGNISED]
    assert row.issues[0].severity is Severity.WARNING
    assert row.issues[0].details == {"nearest": nearest.value}
    assert nearest_role(cell) is nearest


@pytest.mark.parametrize("cell", ["learner", "department_staff", "x"])
def test_r10_nobody_chooses_learner_or_department_staff(cell):
    assert parsed("Ana", "ana@northwind.example", "", cell).role is None


def test_every_issue_of_a_row_is_collected():
    row = parsed("", "ana", "x", "Mgr", "1" * 101)

    assert codes(row) == [
        Code.NAME_MISSING,
        Code.EMAIL_INVALID,
        Code.DEPARTMENT_UNKNOWN,
        Code.ROLE_UNRECOGNISED,
        Code.MEMBER_ID_TOO_LONG,
    ]


def test_a_row_that_the_reader_found_broken_is_not_read_further():
    issue = Issue(Code.QUOTE_NOT_CLOSED, details={"line": 14})
    row = parse(SourceRow(number=14, line=14, cells=("", "", "", "", ""), issue=issue), MAPPING)

    assert row == ParsedRow(14, issues=(issue,))


def test_r6_a_name_that_grows_when_normalised_is_measured_afterwards():
    assert codes(parsed("\u0958" * 200)) == [Code.NAME_TOO_LONG]


@pytest.mark.parametrize("cell", ["M\ufffdller", "\ufffd", "Zoë  M\ufffdller"])
def test_r6_a_name_with_lost_letters_is_none(cell: str) -> None:
    issues: list[Issue] = []
    assert read_name(cell, issues) == ""
    assert [(issue.code, issue.value) for issue in issues] == [(Code.NAME_DAMAGED, cell)]


@pytest.mark.parametrize(
    "cell", ["#N/A", " #REF! ", "#NAME?", "#N/A Lee", "Ann #NV", "#¡REF! X", "#Н/Д", "Err:502", "#ДЕЛ/0!"]
)
def test_r6_the_error_of_a_formula_is_no_name(cell: str) -> None:
    issues: list[Issue] = []
    assert read_name(cell, issues) == ""
    assert [issue.code for issue in issues] == [Code.NAME_SPREADSHEET_ERROR]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("#N/A", Code.MEMBER_ID_SPREADSHEET_ERROR),
        ("#DIV/0!", Code.MEMBER_ID_SPREADSHEET_ERROR),
        ("#BEZUG!", Code.MEMBER_ID_SPREADSHEET_ERROR),
        ("#¿NOMBRE?", Code.MEMBER_ID_SPREADSHEET_ERROR),
        ("########", Code.MEMBER_ID_SPREADSHEET_ERROR),
        ("1.23457E+11", Code.MEMBER_ID_ROUNDED),
        ("1,23457E+11", Code.MEMBER_ID_ROUNDED),
        ("2E+15", Code.MEMBER_ID_ROUNDED),
        ("1.2345678901234568e+16", Code.MEMBER_ID_ROUNDED),
    ],
)
def test_r8_what_a_spreadsheet_has_spoilt_is_no_member_id(cell: str, code: Code) -> None:
    issues: list[Issue] = []
    assert read_member_id(cell, issues) == ""
    assert [issue.code for issue in issues] == [code]


@pytest.mark.parametrize("cell", ["E+11", "12E+11", "1E11", "1.5", "#", "#12", "#A-1", "#A1/B2", "A-1.2E+11"])
def test_r8_what_only_looks_a_little_like_it_is_kept(cell: str) -> None:
    issues: list[Issue] = []
    assert (read_member_id(cell, issues), issues) == (cell, [])
