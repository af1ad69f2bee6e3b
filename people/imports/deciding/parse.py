"""From the cells of a row to the values they mean (R6–R10). Knows nothing of who or what is in the database."""

import re
import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple

from cerego.formulas import unescaped
from people.addresses import InvalidAddress, canonical
from people.imports.deciding.spoilt import QUESTIONED, ROUNDED, TOO_NARROW, has_error, looks_like_date, meant
from people.imports.header.columns import BLANKS, Field, letter
from people.imports.issues import Code, Issue, Severity
from people.imports.matching.mapping import Mapping
from people.imports.reading.reader import SourceRow
from people.imports.reading.workbook.values import DateCell
from people.roles import STAFF_ROLES, Role

MAX_NAME: Final = 200
MAX_MEMBER_ID: Final = 100
_SHOWN: Final = 200
"""As much of a wrong value as is kept in an issue."""

_WHOLE_NUMBER: Final = re.compile(r"([1-9][0-9]{0,17})(?:\.0+)?\Z")
_NUL: Final = "\u2400"
"""The sign that stands for a NUL in what is stored and downloaded; unlike the other unwanted ones it can be printed."""
_UNWANTED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\u2400]")
"""Control characters, bidirectional overrides, lone surrogates, and that sign."""
_DAMAGE: Final = "\ufffd"
"""What programs put in the place of letters that they could not read: which they were, nobody knows any more."""
_VISIBLE: Final = frozenset("LNPS")
_EMPTY_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their category, and yet nothing to see: fillers and the empty Braille pattern."""
_BLANKS: Final = re.compile(r"\s+")
_NO_WIDTH: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What takes no room and means nothing in a name: places where a line may be broken, or not."""
_ROLES: Final = {role.value: role for role in STAFF_ROLES}


class ParsedRow(NamedTuple):
    """What a row says."""

    number: int
    """The spreadsheet's row number."""
    name: str = ""
    """The name, NFC, blanks collapsed (R6); empty when there is an error about it."""
    email: str = ""
    """The canonical address (R7); empty when there is an error about it."""
    department: int | None = None
    """The number in the department cell; none for a blank cell: the account worked in (R9)."""
    role: Role | None = None
    """The staff role it names; none when the cell is blank or says something else (R10)."""
    member_id: str = ""
    """The member ID as given, trimmed (R8); empty for none."""
    issues: tuple[Issue, ...] = ()
    """What is wrong with the row by itself."""
    rival: int | None = None
    """The first row of the file that gives this member ID, in this account, to somebody else."""

    @property
    def is_broken(self) -> bool:
        """Whether an error stands against it already."""
        return bool(self.issues) and any(issue.severity is Severity.ERROR for issue in self.issues)


def parse(row: SourceRow, mapping: Mapping) -> ParsedRow:
    """What ``row`` says, read by ``mapping``, with every issue there is. A row the reader found broken, or that somebody has
    left out, stays unread.
    """
    if row.issue is not None and (issue := issue_of_used(row.issue, mapping)):
        return ParsedRow(row.number, issues=(issue,))
    issues: list[Issue] = []
    cells = row.cells
    names = [clean_cell(cells[index]) for index in mapping.name]
    name = _name(names[0] if len(names) == 1 else " ".join(names), issues)
    email = _email(cells[mapping.email], issues)
    department = role = None
    member_id = ""
    # Blank cells are the most frequent: nothing is called for them.
    if mapping.department is not None and (text := cells[mapping.department]):
        department = _department(clean_cell(text), issues)
    if mapping.role is not None and (text := cells[mapping.role]):
        role = _role(clean_cell(text), issues)
    if mapping.member is not None and (text := cells[mapping.member]):
        member_id = _member_id(text, issues)
    return ParsedRow(row.number, name, email, department, role, member_id, tuple(issues))


def issue_of_used(issue: Issue, mapping: Mapping) -> Issue | None:
    """The issue of a row, unless it is about formulas in columns that nothing is read from."""
    if issue.code is not Code.ROW_NOT_CALCULATED or "letters" not in issue.details:
        return issue
    used = set(map(letter, mapping.used))
    letters = [each for each in issue.details["letters"] if each in used]
    return replace(issue, details={"letters": letters}) if letters else None


def clean_cell(text: str) -> str:
    """A cell without outer blanks and without the apostrophe that keeps a spreadsheet from running a formula (R29)."""
    stripped = text.strip(BLANKS)
    if stripped[:1] != "'":
        return stripped
    bare = unescaped(text.lstrip(BLANKS))
    return (
        clean_cell(bare) if bare[:1] in BLANKS else bare.strip(BLANKS)
    )  # Before a blank, all of the cell was escaped.


def _name(text: str, issues: list[Issue]) -> str:
    """The name that a file gives, whose letters other programs may have misread on the way."""
    if not text.isascii() and len(text) <= 2 * MAX_NAME and (likely := meant(text)):
        issues.append(Issue(Code.NAME_GARBLED, Field.NAME, text[:_SHOWN], {"meant": likely[:_SHOWN]}))
        return ""
    if "?" in text and QUESTIONED.search(text):
        issues.append(Issue(Code.NAME_QUESTIONED, Field.NAME, text[:_SHOWN]))
    return read_name(text, issues)


