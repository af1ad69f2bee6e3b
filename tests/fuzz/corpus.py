"""The files that are mutated: small ones of every kind that is read."""

from typing import Final

from tests.unit.imports.files import DATE, sheet, text, value, workbook

PEOPLE: Final = [
    ("Name", "Email", "department_id", "cerego_role", "member_id"),
    ("Ann Lee", "ann@example.org", "12", "admin", "007"),
    ("Jürgen Müller", "juergen@example.org", "", "course_manager", "A-1"),
    ('Bob "Bo" Ray, Jr.', "bob@example.org", "x", "Mgr", ""),
    ("O'Brien", "o@example.org", "", "", "1,5"),
    ("two\nlines", "two@example.org", "", "", "a\tb; c|d"),
    ("Zoë", "zoe@example.org", "", "", ""),
]
JAPANESE: Final = [("氏名", "メール"), ("山田 太郎", "yamada@example.org"), ("鈴木 花子", "suzuki@example.org")]
SHARED: Final = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'


def delimited(table: list[tuple[str, ...]], delimiter: str, quote: str, end: str) -> str:
    """The table as text, with every cell quoted that has to be."""

    def cell(text: str) -> str:
        is_plain = not set(text) & {delimiter, quote, "\n", "\r"}
        return text if is_plain else quote + text.replace(quote, quote * 2) + quote

    return "".join(delimiter.join(map(cell, row)) + end for row in table)


def texts() -> list[bytes]:
    """Delimited files."""
    files = [
        delimited(PEOPLE, delimiter, quote, end).encode(encoding)
        for delimiter, quote, end, encoding in (
            (",", '"', "\r\n", "utf-8"),
            (";", '"', "\n", "cp1252"),
            ("\t", '"', "\r", "utf-16"),
            ("|", "'", "\n", "utf-8-sig"),
            (",", '"', "\n", "utf-16-be"),
            (";", "'", "\r\n", "mac_roman"),
            (",", '"', "\n", "utf-32"),
        )
    ]
    title = "People of Northwind\n\nprinted today\n" + delimited(PEOPLE, ",", '"', "\n")
    japanese = delimited(JAPANESE, ",", '"', "\r\n").encode("cp932")
    separator = "sep=;\r\n" + delimited(PEOPLE, ";", '"', "\r\n")
    return [*files, title.encode(), japanese, separator.encode(), delimited(PEOPLE[1:], ",", '"', "\n").encode()]


def workbooks() -> list[bytes]:
    """Workbooks."""
    header = "".join(text(f"{letter}1", cell) for letter, cell in zip("ABCDE", PEOPLE[0], strict=True))
    people = [
        "".join(text(f"{letter}{number}", cell) for letter, cell in zip("ABCDE", row, strict=True) if cell)
        for number, row in enumerate(PEOPLE[1:], start=2)
    ]
    odd = '<c r="A9" t="s"><v>0</v></c><c r="B9" t="s"><v>1</v></c>' + value("C9", "12") + value("E9", "46145", DATE)
    error = value("A12", "#N/A", ' t="e"')
    rows = sheet(header, *people) + f'<row r="9">{odd}</row><row r="12">{error}</row>'
    shared = {"xl/sharedStrings.xml": SHARED.format("<si><t>Eve Ray</t></si><si><t>eve@example.org</t></si>")}
    return [workbook({"People": rows, "Notes": sheet(text("A1", "x"))}, **shared), workbook({"Only": rows}, **shared)]
