"""What cells of all fields have in common: what is around them, and what may be in none of them. Pure."""

import re
from typing import Final

from cerego.formulas import unescaped
from people.imports.header.columns import BLANKS

SHOWN: Final = 200
"""As much of a wrong value as is kept in an issue."""
NUL: Final = "\u2400"
"""The sign that stands for a NUL in what is stored and downloaded; unlike the other unwanted ones it can be printed."""
UNWANTED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\u2400]")
"""Control characters, bidirectional overrides, lone surrogates, and that sign."""


def clean_cell(text: str) -> str:
    """A cell without outer blanks and without the apostrophe that keeps a spreadsheet from running a formula (R29)."""
    stripped = text.strip(BLANKS)
    if stripped[:1] != "'":
        return stripped
    bare = unescaped(text.lstrip(BLANKS))
    # Before a blank, all of the cell was escaped.
    return clean_cell(bare) if bare[:1] in BLANKS else bare.strip(BLANKS)
