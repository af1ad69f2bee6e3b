"""The sheets of a workbook: their names and first rows, to tell which is read and where its header is. Pure."""

import errno
from typing import BinaryIO, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cerego.errors import Refused
from people.imports.reading.workbook.archive import BROKEN
from people.imports.reading.workbook.pieces import abridged

DAMAGE: Final = (CalamineError, LookupError, ArithmeticError, *BROKEN)
"""What a damaged workbook may raise."""


def sheet_names(stream: BinaryIO) -> tuple[str, ...]:
    """The names of the sheets that a person sees, in their order; of all, if every one is hidden.

    Raises Refused if the workbook is broken.
    """
    visible, hidden = worksheets(opened(stream))
    return visible or hidden


def first_rows(workbook: CalamineWorkbook, sheet: str, rows: int) -> list[list[str]]:
    """The first rows of a sheet from the top, blank ones too, as rough text."""
    try:
        values = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=rows)
    except BaseException as error:
        raise broken(error) from error
    return [[as_text(value) for value in row] for row in values]


def as_text(value: object) -> str:
    """A value as rough text: 12, not 12.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def opened(stream: BinaryIO) -> CalamineWorkbook:
    """The workbook, of large ones only the beginnings of the sheets; raises Refused if it is broken."""
    try:
        beginning = abridged(stream)
        beginning.seek(0)
        return CalamineWorkbook.from_filelike(beginning)
    except BaseException as error:
        raise broken(error) from error


def worksheets(workbook: CalamineWorkbook) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of its worksheets: of those that a person sees, and of the hidden ones."""
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if any("\0" in sheet.name for sheet in sheets):
        raise Refused("file.workbook_broken")  # No program writes that, and no database stores it.
    visible = tuple(sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible)
    return visible, tuple(sheet.name for sheet in sheets if sheet.name not in visible)


def broken(error: BaseException) -> BaseException:
    """What to raise instead: Refused for what a damaged workbook makes calamine raise, else the error itself.

    A panic in Rust arrives as an exception that is no Exception.
    """
    is_panic = type(error).__name__ == "PanicException"
    is_machine = isinstance(error, OSError) and error.errno not in (None, errno.EINVAL)  # a disk that fails or is full
    return Refused("file.workbook_broken") if is_panic or (isinstance(error, DAMAGE) and not is_machine) else error
