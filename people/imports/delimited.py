"""The records of a delimited text file, read so that a broken quote spoils one row and no other (R24, R26).

Pure. Python's csv module takes everything after a quote that is never closed for one cell, and says nothing; so quotes
are followed here. Time is linear in the size of the file: looking ahead from a line with an open quote ends at the
next line with an odd number of quotes, and no two such stretches overlap.
"""

import re
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from people.imports.columns import BLANKS
from people.imports.issues import Code, Issue
from people.imports.lines import line_ends

LOOK_AHEAD_LINES: Final = 1_000
"""How many lines a record may span."""
LOOK_AHEAD_CHARACTERS: Final = 1_000_000
"""How many characters a record that spans several lines may have."""
SHOWN: Final = 200
"""How much of a broken line an issue quotes, in characters."""
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?[\r\n]*\Z', re.IGNORECASE)
"""Excel's first line that names the delimiter; not a row, and not counted as one."""
LINE_END: Final = re.compile("\r\n?|\n")


class Record(NamedTuple):
    """One record: a row of the spreadsheet."""

    number: int
    """The spreadsheet's row number, from 1; blank lines count."""
    line: int
    """The physical line on which it begins, from 1."""
    cells: list[str]
    """Its cells; of a broken record its first line, split at every delimiter."""
    issue: Issue | None
    """What is wrong with its quotes or its length."""


class Records:
    """Iterates over the records, except wholly blank ones, of lines given with their ends."""

    def __init__(self, lines: Iterator[str], *, delimiter: str, quote: str, longest: int) -> None:
        self.width = 0
        """How many columns the header has, once that is known: what makes a line look like a row of its own."""
        self._delimiter = delimiter
        self._quote = quote
        self._longest = longest
        self._quoting = Quoting(delimiter, quote)
        first = next(lines, "")
        separator = SEPARATOR_LINE.match(first) is not None
        self._line = int(separator)
        self._lines = lines if separator or not first else chain((first,), lines)
        self._waiting: deque[str] = deque()
        """Lines that were looked at and are still to be read; they come before the others."""
        self._records = self._read()

    def __iter__(self) -> Iterator[Record]:
        return self._records

    def __next__(self) -> Record:
        return next(self._records)

    def _read(self) -> Iterator[Record]:
        delimiter, quote, longest = self._delimiter, self._quote, self._longest
        nothing = BLANKS + delimiter
        number = 0
        while raw := self._next():
            number += 1
            self._line = line = self._line + 1
            text = raw.rstrip("\r\n")
            if quote not in text and len(text) <= longest:
                if text.strip(nothing):
                    yield Record(number, line, text.split(delimiter), None)
                continue
            cells, issue = self._with_quotes(raw, text)
            if issue or any(cell.strip(BLANKS) for cell in cells):
                yield Record(number, line, cells, issue)

    def _next(self) -> str:
        """The next line with its end; empty after the last."""
        return self._waiting.popleft() if self._waiting else next(self._lines, "")

    def _with_quotes(self, raw: str, text: str) -> tuple[list[str], Issue | None]:
        """The cells of the record that begins with this line, and what is wrong with it."""
        if len(text) > self._longest:
            return self._broken(text, Code.ROW_CELL_TOO_LONG)
        cells = self._quoting.all_quoted(text)
        if cells:
            return cells, None
        cells, broken = self._quoting.cells(text)
        if broken is None:
            return cells, None
        if self._quoting.is_open(text, broken):
            return self._over_lines(raw, text)
        return self._broken(text, Code.QUOTE_STRAY, line=self._line)

    def _over_lines(self, raw: str, text: str) -> tuple[list[str], Issue | None]:
        """The same for a line that ends inside quotes; lines that turn out not to belong to it go back."""
        begun = self._line
        ahead = self._look_ahead()
        whole = (raw + "".join(ahead)).rstrip("\r\n")
        cells, broken = self._quoting.cells(whole)
        if broken is None and not any(map(self._swallows_rows, cells)):
            self._line += len(ahead)
            return cells, None
        self._waiting.extendleft(reversed(ahead))
        if broken is None:
            return self._broken(text, Code.QUOTE_SWALLOWS_ROWS, line=begun, until=begun + len(ahead))
        return self._broken(text, Code.QUOTE_NOT_CLOSED, line=begun + line_ends(whole[:broken]))

    def _look_ahead(self) -> list[str]:
        """Take lines up to the one that can close the quote: the next with an odd number of quotes."""
        ahead: list[str] = []
        characters = 0
        while len(ahead) < LOOK_AHEAD_LINES and characters < LOOK_AHEAD_CHARACTERS and (raw := self._next()):
            ahead.append(raw)
            characters += len(raw)
            if raw.count(self._quote) % 2:
                break
        return ahead

    def _swallows_rows(self, cell: str) -> bool:
        """Whether a line inside the cell looks like a row of its own."""
        parts = LINE_END.split(cell) if "\n" in cell or "\r" in cell else ()
        return any(self._looks_like_row(part) for part in parts)

    def _looks_like_row(self, part: str) -> bool:
        delimiters = part.count(self._delimiter)
        if not delimiters or "@" not in part:
            return False
        return 0 < self.width - 1 <= delimiters or self._quoting.has_address_cell(part)

    def _broken(self, text: str, code: Code, **details: int) -> tuple[list[str], Issue]:
        return text.split(self._delimiter), Issue(code, value=shown(text), details=details)


class Quoting:
    """How cells are written, with one delimiter and one kind of quote; doubled inside quotes, it stands for itself."""

    def __init__(self, delimiter: str, quote: str) -> None:
        d, q = re.escape(delimiter), re.escape(quote)
        blank = " *+" if delimiter == "\t" else "[ \t]*+"
        inside = f"((?:[^{q}]++|{q}{q})*+)"
        self._quote = quote
        self._between = quote + delimiter + quote
        self._cell = re.compile(f"(?:{blank}{q}{inside}{q}{blank}|([^{q}{d}]*+))(?:({d})|\\Z)")
        self._open = re.compile(f"{blank}{q}{inside}\\Z")
        self._address = re.compile(f"(?:^|{d})[ {q}]*+[^\\s{q}{d}@]++@[^\\s{q}{d}@]++[ {q}]*+(?:{d}|$)")

    def all_quoted(self, text: str) -> list[str]:
        """The cells of a line of which every cell is quoted and none contains a quote; nothing for other lines."""
        cells = text[1:-1].split(self._between)
        is_so = text[0] == text[-1] == self._quote and text.count(self._quote) == 2 * len(cells)
        return cells if is_so else []

    def cells(self, text: str) -> tuple[list[str], int | None]:
        """The cells of a record, and where the cell begins that is not well formed; none: all are."""
        cells: list[str] = []
        match = self._cell.match(text)
        begin = 0
        while match:
            quoted, bare, delimiter = match.groups()
            cells.append(bare if quoted is None else quoted.replace(self._quote * 2, self._quote))
            if not delimiter:
                return cells, None
            begin = match.end()
            match = self._cell.match(text, begin)
        return cells, begin

    def is_open(self, text: str, begin: int) -> bool:
        """Whether the text ends inside the quotes of the cell that begins there."""
        return self._open.match(text, begin) is not None

    def has_address_cell(self, text: str) -> bool:
        """Whether one of the cells is just an e-mail address."""
        return self._address.search(text) is not None


def shown(text: str) -> str:
    """A piece of the file as it can be stored and shown: short, and with NUL, which PostgreSQL can't hold, made visible."""
    return (text if len(text) <= SHOWN else text[:SHOWN] + "…").replace("\0", "\u2400")
