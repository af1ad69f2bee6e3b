"""The forms by which rows are corrected: one row's cells, or one value in all rows that have it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django import forms

from people.imports.deciding.corrections import Correction, parse_corrected
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue, Severity
from people.imports.matching.mapping import Mapping as Columns
from people.imports.reading.reader import SourceRow
from people.imports.report import sentence, shown
from people.imports.run import ForAll
from people.models import Import
from people.roles import ROLE_WORDS, STAFF_ROLES, Role

MOST_CHOICES: Final = 300
"""Beyond so many departments one types the id."""
EMPTY: Final = "empty"
LEAVE_OUT: Final = "leave-out"
_LONGEST: Final = 1000
_ROLES: Final = [(role.value, ROLE_WORDS[role]) for role in Role if role in STAFF_ROLES]
_LABELS: Final = {
    Field.NAME: "Name",
    Field.EMAIL: "Email",
    Field.DEPARTMENT: "Department",
    Field.ROLE: "Role",
    Field.MEMBER: "Member ID",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the cells of an import may say."""

    departments: Sequence[tuple[str, str]]
    """The id and the name of each department that a row may name."""
    home: str
    """The account that an empty department cell means."""


class RowForm(forms.Form):
    """What the cells of one row should say. Errors are the import's own sentences, found by its own parser."""

    def __init__(
        self, data: Any, *, run: Import, row: SourceRow, values: Mapping[Field, str], choices: Choices, known: set[str]
    ) -> None:
        """``values``: what is offered, also for what the file has no column; ``known``: the ids of the departments there are."""
        offered = {name.value: _typable(value) for name, value in values.items()}
        super().__init__(data, initial=offered, auto_id=f"row-{row.number}-%s")
        self.run, self.row, self.known = run, row, known
        for name in values:
            self.fields[name.value] = _field(name, offered[name.value], choices)

    def clean(self) -> dict[str, Any]:
        """Let the parser look at what was typed. What only the database knows is found when the row is tried."""
        values = {Field(name): value for name, value in self.cleaned_data.items()}
        parsed = parse_corrected(self.row, Columns.from_json(self.run.mapping), Correction(values))
        issues = [issue for issue in parsed.issues if issue.severity is Severity.ERROR]
        if parsed.department is not None and str(parsed.department) not in self.known:
            issues.append(Issue(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, str(parsed.department)))
        for issue in issues:
            self.add_error(issue.column if issue.column in self.fields else None, sentence(self.run, issue))
        return self.cleaned_data

    def correction(self, as_read: Mapping[Field, str], *, anew: Collection[Field]) -> Correction:
        """What differs from the file, and those typed ``anew``, even if they don't. Call it on a valid form."""
        typed = {Field(name): value for name, value in self.cleaned_data.items()}
        return Correction({name: value for name, value in typed.items() if name in anew or value != as_read[name]})


def _typable(value: str) -> str:
    """A value as one could have typed it: without what nobody sees, which is often all that is wrong with it."""
    return "".join(letter for letter in " ".join(value.split()) if letter.isprintable() and letter != "\u2400")


def _field(name: Field, value: str, choices: Choices) -> forms.Field:
    plain: dict[str, Any] = {"label": _LABELS[name], "required": False, "max_length": _LONGEST}
    if name is Field.ROLE:
        options = [("", "Learner (an empty cell)"), *_ROLES]
    elif name is Field.DEPARTMENT and len(choices.departments) <= MOST_CHOICES:
        options = [("", f"{choices.home} (an empty cell)"), *choices.departments]
    else:
        return forms.CharField(**plain, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
    if value not in dict(options):
        options.insert(0, (value, f"“{shown(value)}” as in the file"))
    return forms.ChoiceField(label=_LABELS[name], required=False, choices=options)


@dataclass(frozen=True, slots=True)
class Problem:
    """Rows with the same problem; and with the same value, where that one can be put right for all of them."""

    code: Code
    value: str | None
    """As the issue has it; none: whatever the value."""
    rows: int

    @property
    def column(self) -> Field | None:
        """The cell that can be put right for all."""
        columns = {Code.DEPARTMENT_UNKNOWN: Field.DEPARTMENT, Code.ROLE_UNRECOGNISED: Field.ROLE}
        return None if self.value is None else columns.get(self.code)

    @property
    def key(self) -> str:
        """The name of its field; no file can make two values share one."""
        return f"{self.code.value}-{'any' if self.value is None else sha256(self.value.encode()).hexdigest()[:32]}"


class AllForm(forms.Form):
    """For each problem that many rows may have, what is right in all of them."""

    def __init__(self, data: Any, *, problems: Sequence[Problem], choices: Choices, may_leave_out: bool) -> None:
        super().__init__(data, auto_id="all-%s")
        self.problems = problems
        for problem in problems:
            options = _options(problem, choices, may_leave_out=may_leave_out)
            if options:
                self.fields[problem.key] = forms.ChoiceField(required=False, choices=options)

    def clean(self) -> dict[str, Any]:
        """At least one has to be chosen."""
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error(None, "Nothing is chosen yet. Choose what is right for at least one of these values.")
        return self.cleaned_data

    def changes(self) -> list[ForAll]:
        """What was chosen. Call it on a valid form."""
        chosen = ((problem, self.cleaned_data.get(problem.key, "")) for problem in self.problems)
        return [
            ForAll(problem.code, problem.value, problem.column, None if right == LEAVE_OUT else _text(right))
            for problem, right in chosen
            if right
        ]


def _text(right: str) -> str:
    return "" if right == EMPTY else right


def _options(problem: Problem, choices: Choices, *, may_leave_out: bool) -> list[tuple[str, str]]:
    options: list[tuple[str, str]] = []
    if problem.column is Field.ROLE:
        options = [("", "Choose a role"), *_ROLES, (EMPTY, "Leave the cell empty: Learner")]
    elif problem.column is Field.DEPARTMENT:
        empty = (EMPTY, f"Leave the cell empty: {choices.home}")
        options = [("", "Choose a department"), *choices.departments[:MOST_CHOICES], empty]
    if may_leave_out:
        options = [*(options or [("", "Leave as it is")]), (LEAVE_OUT, "Leave these rows out")]
    return options
