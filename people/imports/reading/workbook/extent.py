"""How far the cells of a workbook's sheet reach, told from its XML before a reader makes room for them (R27); and what else
is told of it on the way: its rows, those that are hidden, and whether cells are merged.

Pure. A reader makes room for all cells from the first to the outermost, filled or not: two cells in opposite corners of
a sheet of a hundred bytes are 17 thousand million, and the attempt ends the process, not just the reading.
"""

import re
from operator import itemgetter
from typing import Final, NamedTuple

from cerego.errors import Refused
from people.imports.header.columns import index_of

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
PLAIN_CELL: Final = re.compile(rb"<c r=\"([A-Z]{1,3}[0-9]{1,7})\"(?: [st]=\"[A-Za-z0-9]*+\")*+>")
"""Where a cell stands that is not empty and has no more than a style and a type; twice as quick to find."""
LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS: Final = b"0123456789"
HIDDEN_ROW: Final = re.compile(rb"<(?:[^\s<>/:]+:)?row\s[^<>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*?(?<!/)>")
"""A row that is hidden, by hand or by a filter, and has cells."""


class Extent:
    """The extent of the cells seen so far in one sheet; any other XML has none."""

    def __init__(self) -> None:
        self.rows = 0
        """The rows in which something stands."""
        self.hidden_rows = 0
        """The rows that the spreadsheet does not show."""
        self.has_merged = False
        """Whether cells are merged."""
        self._rest = b""
        self._row = self._column = self._filled = self._last = 0

    def take(self, piece: bytes) -> None:
        """Look at the next piece; raises Refused when the cells enclose too many, ValueError at strange tags."""
        text = self._rest + piece
        begun = text.rfind(b"<")
        cut = begun if begun > text.rfind(b">") else len(text)
        text, self._rest = text[:cut], text[cut:]
        if len(self._rest) > MAX_TAG:
            raise ValueError("a tag of such length")
        self.has_merged = self.has_merged or b"mergeCell " in text
        if b"hidden" in text:
            self.hidden_rows += len(HIDDEN_ROW.findall(text))
        if (cells := cells_in(text)).filled:
            self._enclose(cells)

    def _enclose(self, cells: "Cells") -> None:
        rows = sorted(map(int, cells.rows))
        self._filled += cells.filled
        self.rows += len(rows) - (rows[0] == self._last)
        self._last = rows[-1]
        self._row = max(self._row, rows[-1])
        self._column = max(self._column, *(index_of(name.decode()) + 1 for name in cells.letters))
        if self._row * self._column > MAX_CELLS:
            raise Refused("file.workbook_too_spread", cells=MAX_CELLS)

    def check_is_dense(self) -> None:
        """Raise Refused when hardly any of the enclosed cells are filled."""
        if self._row * self._column > max(FREE_CELLS, 50 * self._filled):
            raise Refused("file.workbook_too_spread", cells=MAX_CELLS)


class Cells(NamedTuple):
    """The cells in a piece of a sheet that are not empty."""

    letters: set[bytes]
    """Of their columns."""
    rows: set[bytes]
    filled: int
    """How many they are."""


def cells_in(text: bytes) -> Cells:
    """The cells that begin in the text; raises ValueError at one that does not tell where it stands."""
    begun = text.count(b"<c") + text.count(b":c")
    if not begun:
        return Cells(set(), set(), 0)
    places = PLAIN_CELL.findall(text)
    if len(places) == begun:
        joined = b",".join(places)
        letters, rows = (set(joined.translate(None, gone).split(b",")) for gone in (DIGITS, LETTERS))
        return Cells(letters, rows, begun)
    filled = [cell for cell in all_cells_in(text, begun) if not cell[2]]
    return Cells(set(map(itemgetter(0), filled)), set(map(itemgetter(1), filled)), len(filled))


def all_cells_in(text: bytes, begun: int) -> list[tuple[bytes, bytes, bytes]]:
    """The letters, the row, and a slash if it is empty, of each of at most so many cells."""
    cells = USUAL_CELL.findall(text)
    if len(cells) == begun:
        return cells
    tags = len(CELL_TAG.findall(text))  # Other tags begin so too.
    if len(cells) != tags:
        cells = CELL.findall(text)
        if len(cells) != tags:
            raise ValueError("a cell that does not say where it stands")
    return cells
