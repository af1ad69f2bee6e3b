"""How the cells of one record are parted and quoted. Pure."""

import csv
import re
from typing import Final

TEXT_FORMULA: Final = re.compile('="((?:[^"]|"")*+)"')
"""How programs keep a spreadsheet from taking a text for a number, in CSV: ="007". A spreadsheet shows 007."""


class Quoting:
    """How cells are written, with one delimiter and one kind of quote; doubled inside quotes, it stands for itself."""

    def __init__(self, delimiter: str, quote: str) -> None:
        d, q = re.escape(delimiter), re.escape(quote)
        blank = " *+" if delimiter == "\t" else "[ \t]*+"
        begin = blank + "=?" if quote == '"' else blank
        inside = f"((?:[^{q}]++|{q}{q})*+)"
        self._quote = quote
        self._between = quote + delimiter + quote
        self._fed: list[str] = []
        self._csv = csv.reader(iter(self._fed.pop, None), delimiter=delimiter, quotechar=quote, strict=True)
        self._cell = re.compile(f"(?:{begin}{q}{inside}{q}{blank}|([^{q}{d}]*+))(?:({d})|\\Z)")
        self._open = re.compile(f"{begin}{q}{inside}\\Z")
        self._address = re.compile(f"(?:^|{d})[ {q}]*+[^\\s{q}{d}@]++@[^\\s{q}{d}@]++[ {q}]*+(?:{d}|$)")

    def cells(self, text: str) -> tuple[list[str], int | None]:
        """The cells of a record, and where the cell begins that is not well formed; none: all are."""
        simple = self._simple_cells(text)
        return (simple, None) if simple else self._any_cells(text)

    def _any_cells(self, text: str) -> tuple[list[str], int | None]:
        """The same, however they are written."""
        cells: list[str] = []
        match = self._cell.match(text)
        begin = 0
        while match:
            quoted, bare, delimiter = match.groups()
            cells.append(bare if quoted is None else self._unquoted(quoted))
            if not delimiter:
                return cells, None
            begin = match.end()
            match = self._cell.match(text, begin)
        return cells, begin

    def _unquoted(self, inside: str) -> str:
        """What stands inside quotes, as it is meant."""
        text = inside.replace(self._quote * 2, self._quote)
        if text.startswith('="') and (formula := TEXT_FORMULA.fullmatch(text)):
            return formula[1].replace('""', '"')
        return text

    def _simple_cells(self, text: str) -> list[str]:
        """The same for a record with no quotes in its cells, like nearly all; nothing for others. Only quicker."""
        if text[0] == text[-1] == self._quote:
            cells = text[1:-1].split(self._between)
            if text.count(self._quote) == 2 * len(cells):
                return cells  # every cell is quoted
        if self._quote * 2 in text:
            return []
        self._fed.append(text)
        try:
            cells = next(self._csv)
        except (csv.Error, IndexError):  # a quote that ends too early or is still open
            return []
        return [] if self._quote in "".join(cells) else cells

    def is_open(self, text: str) -> bool:
        """Whether the text ends inside quotes that opened rightly."""
        _, begin = self._any_cells(text)
        return begin is not None and self._open.match(text, begin) is not None

    def has_address_cell(self, text: str) -> bool:
        """Whether one of the cells is just an e-mail address."""
        return self._address.search(text) is not None
