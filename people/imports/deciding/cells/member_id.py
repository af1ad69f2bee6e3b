"""What the cell of a member ID says (R8). Pure."""

from typing import Final

from people.imports.deciding.cells.clean import NUL, SHOWN, UNWANTED, clean_cell
from people.imports.deciding.spoilt import ROUNDED, TOO_NARROW, has_error, looks_like_date
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue
from people.imports.reading.workbook.values import DateCell

MAX_MEMBER_ID: Final = 100


def member_id_in(cell: str, issues: list[Issue]) -> str:
    """The member ID that a file gives, of which spreadsheets may have made a date on the way."""
    text = clean_cell(cell)
    if text.isalnum() and len(text) <= MAX_MEMBER_ID:  # Nothing can be wrong with nearly all.
        return text
    if isinstance(cell, DateCell):
        issues.append(Issue(Code.MEMBER_ID_DATE, Field.MEMBER, text[:SHOWN]))
        return ""
    if looks_like_date(text):
        issues.append(Issue(Code.MEMBER_ID_LIKE_DATE, Field.MEMBER, text))
    return read_member_id(text, issues)


def read_member_id(text: str, issues: list[Issue]) -> str:
    """The member ID that ``text``, without outer blanks, means (R8); empty if it is none, and ``issues`` says why."""
    if (NUL in text or not text.isprintable()) and UNWANTED.search(text):
        issues.append(Issue(Code.MEMBER_ID_CONTROL_CHARACTERS, Field.MEMBER, text[:SHOWN]))
        return ""
    if len(text) > MAX_MEMBER_ID:
        details = {"length": len(text), "most": MAX_MEMBER_ID}
        issues.append(Issue(Code.MEMBER_ID_TOO_LONG, Field.MEMBER, text[:SHOWN], details))
        return ""
    if has_error(text) or TOO_NARROW.fullmatch(text):
        issues.append(Issue(Code.MEMBER_ID_SPREADSHEET_ERROR, Field.MEMBER, text))
        return ""
    if rounded := ROUNDED.fullmatch(text):
        issues.append(Issue(Code.MEMBER_ID_ROUNDED, Field.MEMBER, text, {"digits": int(rounded[1]) + 1}))
        return ""
    return text
