"""One row of an import, opened to be corrected: its cells as read, what is wrong under each, and what they should say."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField, ChoiceField

from people.imports.deciding.corrections import OF_SHAPE, Correction, as_it_was_read, columns_of, values_of
from people.imports.header.columns import Field
from people.imports.issues import Issue
from people.imports.matching.mapping import Mapping
from people.imports.pages.problems import can_be_corrected, choices_of
from people.imports.reading.reader import SourceRow
from people.imports.report import SaidIssue, said, shown
from people.imports.row_forms import RowForm
from people.imports.shown_rows import ShownRow, shown_rows
from people.models import Import, ImportCorrection, ImportRow
from people.models.imports import Status
from people.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the row, as the form shows it."""

    field: BoundField
    as_read: str
    """What the file says."""
    is_wrong: bool
    problems: tuple[str, ...]
    """What is said about it, unless the form itself says something."""

    @property
    def differs(self) -> bool:
        """Whether the form offers something else than the file says, or might."""
        return self.is_wrong or self.field.value() != self.as_read

    @property
    def is_select(self) -> bool:
        """Whether one chooses."""
        return isinstance(self.field.field, ChoiceField)


class OpenRow:
    """A row that is being corrected."""

    def __init__(self, run: Import, row: ImportRow, data: Any = None) -> None:
        self.run, self.row = run, row
        self.correction = ImportCorrection.objects.filter(import_run=run, number=row.number).first()
        self.columns = frozenset(columns_of(Mapping.from_json(run.mapping)))
        self.as_read = self._as_read()
        corrected = Correction.from_json(self.correction.values).values if self.correction else {}
        self.choices = choices_of(run)
        known = {pk for pk, _ in self.choices.departments}
        values = {name: corrected.get(name, value) for name, value in self.as_read.items()}
        self.form = RowForm(data, run=run, row=self._source, values=values, choices=self.choices, known=known)

    def _as_read(self) -> dict[Field, str]:
        """What the cells say; a department's number as the choices have it."""
        values = values_of(tuple(self.row.cells), Mapping.from_json(self.run.mapping))
        is_corrected = self.correction is not None and Field.DEPARTMENT in self.correction.values
        if self.row.department is not None and not is_corrected and values.get(Field.DEPARTMENT):
            values[Field.DEPARTMENT] = str(self.row.department)
        return values

    @cached_property
    def _source(self) -> SourceRow:
        issues = map(Issue.from_json, self.row.parse_issues)
        mapping = Mapping.from_json(self.run.mapping)
        return as_it_was_read(self.row.number, self.row.line, self.row.cells, issues, mapping)

    @property
    def _issue_of_reader(self) -> Issue | None:
        return self._source.issue

    @property
    def is_out_of_shape(self) -> bool:
        """Whether it can only be mended in the file."""
        return self._issue_of_reader is not None and self._issue_of_reader.code in OF_SHAPE

    @property
    def is_checked(self) -> bool:
        """Whether the import is yet to begin."""
        return self.run.status == Status.CHECKED

    @property
    def can_be_corrected(self) -> bool:
        """Whether it may be corrected now."""
        return can_be_corrected(self.run) and (self.is_checked or self.row.outcome == Outcome.FAILED)

    @property
    def shown(self) -> ShownRow:
        """The row as the list has it."""
        return shown_rows(self.run, [self.row], with_people=True)[0]

    @cached_property
    def others(self) -> int:
        """How many other rows are corrected and wait."""
        return pending(self.run).exclude(number=self.row.number).count()

    @cached_property
    def _issues(self) -> tuple[SaidIssue, ...]:
        return said(self.run, self.row.issues)

    @property
    def problems(self) -> list[str]:
        """What is said about the row as a whole."""
        return [issue.message for issue in self._issues if issue.issue.column not in self.form.fields]

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells that the file has, from name to member ID; the first that needs it has the focus."""
        cells = [self._cell(name, as_read) for name, as_read in self.as_read.items() if name in self.columns]
        first = next((cell for cell in cells if cell.field.errors or cell.is_wrong), cells[0])
        first.field.field.widget.attrs["autofocus"] = True
        return cells

    @cached_property
    def others_to_give(self) -> list[Cell]:
        """What the file has no column for, and can be given here."""
        return [self._cell(name, "") for name in self.as_read if name not in self.columns]

    @property
    def gives_others(self) -> bool:
        """Whether something of that is given, or wrong."""
        return any(cell.field.errors or cell.is_wrong or cell.field.value() for cell in self.others_to_give)

    def _cell(self, name: Field, as_read: str) -> Cell:
        problems = tuple(issue.message for issue in self._issues if issue.issue.column == name.value)
        bound = self.form[name.value]
        if problems and not self.form.is_bound:
            bound.field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_problem"}
        return Cell(bound, shown(as_read), bool(problems), () if self.form.is_bound else problems)

    def typed(self) -> Correction:
        """What was typed. Call it on a valid form."""
        was_all = self.correction is not None and self.correction.values.keys() >= {name.value for name in self.columns}
        is_all_anew = self._issue_of_reader is not None or was_all
        return self.form.correction(self.as_read, anew=self.columns if is_all_anew else ())


def pending(run: Import) -> Any:
    """The corrections that are yet to be taken in."""
    return ImportCorrection.objects.filter(import_run=run, is_pending=True)
