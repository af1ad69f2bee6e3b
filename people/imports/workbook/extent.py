"""How far the cells of a workbook's sheet reach, told from its XML before a reader makes room for them (R27).

Pure. A reader makes room for all cells from the first to the outermost, filled or not: two cells in opposite corners of
a sheet of a hundred bytes are 17 thousand million, and the attempt ends the process, not just the reading.
"""

import re
from typing import Final

from cerego.errors import Refused
from people.imports.columns import index_of

MAX_CELLS: Final = 3_000_000
"""Cells from a sheet's corner to its outermost ones."""
FREE_CELLS: Final = 500_000
"""So many they may be however few are filled; beyond, every fiftieth must be."""
MAX_TAG: Final = 64 * 1024
"""Bytes of one tag of XML."""
CELL_TAG: Final = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
"""The tag of a cell. Each must be told by the next, or the sheet is not trusted; all common programs write them so."""
CELL: Final = re.compile(
    rb"<(?:[^\s<>/:]+:)?c(?:\s[^<>]*?)?\sr\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']"
    rb"(?![^<>]*[\s\"']r\s*=)[^<>]*?(/?)>"
)
"""Its letters, its row, and a slash if it is empty."""
USUAL_CELL: Final = re.compile(rb"<c r=\"([A-Z]{1,3})([0-9]{1,7})\"(?: (?!r=)[a-z]++=\"[A-Za-z0-9]*+\")*+ ?(/?)>")
"""The same as nearly all cells are written; much quicker to find."""
USUAL_TAGS: Final = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t", b"<c\f", b"<c\v", b":c")
"""What the tag of a cell begins with; the last also stands elsewhere, but not often."""


class Extent:
    """The extent of the cells seen so far in one sheet; any other XML has none."""

    def __init__(self) -> None:
        self._rest = b""
        self._row = self._column = self._filled = 0

    def take(self, piece: bytes) -> None:
        """Look at the next piece; raises Refused when the cells enclose too many, ValueError at strange tags."""
        text = self._rest + piece
        begun = text.rfind(b"<")
        cut = begun if begun > text.rfind(b">") else len(text)
        text, self._rest = text[:cut], text[cut:]
        cells = USUAL_CELL.findall(text)
        if len(cells) != sum(map(text.count, USUAL_TAGS)):
            cells = CELL.findall(text)
            if len(cells) != len(CELL_TAG.findall(text)):
                raise ValueError("a cell that does not say where it stands")
        if len(self._rest) > MAX_TAG:
            raise ValueError("a tag of such length")
        filled = [(letters, row) for letters, row, empty in cells if not empty]
        self._filled += len(filled)
        self._row = max(self._row, 0, *(int(row) for row in {row for _, row in filled}))
        self._column = max(self._column, 0, *(index_of(name.decode()) + 1 for name in {name for name, _ in filled}))
        if self._row * self._column > MAX_CELLS:
            raise Refused("file.workbook_too_spread", cells=MAX_CELLS)

    def check_is_dense(self) -> None:
        """Raise Refused when hardly any of the enclosed cells are filled."""
        if self._row * self._column > max(FREE_CELLS, 50 * self._filled):
            raise Refused("file.workbook_too_spread", cells=MAX_CELLS)
