"""Finds out how a file is written, as far as nobody has said so; or why it can't be read at all (R27).

Pure. The whole file is read once or twice, in pieces; what is guessed is guessed from the beginning of it.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import BinaryIO, Final

from python_calamine import CalamineWorkbook

from cerego.errors import Refused
from people.imports.header.columns import BLANKS
from people.imports.reading.dialect import Choices, Dialect, Limits, text_records
from people.imports.reading.foreign import refuse_foreign
from people.imports.reading.table import Table, table_in
from people.imports.reading.text.delimited import Record
from people.imports.reading.text.encoding import Encoding, encoding_of, is_wide, without_alternative
from people.imports.reading.text.lines import CHUNK, physical_lines
from people.imports.reading.text.separation import beginning_of, likeliest_separation
from people.imports.reading.wording import encoding_words
from people.imports.reading.workbook.archive import check_archive, is_zip
from people.imports.reading.workbook.contents import Contents
from people.imports.reading.workbook.extent import Extent
from people.imports.reading.workbook.sheets import DAMAGE, broken, first_rows, opened, worksheets

FIRST_ROWS: Final = 1_000
"""How many rows of a sheet are looked at for its header."""
LINES_A_ROW: Final = 3
"""So many lines may rows have on average, when they are counted."""
BROKEN: Final = 5
"""One in so many of the rows that there may be can be broken, when they are counted: each takes some time."""
SHEETS: Final = 20
"""How many sheets are looked at for people."""
OF_A_SHEET: Final = frozenset({"file.blank", "file.one_column", "file.header_only", "file.too_many_columns"})
"""Refusals that have other words where the file has sheets."""
UNSAID: Final = Choices()
"""Nobody has said anything about the file."""


class Archive:
    """What each part of a workbook holds, looked at once, however often one asks how the file is written."""

    def __init__(self, stream: BinaryIO, *, limits: Limits) -> None:
        self._stream, self._limits = stream, limits

    @cached_property
    def extents(self) -> Mapping[str, Extent]:
        """By path in lower case. Raises Refused if the file can't be unpacked, or is no workbook."""
        return check_archive(self._stream, unpacked=self._limits.bytes)


