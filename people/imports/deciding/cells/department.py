"""What the cell of a department says (R9). Pure."""

import re
from functools import lru_cache
from typing import Final

from people.imports.deciding.cells.clean import SHOWN
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue

_WHOLE_NUMBER: Final = re.compile(r"([1-9][0-9]{0,17})(?:\.0+)?\Z")


def department_in(text: str, issues: list[Issue]) -> int | None:
    """The number in it, of whatever department that is; none if there is none."""
    if not text:
        return None
    number = _whole_number(text)
    if number is None:
        issues.append(Issue(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, text[:SHOWN]))
    return number


@lru_cache(maxsize=4096)
def _whole_number(text: str) -> int | None:
    match = _WHOLE_NUMBER.match(text)
    return int(match[1]) if match else None
