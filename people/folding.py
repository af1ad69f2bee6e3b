"""Text as it is searched and sorted: without accents and case. Pure: no Django, no database.

The folded forms are stored, because a database without ICU sorts and compares by code point.
"""

import unicodedata
from typing import Final

MAX_SORT_KEY: Final = 400

_LAST_ACCENT: Final = 0x1E94A
"""No character after this one combines with the one before it (Unicode 16)."""
_ACCENTS: Final = {code: None for code in range(_LAST_ACCENT + 1) if unicodedata.combining(chr(code))}
# Letters that Unicode does not take apart, as people without them on their keyboard type them.
_UNDECOMPOSED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
_BARE: Final = _ACCENTS | _UNDECOMPOSED


def fold(text: str) -> str:
    """``text`` without accents and case, in which "Łukasz Weiß" and "lukasz weiss" are the same."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_BARE)


def sort_key(full_name: str) -> str:
    """What people are sorted by: the folded name, of at most 400 characters. One character may fold into eighteen."""
    return fold(full_name)[:MAX_SORT_KEY]


def search_text(full_name: str, email: str) -> str:
    """What the people list searches for a person: folded name and address, one after the other."""
    return f"{fold(full_name)} {email}"
