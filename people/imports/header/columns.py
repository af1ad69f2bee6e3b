"""What a file's columns are called: letters as in a spreadsheet, exact headers, near misses (R2, R3, R5). Pure."""

import re
from enum import StrEnum
from typing import Final

from cerego.formulas import unescaped
from people.imports.header.synonyms import (
    DEPARTMENT_LIKE,
    EMAIL,
    FIRST_NAME,
    FULL_NAME,
    LAST_NAME,
    MEMBER_LIKE,
    ROLE_LIKE,
    squash,
)

BLANKS: Final = (
    "".join(character for character in map(chr, range(0x3001)) if character.isspace()) + "\u200b\u2060\ufeff"
)
"""What counts as blank around a value: Unicode white space, no-break and zero-width spaces, the byte-order mark."""
ADDRESS: Final = re.compile(r"[^\s@,;|<>()\"']+@[^\s@,;|<>()\"']+\.[^\s@,;|<>()\"'.]+")
"""What an e-mail address looks like, for telling columns apart; which are valid is for parse to say."""


class Field(StrEnum):
    """What a column can be used for; the value of the last three is their exact header."""

    NAME = "name"
    EMAIL = "email"
    DEPARTMENT = "department_id"
    ROLE = "cerego_role"
    MEMBER = "member_id"


EXACT: Final = (Field.DEPARTMENT, Field.ROLE, Field.MEMBER)
"""The columns matched by their header alone (R2)."""

NEAR_MISSES: Final[dict[str, Field]] = {
    **dict.fromkeys(DEPARTMENT_LIKE, Field.DEPARTMENT),
    **dict.fromkeys(ROLE_LIKE, Field.ROLE),
    **dict.fromkeys(MEMBER_LIKE, Field.MEMBER),
}
"""Squashed headers, and the exact one that each means (R3)."""


def letter(index: int) -> str:
    """The spreadsheet's letters of a column: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def index_of(letters: str) -> int:
    """The index of the column with these letters, in either case; ValueError when they are none."""
    if not re.fullmatch("[A-Za-z]{1,6}", letters):
        raise ValueError(letters)
    number = 0
    for character in letters.upper():
        number = number * 26 + ord(character) - ord("A") + 1
    return number - 1


def clean_header(text: str) -> str:
    """A header as it is matched and shown: without byte-order mark and outer blanks (R2), nor an escaping apostrophe (R29)."""
    return unescaped(text.strip(BLANKS))


def near_miss(header: str) -> Field | None:
    """The exact column that a header means without being spelt like it (R3); none when it is exact or means none."""
    if clean_header(header) in EXACT:
        return None
    return NEAR_MISSES.get(squash(header))


def is_known(header: str) -> bool:
    """Whether the header is one that files about people have."""
    bare = squash(header)
    return clean_header(header) in EXACT or bare in NEAR_MISSES or bare in FULL_NAME | FIRST_NAME | LAST_NAME | EMAIL
