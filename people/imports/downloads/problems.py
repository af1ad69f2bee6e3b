"""The failed rows as the file's own columns, and a last one that says what is wrong (R29)."""

from collections.abc import Iterator, Sequence
from typing import Final

from cerego.sentences import in_words
from people.imports.deciding.corrections import OF_SHAPE
from people.imports.downloads.stored import chunks
from people.imports.issues import Code
from people.imports.origin import PROBLEM, own_columns
from people.imports.report import said
from people.models import Import, ImportRow
from people.models.imports import Status
from people.outcomes import Outcome

_NOT_READ: Final = OF_SHAPE | {Code.ROW_NOT_CALCULATED}
NO_TEXT: Final = "?"
"""Stands for a formula of which the workbook tells only where it is."""


def header(run: Import) -> Sequence[str]:
    """The file's own columns, in its order and spelling, and Problem."""
    return [*own_columns(run), PROBLEM]


def rows(run: Import) -> Iterator[Sequence[str]]:
    """The failed rows; before the import, those that the check foresees to fail."""
    column = "action" if run.status == Status.CHECKED else "outcome"
    width = len(own_columns(run))
    for chunk in chunks(run, **{column: Outcome.FAILED.value}):
        for row in chunk:
            yield [*cells_of(row)[:width], problem_of(run, row), *cells_beyond(row)]


def cells_of(row: ImportRow) -> list[str]:
    """The cells of a row as they are to be loaded again: as they were read."""
    return list(row.cells)


def problem_of(run: Import, row: ImportRow) -> str:
    """All that is wrong with a row, in words."""
    messages = [" ".join(issue.message.split()) for issue in said(run, row.issues)]
    return " ".join([*messages, *about_cells_beyond(row)])


def cells_beyond(row: ImportRow) -> list[str]:
    """What was not read as a cell under the header: cells beyond its last column, a line whose quotes are wrong, a formula
    that nobody has calculated. It comes behind our last column: so nothing is lost, and the row can't be loaded before
    somebody has put it where it belongs (R24); else a department that is unknown would load back as one that is blank.
    """
    beyond: list[str] = []
    for issue in row.issues:
        if issue["code"] == Code.ROW_TOO_MANY_CELLS:
            beyond += issue["details"].get("beyond", ())
        elif issue["code"] in _NOT_READ:
            beyond.append(issue["value"] or NO_TEXT)
    return beyond


def about_cells_beyond(row: ImportRow) -> list[str]:
    """What is to be done about them, in words, if there are any."""
    return [in_words("people/downloads/beyond.txt", {})] if cells_beyond(row) else []
