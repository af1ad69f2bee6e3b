"""The rows of an import for a download, some at a time: no long transaction, no cursor held open for a slow line."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from people.imports.deciding.corrections import Correction, columns_of, correct
from people.imports.header.columns import Field
from people.imports.matching.mapping import Mapping as ColumnMapping
from people.imports.reading.reader import SourceRow
from people.models import Import, ImportCorrection, ImportRow

ROWS_AT_A_TIME: Final = 1_000


class Gone(Exception):
    """The rows were deleted while they were sent (L10). The download breaks off; half a file is not passed off as a whole one."""


class CorrectedRow(NamedTuple):
    """A row with what somebody has corrected in it put into its cells."""

    row: ImportRow
    cells: Sequence[str]
    """As the file has them, or as they were corrected; what it has no column for stands behind its last one."""
    columns: ColumnMapping
    """Which of them is what."""
    waits: bool
    """Whether it was corrected since it was last tried."""

    def cell(self, name: Field) -> str:
        """What it says of that, the parts of a name in one; empty without such a column."""
        indexes = columns_of(self.columns).get(name, ())
        cells = [self.cells[index] for index in indexes if index < len(self.cells)]
        return cells[0] if len(cells) == 1 else " ".join(cell.strip() for cell in cells).strip()


def chunks(run: Import, **wanted: Any) -> Iterator[list[ImportRow]]:
    """The rows that fit ``wanted``, in the order of the file, up to ROWS_AT_A_TIME in a list."""
    rows = ImportRow.objects.filter(import_run=run, **wanted).order_by("number")
    chunk = list(rows[:ROWS_AT_A_TIME])
    while chunk:
        yield chunk
        chunk = list(rows.filter(number__gt=chunk[-1].number)[:ROWS_AT_A_TIME])
    refuse_half(run)


def corrected(run: Import, chunk: Sequence[ImportRow]) -> list[CorrectedRow]:
    """The rows as they were corrected; one query. Loaded back as the file has them, they would undo what somebody has typed."""
    mapping = ColumnMapping.from_json(run.mapping)
    found = ImportCorrection.objects.filter(import_run=run, number__in=[row.number for row in chunk])
    corrections = {each.number: each for each in found}
    return [_corrected(row, mapping, corrections.get(row.number)) for row in chunk]


def _corrected(row: ImportRow, mapping: ColumnMapping, correction: ImportCorrection | None) -> CorrectedRow:
    if correction is None:
        return CorrectedRow(row, row.cells, mapping, waits=False)
    source = SourceRow(row.number, row.line, tuple(row.cells))
    said, columns = correct(source, mapping, Correction.from_json(correction.values))
    return CorrectedRow(row, said.cells, columns, waits=correction.is_pending)


def refuse_half(run: Import) -> None:
    """Raise :class:`Gone` if the import's rows have been deleted since it was looked up."""
    if not Import.objects.filter(pk=run.pk, expired_at=None).exists():
        raise Gone(run.pk)
