"""Finds out on which sheet of a workbook people are, and how that is written, as far as nobody has said so. Pure."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from python_calamine import CalamineWorkbook

from cerego.errors import Refused
from people.imports.header.columns import BLANKS
from people.imports.reading.dialect import Choices, Dialect, Limits
from people.imports.reading.table import Table, table_in
from people.imports.reading.text.delimited import Record
from people.imports.reading.workbook.contents import Contents
from people.imports.reading.workbook.extent import Extent
from people.imports.reading.workbook.sheets import DAMAGE, broken, first_rows, opened, worksheets

FIRST_ROWS: Final = 1_000
"""How many rows of a sheet are looked at for its header."""
SHEETS: Final = 20
"""How many sheets are looked at for people."""
OF_A_SHEET: Final = frozenset({"file.blank", "file.one_column", "file.header_only", "file.too_many_columns"})
"""Refusals that have other words where the file has sheets."""


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
