"""What can be said about a row: a code, a column, a value. The words are in templates/people/issues/<code>.txt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self


class Severity(StrEnum):
    """An error fails its row; a warning does not stop it."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """Why a row fails, is skipped, or comes in differently from how it reads. The rule stands behind each."""

    # Broken rows (R24–R26)
    ROW_TOO_MANY_CELLS = "row.too_many_cells"
    ROW_CELL_TOO_LONG = "row.cell_too_long"
    ROW_CONTROL_CHARACTERS = "row.control_characters"
    ROW_NOT_CALCULATED = "row.not_calculated"
    QUOTE_NOT_CLOSED = "quote.not_closed"
    QUOTE_STRAY = "quote.stray"
    QUOTE_SWALLOWS_ROWS = "quote.swallows_rows"
    # Values (R6–R10)
    NAME_MISSING = "name.missing"
    NAME_TOO_LONG = "name.too_long"
    NAME_CONTROL_CHARACTERS = "name.control_characters"
    NAME_SPREADSHEET_ERROR = "name.spreadsheet_error"
    NAME_DAMAGED = "name.damaged"
    NAME_GARBLED = "name.garbled"
    NAME_QUESTIONED = "name.questioned"
    EMAIL_MISSING = "email.missing"
    EMAIL_INVALID = "email.invalid"
    MEMBER_ID_TOO_LONG = "member_id.too_long"
    MEMBER_ID_CONTROL_CHARACTERS = "member_id.control_characters"
    MEMBER_ID_SPREADSHEET_ERROR = "member_id.spreadsheet_error"
    MEMBER_ID_ROUNDED = "member_id.rounded"
    MEMBER_ID_DATE = "member_id.date"
    MEMBER_ID_LIKE_DATE = "member_id.like_date"
    DEPARTMENT_UNKNOWN = "department.unknown"
    ROLE_UNRECOGNISED = "role.unrecognised"
    # Rows of somebody who was removed for good
    ROW_ERASED = "row.erased"
    # Rows that somebody left out on the check page
    ROW_LEFT_OUT = "row.left_out"
    # Rows that meet another row of the file (R15, R16, R20)
    NAME_DIFFERS = "name.differs"
    ROW_REPEATED = "row.repeated"
    ROW_CONFLICT = "row.conflict"
    MEMBER_ID_REPEATED = "member_id.repeated"
    # Rows that meet somebody who is there already (R17–R23)
    PERSON_EXISTS = "person.exists"
    PERSON_DEACTIVATED = "person.deactivated"
    NAME_KEPT = "name.kept"
    ROLE_OWN_ADMIN = "role.own_admin"
    ROLE_LAST_ADMIN = "role.last_admin"
    MEMBER_ID_TAKEN = "member_id.taken"
    MEMBER_ID_DIFFERS = "member_id.differs"


WARNINGS: Final = frozenset(
    {
        Code.ROLE_UNRECOGNISED,
        Code.NAME_DIFFERS,
        Code.NAME_KEPT,
        Code.NAME_QUESTIONED,
        Code.MEMBER_ID_LIKE_DATE,
        Code.ROW_ERASED,
    }
)
"""The codes that never stop a row."""

REASONS_TO_SKIP: Final = frozenset({Code.ROW_LEFT_OUT, Code.ROW_REPEATED, Code.PERSON_EXISTS, Code.PERSON_DEACTIVATED})
"""The codes that say why a row is skipped, which is no failure: shown as warnings."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something said about one row."""

    code: Code
    column: str = ""
    """The column it is about, by its field: name, email, department_id, cerego_role, member_id; empty: the whole row."""
    value: str = ""
    """The value it is about, as read."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What else its sentence needs: other row numbers, the nearest valid role, the line a quote opened on."""

    @property
    def severity(self) -> Severity:
        """Whether it fails the row."""
        return Severity.WARNING if self.code in WARNINGS | REASONS_TO_SKIP else Severity.ERROR

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored; :meth:`from_json` reads it."""
        return {"code": self.code.value, "column": self.column, "value": self.value, "details": dict(self.details)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The issue that :meth:`as_json` stored."""
        return cls(Code(stored["code"]), stored["column"], stored["value"], stored["details"])
