"""How a file is written: kind, encoding, delimiter, quotes, header row; or why it can't be read at all (R27).

Pure. The whole file is read once or twice, in pieces; what is guessed is guessed from the beginning of it.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import filterfalse, islice
from typing import Any, BinaryIO, Final, Literal, Self

from cerego.errors import Refused
from people.imports.columns import ADDRESS, BLANKS, clean_header
from people.imports.foreign import refuse_foreign
from people.imports.text.delimited import Record, Records
from people.imports.text.encoding import encoding_of, is_wide
from people.imports.text.lines import CHUNK, physical_lines
from people.imports.text.separation import beginning_of, is_version_line, likeliest_separation
from people.imports.workbook.archive import check_archive, is_zip
from people.imports.workbook.sheets import first_rows

FIRST_ROWS: Final = 1_000
"""How many rows of a sheet are looked at for its header."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold."""

    bytes: int
    """The size of the file, and of a workbook once unpacked."""
    rows: int
    """The rows below the header."""
    columns: int
    """The columns of the header."""
    cell: int = 10_000
    """The characters of one cell."""

    @property
    def line(self) -> int:
        """The characters that a line with cells within the limits can have at most: all of them quotes, and quoted."""
        return max(CHUNK, self.columns * (2 * self.cell + 3))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file is written."""

    kind: Literal["csv", "xlsx"]
    """Delimited text, or a workbook."""
    encoding: str = ""
    """Python's name of the encoding; empty for a workbook."""
    delimiter: str = ""
    """What stands between cells; empty for a workbook."""
    quote: str = ""
    """What stands around a quoted cell; empty for a workbook."""
    header_row: int = 1
    """The spreadsheet's row number of the header, from 1."""
    sheet: str = ""
    """The name of the sheet; empty for delimited text."""
    confident: bool = True
    """Whether nothing had to be guessed."""

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored; :meth:`from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The dialect that :meth:`as_json` stored."""
        return cls(**stored)


def detect(stream: BinaryIO, *, file_name: str, limits: Limits) -> Dialect:
    """How the file is written. The stream must be seekable; the file's name only words refusals.

    Raises Refused for what makes the whole file unusable (R27); each code is a template in templates/refusals/.
    """
    size = stream.seek(0, io.SEEK_END)
    if not size:
        raise Refused("file.empty", file_name=file_name)
    if size > limits.bytes:
        raise Refused("file.too_large", megabytes=limits.bytes // 2**20)
    stream.seek(0)
    beginning = stream.read(CHUNK)
    if is_zip(beginning):
        check_archive(stream, unpacked=limits.bytes)
        return detect_workbook(stream, limits=limits)
    refuse_foreign(stream, beginning, is_wide=is_wide(beginning))
    return detect_text(stream, limits=limits)


def detect_workbook(stream: BinaryIO, *, limits: Limits) -> Dialect:
    """How a workbook is written, of which it is known that it can be unpacked."""
    sheet, rows = first_rows(stream, FIRST_ROWS)
    filled = [(number, row) for number, row in enumerate(rows, start=1) if "".join(row).strip(BLANKS)]
    if not filled:
        raise Refused("file.blank")
    number, header = filled[0]
    check_header(header, row=number, limits=limits)
    if len(filled) == 1 and len(rows) < FIRST_ROWS:
        raise Refused("file.header_only", row=number)
    return Dialect("xlsx", header_row=number, sheet=sheet)


def detect_text(stream: BinaryIO, *, limits: Limits) -> Dialect:
    """How a text file is written."""
    encoding, is_certain = encoding_of(stream)
    sample = beginning_of(physical_lines(stream, encoding, longest=limits.line))
    if not sample:
        raise Refused("file.blank")
    separation = likeliest_separation(sample)
    if separation is None:
        raise Refused("file.one_column")
    lines = physical_lines(stream, encoding, longest=limits.line)
    records = iter(Records(lines, delimiter=separation.delimiter, quote=separation.quote, longest=limits.line))
    header = next(filterfalse(is_version_line, records), None)
    if header is None:
        raise Refused("file.blank")
    row, line, cells, issue = header
    check_header(cells, row=row, limits=limits)
    if issue:
        raise Refused("file.header_broken", row=row, line=line)
    if next(records, None) is None:
        raise Refused("file.header_only", row=row)
    if may_have_more_lines(stream, limits.rows + line):
        refuse_too_many_rows(records, limits=limits)
    return Dialect(
        "csv",
        encoding,
        separation.delimiter,
        separation.quote,
        header_row=row,
        confident=is_certain and separation.is_clear,
    )


def check_header(cells: Sequence[str], *, row: int, limits: Limits) -> None:
    """Raise Refused if these can't be the headers of a table of people."""
    if len(cells) > limits.columns:
        raise Refused("file.too_many_columns", columns=limits.columns)
    addresses = [cell for cell in map(clean_header, cells) if ADDRESS.fullmatch(cell)]
    if addresses:
        raise Refused("file.no_header", row=row, address=addresses[0])
    if len(cells) < 2:
        raise Refused("file.one_column")


def may_have_more_lines(stream: BinaryIO, lines: int) -> bool:
    """Whether the file can have more lines than that, judging by its bytes."""
    stream.seek(0)
    feeds = returns = 0
    while chunk := stream.read(CHUNK):
        feeds += chunk.count(b"\n")
        returns += chunk.count(b"\r")
    return max(feeds, returns) >= lines


def refuse_too_many_rows(records: Iterator[Record], *, limits: Limits) -> None:
    """Raise Refused if there are more; the first row has been taken already."""
    if next(islice(records, limits.rows - 1, None), None):
        raise Refused("file.too_many_rows", rows=limits.rows)
