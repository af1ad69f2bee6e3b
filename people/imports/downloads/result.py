"""Every row of an import with what became of it: its values under the headers that an import reads, the rest in words (R29)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from cerego.formulas import escaped
from people.imports.downloads.problems import about_cells_beyond, cells_beyond
from people.imports.downloads.stored import CorrectedRow, chunks, corrected
from people.imports.header.columns import BLANKS, EXACT, Field
from people.imports.shown_rows import ShownRow, department_names, shown_rows
from people.models import Import, ImportRow
from people.models.imports import Status

_DEPARTMENT, _ROLE, _MEMBER = EXACT
_REVERSALS: Final = {"reversed": "Reversed", "kept": "Kept", "nothing": "Nothing to undo", "": "Not yet"}


def header(run: Import) -> list[str]:
    """The columns; one more once the import is undone."""
    undone = ["Undone"] if _is_undone(run) else []
    said = ["What changed", "Remarks"]
    return ["Row", "Outcome", *undone, "Name", "Email", _DEPARTMENT, "Department", _ROLE, _MEMBER, *said]


def rows(run: Import) -> Iterator[Sequence[str]]:
    """The rows in the order of the file. What was not understood stands as the file has it, or as it was corrected."""
    is_undone = _is_undone(run)
    for chunk in chunks(run):
        names = department_names(run, chunk)
        for each, shown in zip(corrected(run, chunk), shown_rows(run, chunk), strict=True):
            row = each.row
            yield [
                str(row.number),
                row.outcome.capitalize() or "Not done",
                *([_REVERSALS[row.reversal]] if is_undone else []),
                *_values(run, each, names),
                "; ".join(_changes(shown)),
                " ".join([*_remarks(shown), *about_cells_beyond(row)]),
                *cells_beyond(row),
            ]


def _is_undone(run: Import) -> bool:
    return run.status == Status.UNDONE or run.failed_while == Status.UNDOING


def _values(run: Import, each: CorrectedRow, names: Mapping[int, str]) -> list[str]:
    """Name, address, department id and name, role, member ID."""
    row = ImportRow() if each.waits else each.row  # What it said when it was last tried is not what it says now.
    department, department_name = each.cell(Field.DEPARTMENT), names.get(row.department or 0, "")
    if row.department is not None:
        department = str(row.department)
    elif not department.strip(BLANKS):
        # Blank means the account worked in. A department's id says the same everywhere; the partner's id no row may name.
        department = str(run.account_id) if run.account_id != run.partner_id else ""
        department_name = run.account.name
    return [
        escaped(row.name) or each.cell(Field.NAME),
        escaped(row.email) or each.cell(Field.EMAIL),
        department,
        department_name,
        row.role or each.cell(Field.ROLE),
        escaped(row.member_id) or each.cell(Field.MEMBER),
    ]


def _changes(shown: ShownRow) -> Iterable[str]:
    for change in shown.changes:
        yield f"{change.what}: {change.before} → {change.after}" if change.before else f"{change.what}: {change.after}"
    if shown.makes_membership:
        yield "a further place"
    if shown.makes_staff:
        yield "also Department staff in the partner account"


def _remarks(shown: ShownRow) -> Iterable[str]:
    if shown.why:
        yield shown.why
    if shown.foreseen:
        yield f"The check had foreseen: {shown.foreseen}."
    for issue in shown.issues:
        yield " ".join(issue.message.split())
