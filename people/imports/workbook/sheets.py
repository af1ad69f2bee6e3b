"""The sheets of a workbook: their names and first rows, to tell which is read and where its header is. Pure."""

from typing import BinaryIO, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cerego.errors import Refused

DAMAGE: Final = (CalamineError, ValueError, LookupError, ArithmeticError, OSError)
"""What a damaged workbook may raise."""


def sheet_names(stream: BinaryIO) -> tuple[str, ...]:
    """The names of the sheets that a person sees, in their order; raises Refused if the workbook is broken."""
    return names_in(opened(stream))


def first_rows(stream: BinaryIO, rows: int) -> tuple[str, list[list[str]]]:
    """The name of the first sheet and its first rows from the top, blank ones too, as rough text."""
    workbook = opened(stream)
    names = names_in(workbook)
    if not names:
        raise Refused("file.blank")
    try:
        values = workbook.get_sheet_by_name(names[0]).to_python(skip_empty_area=False, nrows=rows)
    except BaseException as error:
        raise broken(error) from error
    return names[0], [[str(value) for value in row] for row in values]


def opened(stream: BinaryIO) -> CalamineWorkbook:
    """The workbook; raises Refused if it is broken."""
    stream.seek(0)
    try:
        return CalamineWorkbook.from_filelike(stream)
    except BaseException as error:
        raise broken(error) from error


def names_in(workbook: CalamineWorkbook) -> tuple[str, ...]:
    """The names of its visible worksheets; of all worksheets, if every one is hidden."""
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if any("\0" in sheet.name for sheet in sheets):
        raise Refused("file.workbook_broken")  # No program writes that, and no database stores it.
    visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return tuple(visible or [sheet.name for sheet in sheets])


def broken(error: BaseException) -> BaseException:
    """What to raise instead: Refused for what a damaged workbook makes calamine raise, else the error itself.

    A panic in Rust arrives as an exception that is no Exception.
    """
    is_panic = type(error).__name__ == "PanicException"
    return Refused("file.workbook_broken") if is_panic or isinstance(error, DAMAGE) else error
