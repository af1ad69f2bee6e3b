"""The rows of a file, one by one, each with its number, its cells and what is wrong with how it is written (R24–R26).

Pure; reads lazily. Cells come as many as the header has, as read; what they mean is for parse to say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, dropwhile, islice
from typing import Any, BinaryIO, Final, NamedTuple

from cerego.errors import Refused
from people.imports.header.columns import BLANKS, Field, clean_header, letter
from people.imports.header.heading import LOOKED_AT
from people.imports.issues import Code, Issue
from people.imports.reading.dialect import NO_HEADER, Dialect, Limits, text_records
from people.imports.reading.text.delimited import Record, Records, shown
from people.imports.reading.workbook.merged import filled_down, spans_of
from people.imports.reading.workbook.odd_cells import Odd, odd_cells
from people.imports.reading.workbook.pieces import pieces
from people.imports.reading.workbook.sheets import DAMAGE, broken, sheet_names
from people.imports.reading.workbook.values import as_seen

__all__ = ["SourceRow", "read_header", "read_rows", "sheet_names"]

CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters: all but TAB, LF and CR, which a quoted cell may have."""
MOST_BEYOND: Final = 20
"""So many of the cells beyond the header are kept, of a row that has too many."""
CUT: Final = Code.ROW_CELL_TOO_LONG
"""Of a record: its line is too long, and was cut."""
LONGEST_HEADER: Final = 10_000_000
"""Characters of a header line, where no limits are at hand."""


class SourceRow(NamedTuple):
    """One row below the header."""

    number: int
    """The spreadsheet's row number; wholly blank rows are left out but counted (R24)."""
    line: int
    """The physical line on which it begins; in a workbook the same as the number."""
    cells: tuple[str, ...]
    """As many as the header has, as read; NUL shows as U+2400, and of an overlong cell only the beginning is kept."""
    issue: Issue | None = None
    """What is wrong with how it is written; none: nothing."""

    @property
    def is_readable(self) -> bool:
        """Whether its cells are what they seem, but for formulas that nobody has calculated, which are blank."""
        return self.issue is None or self.issue.code is Code.ROW_NOT_CALCULATED


def read_header(stream: BinaryIO, dialect: Dialect) -> tuple[str, ...]:
    """The headers, cleaned; a blank one is a column too (R5).

    Raises Refused ``file.header_broken`` if quotes are wrong in it, ``file.blank`` if there is none.
    """
    return header_of(records_of(stream, dialect, longest=LONGEST_HEADER), dialect)[0]


def read_rows(stream: BinaryIO, dialect: Dialect, *, limits: Limits) -> Iterator[SourceRow]:
    """Yield the rows below the header that are not wholly blank.

    Raises Refused while reading: ``file.too_many_rows`` with the limit, ``file.encoding`` with the line.
    """
    records = records_of(stream, dialect, longest=limits.line)
    header, rows = header_of(records, dialect)
    width = len(header)
    if isinstance(records, Records):
        records.width = width
    left = limits.rows
    for record in rows:
        if not left:
            raise Refused("file.too_many_rows", rows=limits.rows)
        left -= 1
        number, line, cells, issue = record
        text = "".join(cells)
        if issue is None and len(cells) == width and len(text) <= limits.cell and text.isprintable():
            yield SourceRow(number, line, tuple(cells))
        else:
            yield examined(record, header, limits=limits)


def records_of(stream: BinaryIO, dialect: Dialect, *, longest: int) -> Iterator[Record]:
    """The records of the file from its beginning, except wholly blank ones."""
    if dialect.kind == "xlsx":
        return sheet_records(stream, dialect)
    return text_records(stream, dialect, longest=longest)


def header_of(records: Iterator[Record], dialect: Dialect) -> tuple[tuple[str, ...], Iterator[Record]]:
    """The header, and the records below it."""
    if dialect.header_row == NO_HEADER:
        first = list(islice(records, LOOKED_AT))
        if not first:
            raise Refused("file.blank")
        return tuple(f"Column {letter(index)}" for index in range(max(map(filled_width, first)))), chain(first, records)
    record = next(dropwhile(lambda record: record[0] < dialect.header_row, records), None)
    if record is None:
        raise Refused("file.blank")
    number, line, cells, issue = record
    if issue and issue.code is not Code.ROW_NOT_CALCULATED:
        raise Refused("file.header_broken", row=number, line=line)
    header = [shown(clean_header(cell)) for cell in cells]
    # A sheet's rows are all as wide as its widest; in text, a blank cell at the end was written there.
    while dialect.kind == "xlsx" and header and not header[-1]:
        header.pop()
    return tuple(header), records


def filled_width(record: Record) -> int:
    """How many cells a record has, up to its last that is filled."""
    return max((index for index, cell in enumerate(record[2], start=1) if cell.strip(BLANKS)), default=0)


def examined(record: Record, header: Sequence[str], *, limits: Limits) -> SourceRow:
    """The row of a record that is not plainly in order: too many or too few cells, strange characters, broken quotes."""
    number, line, cells, issue = record
    if issue is None or issue.code in (Code.ROW_CELL_TOO_LONG, Code.ROW_NOT_CALCULATED):
        found = fault_of(cells, header, limits=limits)
        issue = with_unread(found or issue, issue.value) if issue and (found or issue.code is CUT) else found or issue
    fitting = cells[: len(header)] + [""] * (len(header) - len(cells))
    return SourceRow(number, line, tuple(safe(cell, limits=limits) for cell in fitting), issue)