def read_name(text: str, issues: list[Issue]) -> str:
    """The name that ``text`` means (R6); empty if it is none, and ``issues`` says why."""
    # The short way for nearly every name; what is left to the long way is everything that might be wrong.
    text = text.strip()
    is_plain = text[:1].isalnum() and text.isprintable() and "  " not in text and len(text) <= MAX_NAME
    if is_plain and "#" not in text and ":" not in text and (text.isascii() or _is_plain_beyond_ascii(text)):
        return text
    if has_error(text):
        issues.append(Issue(Code.NAME_SPREADSHEET_ERROR, Field.NAME, text[:_SHOWN]))
        return ""
    if _UNWANTED.search(text):
        issues.append(Issue(Code.NAME_CONTROL_CHARACTERS, Field.NAME, text[:_SHOWN]))
        return ""
    if _DAMAGE in text:
        issues.append(Issue(Code.NAME_DAMAGED, Field.NAME, text[:_SHOWN]))
        return ""
    name = _BLANKS.sub(" ", unicodedata.normalize("NFC", text.translate(_NO_WIDTH))).strip()
    if not any(unicodedata.category(letter)[0] in _VISIBLE for letter in name if letter not in _EMPTY_LETTERS):
        issues.append(Issue(Code.NAME_MISSING, Field.NAME))
        return ""
    if len(name) > MAX_NAME:
        issues.append(Issue(Code.NAME_TOO_LONG, Field.NAME, name[:_SHOWN], {"length": len(name), "most": MAX_NAME}))
        return ""
    return name


def _is_plain_beyond_ascii(text: str) -> bool:
    is_seen = text[0] not in _EMPTY_LETTERS and _NUL not in text
    return is_seen and _DAMAGE not in text and unicodedata.is_normalized("NFC", text)


def _email(cell: str, issues: list[Issue]) -> str:
    text = clean_cell(cell)
    if not text:
        issues.append(Issue(Code.EMAIL_MISSING, Field.EMAIL))
        return ""
    try:
        # A line break is no blank to be trimmed: there may have been more on the other line.
        return canonical(cell if "\n" in cell or "\r" in cell else text)
    except InvalidAddress as error:
        issues.append(Issue(Code.EMAIL_INVALID, Field.EMAIL, text[:_SHOWN], {"reason": error.reason}))
        return ""


def _department(text: str, issues: list[Issue]) -> int | None:
    if not text:
        return None
    number = _whole_number(text)
    if number is None:
        issues.append(Issue(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, text[:_SHOWN]))
    return number


@lru_cache(maxsize=4096)
def _whole_number(text: str) -> int | None:
    match = _WHOLE_NUMBER.match(text)
    return int(match[1]) if match else None


def _role(text: str, issues: list[Issue]) -> Role | None:
    role = _ROLES.get(text)
    if role is None and text:
        details = {"nearest": nearest_role(text[:_SHOWN]).value}
        issues.append(Issue(Code.ROLE_UNRECOGNISED, Field.ROLE, text[:_SHOWN], details))
    return role


@lru_cache(maxsize=1024)
def nearest_role(text: str) -> Role:
    """The valid role that ``text`` looks most like."""
    wanted = text.casefold().replace(" ", "_")
    likeness = {role: SequenceMatcher(None, wanted, role.value).ratio() for role in STAFF_ROLES}
    return max(sorted(STAFF_ROLES), key=likeness.__getitem__)


def _member_id(cell: str, issues: list[Issue]) -> str:
    """The member ID that a file gives, of which spreadsheets may have made a date on the way."""
    text = clean_cell(cell)
    if text.isalnum() and len(text) <= MAX_MEMBER_ID:  # Nothing can be wrong with nearly all.
        return text
    if isinstance(cell, DateCell):
        issues.append(Issue(Code.MEMBER_ID_DATE, Field.MEMBER, text[:_SHOWN]))
        return ""
    if looks_like_date(text):
        issues.append(Issue(Code.MEMBER_ID_LIKE_DATE, Field.MEMBER, text))
    return read_member_id(text, issues)


def read_member_id(text: str, issues: list[Issue]) -> str:
    """The member ID that ``text``, without outer blanks, means (R8); empty if it is none, and ``issues`` says why."""
    if (_NUL in text or not text.isprintable()) and _UNWANTED.search(text):
        issues.append(Issue(Code.MEMBER_ID_CONTROL_CHARACTERS, Field.MEMBER, text[:_SHOWN]))
        return ""
    if len(text) > MAX_MEMBER_ID:
        details = {"length": len(text), "most": MAX_MEMBER_ID}
        issues.append(Issue(Code.MEMBER_ID_TOO_LONG, Field.MEMBER, text[:_SHOWN], details))
        return ""
    if has_error(text) or TOO_NARROW.fullmatch(text):
        issues.append(Issue(Code.MEMBER_ID_SPREADSHEET_ERROR, Field.MEMBER, text))
        return ""
    if rounded := ROUNDED.fullmatch(text):
        issues.append(Issue(Code.MEMBER_ID_ROUNDED, Field.MEMBER, text, {"digits": int(rounded[1]) + 1}))
        return ""
    return text