def detect(
    stream: BinaryIO, *, file_name: str, limits: Limits, choices: Choices = UNSAID, archive: Archive | None = None
) -> Dialect:
    """How the file is written. The stream must be seekable; the file's name only words refusals. ``archive``: of this file, if it
    is asked about several times.

    Raises Refused for what makes the whole file unusable (R27), and for choices that do not fit it; each code is a template in
    templates/refusals/.
    """
    size = stream.seek(0, io.SEEK_END)
    if not size:
        raise Refused("file.empty", file_name=file_name)
    if size > limits.bytes:
        raise Refused("file.too_large", megabytes=limits.bytes // 2**20)
    stream.seek(0)
    beginning = stream.read(CHUNK)
    if is_zip(beginning):
        archive = archive or Archive(stream, limits=limits)
        return detect_workbook(stream, archive.extents, limits=limits, choices=choices)
    refuse_foreign(stream, beginning, is_wide=is_wide(beginning))
    if choices.sheet is not None:
        raise Refused("file.no_sheets")
    return detect_text(stream, limits=limits, choices=choices)


def detect_text(stream: BinaryIO, *, limits: Limits, choices: Choices) -> Dialect:
    """How a text file is written."""
    encoding, is_certain = (
        encoding_of(stream) if choices.encoding is None else chosen_encoding(stream, choices.encoding)
    )
    sample = beginning_of(physical_lines(stream, encoding, longest=limits.line))
    if not sample:
        raise Refused("file.blank")
    separation = likeliest_separation(sample, delimiter=choices.delimiter, quote=choices.quote)
    if separation is None:
        raise Refused("file.one_column")
    dialect = Dialect("csv", encoding, separation.delimiter, separation.quote, chosen=tuple(choices.made()))
    table = table_in(text_records(stream, dialect, longest=limits.line), header_row=choices.header_row, limits=limits)
    refuse_too_many_rows(stream, table, limits=limits)
    doubts = {"encoding": not is_certain, "delimiter": choices.delimiter is None and not separation.is_clear}
    guessed = tuple(name for name, is_doubtful in doubts.items() if is_doubtful)
    return replace(dialect, header_row=table.header_row, beginning=table.beginning, guessed=guessed)


def chosen_encoding(stream: BinaryIO, name: str) -> Encoding:
    """The encoding that somebody chose; raises Refused with the line at which it does not decode the file."""
    try:
        return without_alternative(stream, name)
    except Refused as refusal:
        raise Refused("file.other_encoding", encoding=encoding_words(name), line=refusal.context["line"]) from refusal


def refuse_too_many_rows(stream: BinaryIO, table: Table, *, limits: Limits) -> None:
    """Raise Refused if there are more rows than may be. They are only counted where there are lines enough for it, and not for
    ever: in a file of very many lines within cells, or of rows that can't be read, the check will find out.
    """
    here = stream.tell()
    is_possible = may_have_more_lines(stream, limits.rows + table.line)
    stream.seek(here)
    broken = 0
    for count, (_, line, _, issue) in enumerate(table.rows if is_possible else (), start=2):
        if count > limits.rows:
            raise Refused("file.too_many_rows", rows=limits.rows)
        broken += issue is not None
        if line > table.line + LINES_A_ROW * limits.rows or broken * BROKEN > limits.rows:
            return


def may_have_more_lines(stream: BinaryIO, lines: int) -> bool:
    """Whether the file can have more lines than that, judging by its bytes."""
    stream.seek(0)
    feeds = returns = 0
    while chunk := stream.read(CHUNK):
        feeds += chunk.count(b"\n")
        returns += chunk.count(b"\r")
    return max(feeds, returns) >= lines


def detect_workbook(stream: BinaryIO, extents: Mapping[str, Extent], *, limits: Limits, choices: Choices) -> Dialect:
    """How a workbook is written, of which it is known that it can be unpacked, and what each of its parts holds."""
    if not choices.made().keys() <= {"sheet", "header_row"}:
        raise Refused("file.is_workbook")
    workbook = opened(stream)
    visible, hidden = worksheets(workbook)
    if choices.sheet is None:
        sheet, table = likeliest_sheet(workbook, (visible or hidden)[:SHEETS], choices, limits=limits)
    elif choices.sheet in visible + hidden:
        sheet, table = choices.sheet, table_on(workbook, choices.sheet, choices, limits=limits)
    else:
        raise Refused("file.no_such_sheet", sheet=choices.sheet, sheets=visible + hidden)
    of_sheets = extents_of(stream, extents)
    extent = of_sheets.get(sheet, Extent())
    return Dialect(
        "xlsx",
        header_row=table.header_row,
        sheet=sheet,
        guessed=("sheet",) if choices.sheet is None and sheet not in (visible or hidden)[:1] else (),
        chosen=tuple(choices.made()),
        sheets=visible + hidden,
        hidden=hidden,
        sheet_rows=tuple(of_sheets[name].rows if name in of_sheets else 0 for name in visible + hidden),
        hidden_rows=extent.hidden_rows,
        has_merged=extent.has_merged,
        beginning=table.beginning,
    )


def likeliest_sheet(
    workbook: CalamineWorkbook, sheets: tuple[str, ...], choices: Choices, *, limits: Limits
) -> tuple[str, Table]:
    """The first sheet with people; failing that, the first that can be read as a table. Raises Refused if there is none."""
    found: list[tuple[str, Table]] = []
    refused: list[Refused] = []
    for sheet in sheets:
        try:
            table = table_on(workbook, sheet, choices, limits=limits)
        except Refused as refusal:
            refused.append(refusal)
            continue
        if table.is_of_people:
            return sheet, table
        found.append((sheet, table))
    if not found:
        raise refused[0] if refused else Refused("file.blank")
    return found[0]


def table_on(workbook: CalamineWorkbook, sheet: str, choices: Choices, *, limits: Limits) -> Table:
    """The table on a sheet; raises Refused if there is none, in words about the sheet."""
    try:
        return table_in(sheet_beginning(workbook, sheet), header_row=choices.header_row, limits=limits)
    except Refused as refusal:
        code = refusal.code.replace("file.", "sheet.") if refusal.code in OF_A_SHEET else refusal.code
        raise Refused(code, **{**refusal.context, "sheet": sheet}) from refusal


def extents_of(stream: BinaryIO, extents: Mapping[str, Extent]) -> dict[str, Extent]:
    """What there is on each sheet, by its name; of sheets that can't be found, nothing."""
    try:
        paths = Contents(stream).sheets
    except DAMAGE as error:
        raise broken(error) from error
    return {name: extents[path.lower()] for name, path in paths.items() if path.lower() in extents}


def sheet_beginning(workbook: CalamineWorkbook, sheet: str) -> Iterator[Record]:
    """The first rows of a sheet, except wholly blank ones, as rough text."""
    for number, cells in enumerate(first_rows(workbook, sheet, FIRST_ROWS), start=1):
        if "".join(cells).strip(BLANKS):
            yield number, number, cells, None
