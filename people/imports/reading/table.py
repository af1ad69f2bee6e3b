"""Where the table in a file begins: its header row, found or chosen, and that it can be one of people (R27). Pure."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from cerego.errors import Refused
from people.imports.header.columns import ADDRESS, clean_header
from people.imports.header.heading import LOOKED_AT, has_address, heading, names_addresses
from people.imports.reading.dialect import NO_HEADER, Limits
from people.imports.reading.text.delimited import Record, shown

OFFERED: Final = 10
"""So many of the first rows are offered as the header."""
BEGINNING: Final = 70
"""Characters by which one tells which row it is."""


class Table(NamedTuple):
    """The table in a file."""

    header_row: int
    """The spreadsheet's row number of the header, or NO_HEADER."""
    line: int
    """The line on which the header stands; 0 without."""
    beginning: tuple[tuple[int, str], ...]
    """The first rows that are not blank, by number and how they begin."""
    is_of_people: bool
    """Whether addresses are among its first rows, or its header says so."""
    rows: Iterator[Record]
    """What is below the header, except the first row of it."""


def table_in(records: Iterator[Record], *, header_row: int | None, limits: Limits) -> Table:
    """The table; ``header_row``: the row that somebody chose, if any.

    Raises Refused: ``file.blank``, ``file.no_such_row``, ``file.too_many_columns``, ``file.no_header``, ``file.one_column``,
    ``file.header_broken``, ``file.header_only``.
    """
    first = list(islice(records, LOOKED_AT))
    if not first:
        raise Refused("file.blank")
    cells = [record[2] for record in first]
    row = found_row(first) if header_row is None else header_row
    rest = chain(first, records)
    header: Sequence[str] = ()
    line = 0
    if row == NO_HEADER:
        check_width(max(cells, key=len), limits=limits)
        next(rest)
    else:
        header, line = taken_header(rest, row, limits=limits)
    is_of_people = names_addresses(header) or any(map(has_address, cells))
    beginning = tuple((number, label(cells)) for number, _, cells, _ in first[:OFFERED])
    return Table(row, line, beginning, is_of_people, rest)


def found_row(first: Sequence[Record]) -> int:
    """The row number of the likeliest header, or NO_HEADER."""
    index = heading([record[2] for record in first])
    return NO_HEADER if index is None else first[index][0]


def taken_header(rest: Iterator[Record], row: int, *, limits: Limits) -> tuple[Sequence[str], int]:
    """Take the records up to the first below the header in that row; the header's cells and its line."""
    header = next((record for record in rest if record[0] >= row), None)
    if header is None or header[0] != row:
        raise Refused("file.no_such_row", row=row)
    _, line, cells, issue = header
    check_header(cells, row=row, limits=limits)
    if issue:
        raise Refused("file.header_broken", row=row, line=line)
    if next(rest, None) is None:
        raise Refused("file.header_only", row=row)
    return cells, line


def check_header(cells: Sequence[str], *, row: int, limits: Limits) -> None:
    """Raise Refused if these can't be the headers of a table of people."""
    if len(cells) > limits.columns:
        raise Refused("file.too_many_columns", columns=limits.columns)
    addresses = [cell for cell in map(clean_header, cells) if ADDRESS.fullmatch(cell)]
    if addresses:
        raise Refused("file.no_header", row=row, address=addresses[0])
    check_width(cells, limits=limits)


def check_width(cells: Sequence[str], *, limits: Limits) -> None:
    """Raise Refused if there are too many columns, or not enough for people."""
    if len(cells) > limits.columns:
        raise Refused("file.too_many_columns", columns=limits.columns)
    if len(cells) < 2:
        raise Refused("file.one_column")


def label(cells: Sequence[str]) -> str:
    """How a row begins."""
    text = shown(" · ".join(cell for cell in map(clean_header, cells[:OFFERED]) if cell))
    return text if len(text) <= BEGINNING else text[:BEGINNING] + "…"
