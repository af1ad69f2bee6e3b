"""From the cells of a row to the values they mean (R6–R10). Knows nothing of who or what is in the database."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from people.addresses import InvalidAddress, canonical
from people.imports.columns import Field, clean_header
from people.imports.issues import Code, Issue, Severity
from people.imports.mapping import Mapping
from people.imports.reader import SourceRow
from people.roles import STAFF_ROLES, Role

MAX_NAME: Final = 200
MAX_MEMBER_ID: Final = 100
_SHOWN: Final = 200
"""As much of a wrong value as is kept in an issue."""

_ESCAPED_FORMULA: Final = re.compile(r"'(?=[=+\-@\t\r])")
_WHOLE_NUMBER: Final = re.compile(r"([1-9][0-9]{0,17})(?:\.0+)?\Z")
_UNWANTED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\u2400]")
"""Control characters, bidirectional overrides, lone surrogates, and the sign that stands for a NUL."""
_VISIBLE: Final = frozenset("LNPS")
_EMPTY_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their category, and yet nothing to see: fillers and the empty Braille pattern."""
_BLANKS: Final = re.compile(r"\s+")
_ROLES: Final = {role.value: role for role in STAFF_ROLES}


@dataclass(frozen=True, slots=True)
class ParsedRow:
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
    """What ``row`` says, read by ``mapping``, with every issue there is. A row the reader found broken stays unread."""
    if row.issue is not None and row.issue.severity is Severity.ERROR:
        return ParsedRow(row.number, issues=(row.issue,))
    issues: list[Issue] = []
    cells = row.cells
    return ParsedRow(
        number=row.number,
        name=_name(" ".join([clean_cell(cells[index]) for index in mapping.name]), issues),
        email=_email(cells[mapping.email], issues),
        department=None if mapping.department is None else _department(clean_cell(cells[mapping.department]), issues),
        role=None if mapping.role is None else _role(clean_cell(cells[mapping.role]), issues),
        member_id="" if mapping.member is None else _member_id(clean_cell(cells[mapping.member]), issues),
        issues=tuple(issues),
    )


def clean_cell(text: str) -> str:
    """A cell without outer blanks and without the apostrophe that keeps a spreadsheet from running a formula (R29)."""
    text = clean_header(text)
    return clean_header(text[1:]) if text.startswith("'") and _ESCAPED_FORMULA.match(text) else text


def _name(text: str, issues: list[Issue]) -> str:
    # The short way for nearly every name; what is left to the long way is everything that might be wrong.
    text = text.strip()
    is_plain = text[:1].isalnum() and text.isprintable() and "  " not in text and len(text) <= MAX_NAME
    if is_plain and (text.isascii() or (text[0] not in _EMPTY_LETTERS and unicodedata.is_normalized("NFC", text))):
        return text
    if _UNWANTED.search(text):
        issues.append(Issue(Code.NAME_CONTROL_CHARACTERS, Field.NAME, text[:_SHOWN]))
        return ""
    name = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not any(unicodedata.category(letter)[0] in _VISIBLE for letter in name if letter not in _EMPTY_LETTERS):
        issues.append(Issue(Code.NAME_MISSING, Field.NAME))
        return ""
    if len(name) > MAX_NAME:
        issues.append(Issue(Code.NAME_TOO_LONG, Field.NAME, name[:_SHOWN], {"length": len(name), "most": MAX_NAME}))
        return ""
    return name


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
    match = _WHOLE_NUMBER.match(text)
    if match:
        return int(match[1])
    issues.append(Issue(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, text[:_SHOWN]))
    return None


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


def _member_id(text: str, issues: list[Issue]) -> str:
    if _UNWANTED.search(text):
        issues.append(Issue(Code.MEMBER_ID_CONTROL_CHARACTERS, Field.MEMBER, text[:_SHOWN]))
        return ""
    if len(text) > MAX_MEMBER_ID:
        details = {"length": len(text), "most": MAX_MEMBER_ID}
        issues.append(Issue(Code.MEMBER_ID_TOO_LONG, Field.MEMBER, text[:_SHOWN], details))
        return ""
    return text