def safe(cell: str, *, limits: Limits) -> str:
    """A cell as it can be stored: the very same, as nearly all are; of an overlong one the beginning, and NUL made visible."""
    if len(cell) > limits.cell:
        return shown(cell)
    return cell.replace("\0", "\u2400") if "\0" in cell else cell


def with_unread(issue: Issue, text: str) -> Issue:
    """The issue, and that something else of the row was not read: a formula, or what lies beyond the longest line. Who mends only
    what the issue is about is not to lose that.
    """
    return replace(issue, details={**issue.details, "unread": text})


def fault_of(cells: Sequence[str], header: Sequence[str], *, limits: Limits) -> Issue | None:
    """What is wrong with the cells of a row whose quotes are right."""
    beyond = next((cell for cell in islice(cells, len(header), None) if cell.strip(BLANKS)), None)
    if beyond is not None:
        details = {"columns": len(header), "cells": len(cells), "letter": letter(len(header))}
        details["beyond"] = [shown(cell) for cell in cells[len(header) :][:MOST_BEYOND]]
        return Issue(Code.ROW_TOO_MANY_CELLS, value=shown(beyond), details=details)
    for index, cell in enumerate(cells[: len(header)]):
        if len(cell) > limits.cell:
            details = place(index, header) | {"characters": limits.cell}
            return Issue(Code.ROW_CELL_TOO_LONG, value=shown(cell), details=details)
        if CONTROL.search(cell):
            return Issue(Code.ROW_CONTROL_CHARACTERS, value=shown(cell), details=place(index, header))
    return None


def place(index: int, header: Sequence[str]) -> dict[str, Any]:
    """How an issue names a column: it does not know yet what the column is used for."""
    return {"letter": letter(index), "header": header[index]}


def sheet_records(stream: BinaryIO, dialect: Dialect) -> Iterator[Record]:
    """The rows of a sheet, except wholly blank ones, as text; of the first sheet, if it has no name."""
    name = dialect.sheet or next(iter(sheet_names(stream)), "")
    try:
        records = records_in_pieces(stream, name, header_row=dialect.header_row)
        if dialect.has_merged:
            records = filled_down(records, spans_of(stream, name), below=dialect.header_row)
        yield from records
    except DAMAGE as error:
        raise broken(error) from error


def records_in_pieces(stream: BinaryIO, name: str, *, header_row: int) -> Iterator[Record]:
    """The same, cell by cell, whatever is merged."""
    last = 0
    ids: set[int] = set()
    """The columns of department ids, which are numbers and no names: as such they have no leading zeros (R9)."""
    for piece in pieces(stream, name):
        first, rows = sheet_rows(piece, name)
        if rows and first <= last:
            raise Refused("file.workbook_broken")  # Rows out of their order, which no program writes.
        odd = odd_cells(piece, name)
        # A reader of values sees no row where there are none, though there may be formulas.
        for number in sorted({*odd, *range(first, first + len(rows))}):
            cells = rows[number - first] if first <= number < first + len(rows) else []
            issue = put_in(odd[number], cells, ids) if number in odd else None
            if number == header_row:
                ids = {index for index, cell in enumerate(cells) if clean_header(cell) == Field.DEPARTMENT}
            if issue or "".join(cells).strip(BLANKS):
                yield number, number, cells, issue
        last = max(last, first + len(rows) - 1, *odd)


def put_in(odd: Mapping[int, Odd], cells: list[str], ids: set[int]) -> Issue | None:
    """Put what people see into the odd cells of a row; what is wrong with it, if there are formulas nobody has calculated."""
    cells.extend([""] * (max(odd) + 1 - len(cells)))
    for index, cell in odd.items():
        if cell.kind == "formula":
            cells[index] = ""
        elif cell.kind == "number" and index not in ids:
            cells[index] = cell.text
        else:
            cells[index] = cells[index] or cell.text
    formulas = sorted(index for index, cell in odd.items() if cell.kind == "formula")
    if not formulas:
        return None
    value = shown(odd[formulas[0]].text)
    return Issue(Code.ROW_NOT_CALCULATED, value=value, details={"letters": [letter(index) for index in formulas]})


def sheet_rows(piece: BinaryIO, sheet: str) -> tuple[int, list[list[str]]]:
    """The rows of a sheet in a small workbook, as text, and the number of the first."""
    import pandas  # here, because it takes half a second that most files do not need

    piece.seek(0)
    try:
        # Not read_excel, which makes a frame of what we want as rows, and blank rows down to the first of this piece.
        with pandas.ExcelFile(piece, engine="calamine") as opened:
            found = opened.book.get_sheet_by_name(sheet)
            above, left = found.start or (0, 0)
            values = found.to_python()
    except BaseException as error:
        raise broken(error) from error
    before = [""] * left
    return above + 1, [before + [value if type(value) is str else as_seen(value) for value in row] for row in values]
