"""What an admin has corrected in a row, put into its cells before they are parsed. Pure; the cells as read stay as they are.

So a corrected row is parsed and decided by the same code as any other, just as if the file had been right from the start.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Stored
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from people.imports.deciding.cells.clean import clean_cell
from people.imports.deciding.parse import ParsedRow, parse
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue
from people.imports.matching.mapping import Mapping
from people.imports.reading.reader import SourceRow
from people.imports.reading.workbook.values import DateCell

OF_CELLS: Final = frozenset({Code.ROW_CELL_TOO_LONG, Code.ROW_CONTROL_CHARACTERS, Code.ROW_NOT_CALCULATED})
"""What is wrong with single cells: no harm once all that is read from the row was typed anew."""
OF_SHAPE: Final = frozenset(
    {Code.ROW_TOO_MANY_CELLS, Code.QUOTE_NOT_CLOSED, Code.QUOTE_STRAY, Code.QUOTE_SWALLOWS_ROWS}
)
"""What is wrong with how a row is written: which cell is which is for the file to say, so it is mended there."""
OF_READING: Final = OF_CELLS | OF_SHAPE | {Code.MEMBER_ID_DATE}
"""What only the file itself tells: of the cells that are stored with a row it can't be seen."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected in one row."""

    values: Stored[Field, str] = field(default_factory=dict)
    """What the cells should say, as one would write it in the file; an empty text is an empty cell."""
    is_left_out: bool = False
    """Whether the row is not to come in at all."""

    def as_json(self) -> dict[str, str]:
        """The values in the form in which they are stored."""
        return {name.value: value for name, value in self.values.items()}

    @classmethod
    def from_json(cls, stored: Stored[str, Any], *, is_left_out: bool = False) -> Self:
        """The correction whose values :meth:`as_json` stored."""
        return cls({Field(name): value for name, value in stored.items()}, is_left_out)


def as_it_was_read(
    number: int, line: int, cells: Sequence[str], issues: Iterable[Issue], mapping: Mapping
) -> SourceRow:
    """A stored row as it came out of the file, given the issues that it had on its own."""
    found = {issue.code: issue for issue in issues if issue.code in OF_READING}
    cells = list(cells)
    if Code.MEMBER_ID_DATE in found and mapping.member is not None and mapping.member < len(cells):
        cells[mapping.member] = DateCell(cells[mapping.member])
    of_row = next((issue for code, issue in found.items() if code is not Code.MEMBER_ID_DATE), None)
    return SourceRow(number, line, tuple(cells), of_row)


def parse_corrected(row: SourceRow, mapping: Mapping, correction: Correction | None) -> ParsedRow:
    """What ``row`` says after its correction, if it has one."""
    return parse(row, mapping) if correction is None else parse(*correct(row, mapping, correction))


def correct(row: SourceRow, mapping: Mapping, correction: Correction) -> tuple[SourceRow, Mapping]:
    """``row`` as the file should have had it, and how it is read: what it has no column for stands behind its last one. A row
    that is left out says so, and nothing else.
    """
    if correction.is_left_out:
        return row._replace(issue=Issue(Code.ROW_LEFT_OUT)), mapping
    columns = columns_of(mapping)
    is_typed_anew = columns.keys() <= correction.values.keys()
    is_mended = row.issue is not None and row.issue.code in OF_CELLS and is_typed_anew
    cells = list(row.cells)
    for name, value in correction.values.items():
        if name not in columns:
            mapping = _with_column(mapping, name, len(cells))
            cells.append(value)
            continue
        first, *others = columns[name]
        if value != cells[first]:  # The same once more corrects nothing: a date stays one.
            cells[first] = value
        for index in others:
            cells[index] = ""
    return row._replace(cells=tuple(cells), issue=None if is_mended else row.issue), mapping


def _with_column(mapping: Mapping, name: Field, index: int) -> Mapping:
    match name:
        case Field.DEPARTMENT:
            return replace(mapping, department=index)
        case Field.ROLE:
            return replace(mapping, role=index)
        case _:
            return replace(mapping, member=index)


def columns_of(mapping: Mapping) -> dict[Field, tuple[int, ...]]:
    """The columns that are read, by what they are used for; the name's may be two."""
    single = {
        Field.EMAIL: mapping.email,
        Field.DEPARTMENT: mapping.department,
        Field.ROLE: mapping.role,
        Field.MEMBER: mapping.member,
    }
    return {Field.NAME: mapping.name} | {name: (index,) for name, index in single.items() if index is not None}


def values_of(cells: tuple[str, ...], mapping: Mapping) -> dict[Field, str]:
    """What the cells say, as it is shown and corrected: without outer blanks, the name in one; nothing, without a column."""
    columns = columns_of(mapping)
    return {
        name: " ".join(
            text for text in (clean_cell(cells[index]) for index in columns.get(name, ()) if index < len(cells)) if text
        )
        for name in Field
    }
