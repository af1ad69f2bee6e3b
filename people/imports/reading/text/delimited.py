"""The records of a delimited text file, read so that a broken quote spoils one row and no other (R24, R26).

Pure. Python's csv module takes everything after a quote that is never closed for one cell, and says nothing; so quotes
are followed here. Time is linear in the size of the file: looking ahead from a line with an open quote ends at the
next line with an odd number of quotes, and no two such stretches overlap.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Final, TypeAlias

from cerego.errors import Refused
from people.imports.header.columns import BLANKS
from people.imports.issues import Code, Issue
from people.imports.reading.text.lines import is_blank, line_ends, split_lines
from people.imports.reading.text.quoting import Quoting

LOOK_AHEAD_LINES: Final = 1_000
"""How many lines a record may span."""
LOOK_AHEAD_CHARACTERS: Final = 1_000_000
"""How many characters a record that spans several lines may have."""
MOST_QUOTED_BLANKS: Final = 1_000_000
"""How many rows of nothing but quotes there may be; they can't be passed over many at a time, as blank lines are."""
SHOWN: Final = 200
"""How much of a broken line an issue quotes, in characters."""
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?[\r\n]*\Z', re.IGNORECASE)
"""Excel's first line that names the delimiter; not a row, and not counted as one."""
LINE_END: Final = re.compile("\r\n?|\n")


Record: TypeAlias = tuple[int, int, list[str], Issue | None]
"""One record; a plain tuple, because there are so many.

- The spreadsheet's row number, from 1; blank lines count.
- The physical line on which it begins, from 1.
- Its cells; of a broken record its first line, parted at every delimiter.
- What is wrong with its quotes or its length.
"""


class Records(Iterator[Record]):
    """The records, except wholly blank ones, of whole lines with their ends, many in each block.

    Raises Refused ``file.too_many_rows`` on the way if far too many of them are written with quotes and blank.
    """

    def __init__(self, blocks: Iterator[str], *, delimiter: str, quote: str, longest: int) -> None:
        self.width = 0
        """How many columns the header has, once that is known: what makes a line look like a row of its own."""
        self._blocks = blocks
        self._waiting: deque[str] = deque()
        """The lines that come next."""
        self._line = 0
        """The number of the last physical line of the last record."""
        self._skipped = 0
        """How many blank lines were passed over many at a time."""
        self._nothing = BLANKS + delimiter
        self._delimiter = delimiter
        self._quote = quote
        self._longest = longest
        self._quoting = Quoting(delimiter, quote)
        self._records = self._read()

    def __next__(self) -> Record:
        return next(self._records)

    def __iter__(self) -> Iterator[Record]:
        return self._records

    def _read(self) -> Iterator[Record]:
        delimiter, quote, longest = self._delimiter, self._quote, self._longest
        waiting, nothing = self._waiting, self._nothing
        number = 0
        blank = ""
        """A line of nothing but quotes and delimiters; where there is one there are often thousands."""
        quoted_blanks = 0
        if self._refill() and SEPARATOR_LINE.match(waiting[0]):
            waiting.popleft()
            self._line = 1
        while waiting or self._refill_after_blanks():
            raw = waiting.popleft()
            number += 1
            self._line = line = self._line + 1
            text = raw.rstrip("\r\n")
            if quote not in text and len(text) <= longest:
                if text and text.strip(nothing):
                    yield number + self._skipped, line, text.split(delimiter), None
                continue
            if text != blank:
                cells, issue = self._with_quotes(raw, text)
                if issue or "".join(cells).strip(BLANKS):
                    yield number + self._skipped, line, cells, issue
                    continue
                if self._line == line:
                    blank = text
            quoted_blanks += 1
            if quoted_blanks > MOST_QUOTED_BLANKS:
                raise Refused("file.too_many_rows", rows=MOST_QUOTED_BLANKS)

    def _refill(self) -> bool:
        """Fetch more lines; whether there are any."""
        self._waiting.extend(split_lines(next(self._blocks, "")))
        return bool(self._waiting)

    def _refill_after_blanks(self) -> bool:
        """The same, but pass over blank lines as long as there is nothing else."""
        for block in self._blocks:
            if not is_blank(block, self._nothing):
                self._waiting.extend(split_lines(block))
                return True
            lines = line_ends(block) + (not block.endswith(("\r", "\n")))
            self._skipped += lines
            self._line += lines
        return False

    def _with_quotes(self, raw: str, text: str) -> tuple[list[str], Issue | None]:
        """The cells of the record that begins with this line, and what is wrong with it."""
        if len(text) > self._longest:
            return self._broken(text, Code.ROW_CELL_TOO_LONG, characters=self._longest)
        if text.count(self._quote) % 2:
            return self._over_lines(raw, text)
        cells, broken = self._quoting.cells(text)
        return (cells, None) if broken is None else self._broken(text, Code.QUOTE_STRAY, line=self._line)

    def _over_lines(self, raw: str, text: str) -> tuple[list[str], Issue | None]:
        """The same for a line with an odd number of quotes; lines that turn out not to belong to it go back."""
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
        if not self._quoting.is_open(text):
            return self._broken(text, Code.QUOTE_STRAY, line=begun)
        return self._broken(text, Code.QUOTE_NOT_CLOSED, line=begun + line_ends(whole[:broken]))

    def _look_ahead(self) -> list[str]:
        """Take lines up to the one that can close the quote: the next with an odd number of quotes."""
        ahead: list[str] = []
        characters = 0
        while len(ahead) < LOOK_AHEAD_LINES and characters < LOOK_AHEAD_CHARACTERS:
            if not self._waiting and not self._refill():
                break
            raw = self._waiting.popleft()
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
        cells = text.split(self._delimiter, self.width - 1 if self.width else -1)
        return cells, Issue(code, value=shown(text), details=details)


def shown(text: str) -> str:
    """A piece of the file as it can be stored and shown: short, and with NUL, which PostgreSQL can't hold, made visible."""
    return (text if len(text) <= SHOWN else text[:SHOWN] + "…").replace("\0", "\u2400")
