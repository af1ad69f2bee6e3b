"""Keeping spreadsheets from running what is only text: an apostrophe on the way out, off again on the way in (R29). Pure."""

import re
from typing import Final

STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, some of them only where letters are wide."""
_ESCAPED: Final = re.compile(f"'(?='*[{re.escape(''.join(STARTS))}])")
_TO_BE_ESCAPED: Final = re.compile(f"'*[{re.escape(''.join(STARTS))}]")


def formula_safe(cell: str) -> str:
    """A cell of a file as it may stand in another: with an apostrophe before it if it would start a formula."""
    return f"'{cell}" if cell.startswith(STARTS) else cell


def escaped(value: str) -> str:
    """A value as a cell that starts no formula, and from which :func:`unescaped` gives just this value back.

    So one that is an apostrophe and then a formula gets a second apostrophe. Cells of a file stay as they are then: what they
    are escaped already.
    """
    return f"'{value}" if _TO_BE_ESCAPED.match(value) else value


def unescaped(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running a formula; others as they are."""
    return cell[1:] if cell[:1] == "'" and _ESCAPED.match(cell) else cell
