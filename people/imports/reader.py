"""The rows of a file, one by one, each with its number, its cells and what is wrong with how it is written (R24–R26).

Pure; reads lazily. Cells come as many as the header has, as read; what they mean is for parse to say.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import dropwhile
from typing import Any, BinaryIO, Final

from cerego.errors import Refused
from people.imports.columns import BLANKS, clean_header, letter
from people.imports.dialect import Dialect, Limits
from people.imports.issues import Code, Issue
from people.imports.text.delimited import Record, Records, shown
from people.imports.text.lines import physical_lines
from people.imports.workbook.sheet_errors import error_cells
from people.imports.workbook.sheets import broken, sheet_names

__all__ = ["SourceRow", "read_header", "read_rows", "sheet_names"]

CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters: all but TAB, LF and CR, which a quoted cell may have."""
LONGEST_HEADER: Final = 10_000_000
"""Characters of a header line, where no limits are at hand."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row below the header."""

    number: int
    """The spreadsheet's row number; wholly blank rows are left out but counted (R24)."""
    line: int
    """The physical line on which it begins; in a workbook the same as the number."""
    cells: tuple[str, ...]
    """As many as the header has, as read; NUL shows as U+2400, and of an overlong cell only the beginning is kept."""
    issue: Issue | None = None
    """What is wrong with how it is written; none: nothing."""


def read_header(stream: BinaryIO, dialect: Dialect) -> tuple[str, ...]:
    """The headers, cleaned; a blank one is a column too (R5).

    Raises Refused ``file.header_broken`` if quotes are wrong in it, ``file.blank`` if there is none.
    """
    return header_of(records_of(stream, dialect, longest=LONGEST_HEADER), dialect)


def read_rows(stream: BinaryIO, dialect: Dialect, *, limits: Limits) -> Iterator[SourceRow]:
    """Yield the rows below the header that are not wholly blank.

    Raises Refused while reading: ``file.too_many_rows`` with the limit, ``file.encoding`` with the line.
    """
    records = records_of(stream, dialect, longest=limits.line)
    header = header_of(records, dialect)
    width = len(header)
    if isinstance(records, Records):
        records.width = width
    left = limits.rows
    for record in records:
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
        return sheet_records(stream, dialect.sheet)
    lines = physical_lines(stream, dialect.encoding, longest=longest)
    return Records(lines, delimiter=dialect.delimiter, quote=dialect.quote, longest=longest)


def header_of(records: Iterator[Record], dialect: Dialect) -> tuple[str, ...]:
    """Take the records up to the header, and read it."""
    record = next(dropwhile(lambda record: record[0] < dialect.header_row, records), None)
    if record is None:
        raise Refused("file.blank")
    number, line, cells, issue = record
    if issue:
        raise Refused("file.header_broken", row=number, line=line)
    header = [shown(clean_header(cell)) for cell in cells]
    # A sheet's rows are all as wide as its widest; in text, a blank cell at the end was written there.
    while dialect.kind == "xlsx" and header and not header[-1]:
        header.pop()
    return tuple(header)


def examined(record: Record, header: Sequence[str], *, limits: Limits) -> SourceRow:
    """The row of a record that is not plainly in order: too many or too few cells, strange characters, broken quotes."""
    number, line, cells, issue = record
    if issue is None or issue.code is Code.ROW_CELL_TOO_LONG:
        issue = fault_of(cells, header, limits=limits) or issue
    fitting = cells[: len(header)] + [""] * (len(header) - len(cells))
    safe = (shown(cell) if len(cell) > limits.cell else cell.replace("\0", "\u2400") for cell in fitting)
    return SourceRow(number, line, tuple(safe), issue)


def fault_of(cells: Sequence[str], header: Sequence[str], *, limits: Limits) -> Issue | None:
    """What is wrong with the cells of a row whose quotes are right."""
    beyond = [shown(cell) for cell in cells[len(header) :] if cell.strip(BLANKS)]
    if beyond:
        details = {"columns": len(header), "cells": len(cells), "letter": letter(len(header))}
        return Issue(Code.ROW_TOO_MANY_CELLS, value=beyond[0], details=details)
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


def sheet_records(stream: BinaryIO, sheet: str) -> Iterator[Record]:
    """The rows of a sheet, except wholly blank ones, as text; of the first sheet, if it has no name."""
    import pandas  # here, because it takes half a second that most files do not need

    name = sheet or next(iter(sheet_names(stream)), "")
    stream.seek(0)
    try:
        frame = pandas.read_excel(
            stream, sheet_name=name, header=None, dtype=object, engine="calamine", na_filter=False
        )
    except BaseException as error:
        raise broken(error) from error
    errors = error_cells(stream, name)
    with_errors = {number for number, _ in errors}
    for number, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        cells = [value if type(value) is str else as_seen(value) for value in row]
        if number in with_errors:
            cells = [cell or errors.get((number, index), "") for index, cell in enumerate(cells)]
        if "".join(cells).strip(BLANKS):
            yield number, number, cells, None


def as_seen(value: object) -> str:
    """A value of a sheet as people see it there: 12, not 12.0; TRUE; 2026-05-03."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case int():
            return str(value) if abs(value) < 2**53 else format(Decimal(repr(float(value))), "f")
        case float():
            return format(Decimal(format(value, ".15g")), "f") if value == value else ""
        case datetime.datetime():
            is_date = value.time() == datetime.time()
            return value.date().isoformat() if is_date else value.isoformat(sep=" ", timespec="seconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)
