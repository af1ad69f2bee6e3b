"""The failed rows as the file's own columns, with what was corrected in them, and a last one that says what is wrong (R29).

Wherever they are loaded back, they place people where they did: what somebody has given and the file has no column for gets one,
and so does the department of an import into one.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from cerego.sentences import in_words
from people.imports.deciding.corrections import OF_SHAPE, columns_of
from people.imports.downloads.stored import CorrectedRow, chunks, corrected
from people.imports.header.columns import BLANKS, EXACT, Field
from people.imports.issues import Code
from people.imports.matching.mapping import Mapping
from people.imports.origin import PROBLEM, own_columns
from people.imports.report import said
from people.models import Import, ImportCorrection, ImportRow
from people.models.imports import Status
from people.outcomes import Outcome

_NOT_READ: Final = OF_SHAPE | {Code.ROW_NOT_CALCULATED, Code.MEMBER_ID_DATE}
NO_TEXT: Final = "?"
"""Stands for a formula of which the workbook tells only where it is."""


def header(run: Import) -> Sequence[str]:
    """The file's own columns, in its order and spelling, those that it lacks, and Problem."""
    return [*own_columns(run), *_lacking(run), PROBLEM]


def rows(run: Import) -> Iterator[Sequence[str]]:
    """The failed rows; before the import, those that the check foresees to fail."""
    column = "action" if run.status == Status.CHECKED else "outcome"
    width = len(own_columns(run))
    lacking = _lacking(run)
    for chunk in chunks(run, **{column: Outcome.FAILED.value}):
        for each in corrected(run, chunk):
            row = each.row
            yield [*_cells(run, each)[:width], *_given(run, each, lacking), problem_of(run, row), *cells_beyond(row)]


def _lacking(run: Import) -> list[Field]:
    """What the file has no column for, and its rows can't be told without."""
    present = columns_of(Mapping.from_json(run.mapping))
    corrections = ImportCorrection.objects.filter(import_run=run)
    return [
        name
        for name in EXACT
        if name not in present
        and (
            (name is Field.DEPARTMENT and _is_into_department(run))
            or corrections.filter(values__has_key=name.value).exists()
        )
    ]


def _cells(run: Import, each: CorrectedRow) -> list[str]:
    """The cells under the file's own columns."""
    cells = list(each.cells)
    index = each.columns.department
    if index is not None and index < len(cells):
        cells[index] = _department(run, each)
    return cells


def _given(run: Import, each: CorrectedRow, lacking: Sequence[Field]) -> list[str]:
    """The cells under the columns that the file lacks."""
    return [_department(run, each) if name is Field.DEPARTMENT else each.cell(name) for name in lacking]


def _department(run: Import, each: CorrectedRow) -> str:
    """Its department cell. A blank one means the account that one works in, which may be another one next time."""
    cell = each.cell(Field.DEPARTMENT)
    return str(run.account_id) if _is_into_department(run) and not cell.strip(BLANKS) else cell


def _is_into_department(run: Import) -> bool:
    return run.account_id != run.partner_id


def problem_of(run: Import, row: ImportRow) -> str:
    """All that is wrong with a row, in words."""
    messages = [" ".join(issue.message.split()) for issue in said(run, row.issues)]
    return " ".join([*messages, *about_cells_beyond(row)])


def cells_beyond(row: ImportRow) -> list[str]:
    """What was not read as a cell under the header: cells beyond its last column, a line whose quotes are wrong or that is far
    too long, a formula that nobody has calculated, a date in place of a member ID. It comes behind our last column: so nothing
    is lost, and the row can't be loaded before somebody has put it where it belongs (R24); else a department that is unknown
    would load back as one that is blank.
    """
    beyond: list[str] = []
    for issue in row.issues:
        if issue["code"] == Code.ROW_TOO_MANY_CELLS:
            beyond += issue["details"].get("beyond", ())
        elif issue["code"] in _NOT_READ:
            beyond.append(issue["value"] or NO_TEXT)
        if "unread" in issue["details"]:
            beyond.append(issue["details"]["unread"] or NO_TEXT)
    return beyond


def about_cells_beyond(row: ImportRow) -> list[str]:
    """What is to be done about them, in words, if there are any."""
    return [in_words("people/downloads/beyond.txt", {})] if cells_beyond(row) else []
