"""What the cell of a name says (R6). Pure."""

import re
import unicodedata
from typing import Final

from people.imports.deciding.cells.clean import NUL, SHOWN, UNWANTED
from people.imports.deciding.spoilt import QUESTIONED, has_error, meant
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue

MAX_NAME: Final = 200
_DAMAGE: Final = "\ufffd"
"""What programs put in the place of letters that they could not read: which they were, nobody knows any more."""
_VISIBLE: Final = frozenset("LNPS")
_EMPTY_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their category, and yet nothing to see: fillers and the empty Braille pattern."""
_BLANKS: Final = re.compile(r"\s+")
_NO_WIDTH: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What takes no room and means nothing in a name: places where a line may be broken, or not."""


def name_in(text: str, issues: list[Issue]) -> str:
    """The name that a file gives, whose letters other programs may have misread on the way."""
    if not text.isascii() and len(text) <= 2 * MAX_NAME and (likely := meant(text)):
        issues.append(Issue(Code.NAME_GARBLED, Field.NAME, text[:SHOWN], {"meant": likely[:SHOWN]}))
        return ""
    if "?" in text and QUESTIONED.search(text):
        issues.append(Issue(Code.NAME_QUESTIONED, Field.NAME, text[:SHOWN]))
    return read_name(text, issues)


def read_name(text: str, issues: list[Issue]) -> str:
    """The name that ``text`` means (R6); empty if it is none, and ``issues`` says why."""
    # The short way for nearly every name; what is left to the long way is everything that might be wrong.
    text = text.strip()
    is_plain = text[:1].isalnum() and text.isprintable() and "  " not in text and len(text) <= MAX_NAME
    if is_plain and "#" not in text and ":" not in text and (text.isascii() or _is_plain_beyond_ascii(text)):
        return text
    if has_error(text):
        issues.append(Issue(Code.NAME_SPREADSHEET_ERROR, Field.NAME, text[:SHOWN]))
        return ""
    if UNWANTED.search(text):
        issues.append(Issue(Code.NAME_CONTROL_CHARACTERS, Field.NAME, text[:SHOWN]))
        return ""
    if _DAMAGE in text:
        issues.append(Issue(Code.NAME_DAMAGED, Field.NAME, text[:SHOWN]))
        return ""
    name = _BLANKS.sub(" ", unicodedata.normalize("NFC", text.translate(_NO_WIDTH))).strip()
    if not any(unicodedata.category(letter)[0] in _VISIBLE for letter in name if letter not in _EMPTY_LETTERS):
        issues.append(Issue(Code.NAME_MISSING, Field.NAME))
        return ""
    if len(name) > MAX_NAME:
        issues.append(Issue(Code.NAME_TOO_LONG, Field.NAME, name[:SHOWN], {"length": len(name), "most": MAX_NAME}))
        return ""
    return name


def _is_plain_beyond_ascii(text: str) -> bool:
    is_seen = text[0] not in _EMPTY_LETTERS and NUL not in text
    return is_seen and _DAMAGE not in text and unicodedata.is_normalized("NFC", text)
