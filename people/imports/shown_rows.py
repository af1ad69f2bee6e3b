"""The rows of an import as pages, downloads and the API list them: values as read, what changed, issues as sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from departments.models import Account
from people.imports.deciding.corrections import OF_SHAPE, values_of
from people.imports.header.columns import Field
from people.imports.issues import Severity
from people.imports.matching.mapping import Mapping as ColumnMapping
from people.imports.report import SaidIssue, ShownChange, changes_in_words, reversal_sentence, said, shown
from people.models import Import, ImportCorrection, ImportRow
from people.models.imports import RETRIABLE, Status
from people.outcomes import Outcome
from people.roles import ROLE_WORDS, STAFF_ROLES, Role
from people.selectors import memberships_seen_from

_LONG: Final = 40
"""From so many characters on a value may be broken anywhere."""
_ROLES: Final = {role.value: role for role in STAFF_ROLES}
_OUT_OF_SHAPE: Final = frozenset(code.value for code in OF_SHAPE)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One of a row's values as a page lists it."""

    value: str
    is_wrong: bool
    is_corrected: bool
    was: str
    """What the file says, if it was corrected."""
    is_long: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as a page lists it."""

    number: int
    outcome: str
    name: str
    email: str
    department: str
    """Its department cell, with the department's name if there is one of that id."""
    role: str
    member_id: str
    changes: tuple[ShownChange, ...]
    makes_membership: bool
    """Whether it gives somebody who was there already a further place."""
    makes_staff: bool
    """Whether it makes them "Department staff" in the partner account (R12)."""
    issues: tuple[SaidIssue, ...]
    wrong: frozenset[str]
    """The fields that an error is about."""
    foreseen: str
    """The outcome that the check had foreseen, if another came of it."""
    reversal: str
    """What undoing the import did about it, if it came to it."""
    why: str
    """The sentence for that, where there is a reason."""
    was: Mapping[str, str]
    """What the file says in the cells that were corrected, by field."""
    waits: bool
    """Whether it is corrected, or left out, and that is yet to be taken in."""
    is_left_out: bool
    can_be_corrected: bool
    """Whether it can be opened to be corrected."""
    is_out_of_shape: bool
    """Whether it has a problem that can only be mended in the file."""
    person: int | None
    """Whom it is about, if there is a page of theirs to lead to."""

    @property
    def cells(self) -> list[ShownCell]:
        """Its values from name to member ID."""
        role = self.role or (ROLE_WORDS[Role.LEARNER] if self.outcome == Outcome.CREATED else "")  # R10
        values = [self.name, self.email, self.department, role, self.member_id]
        return [
            ShownCell(
                value=value,
                is_wrong=field.value in self.wrong and not self.waits,
                is_corrected=field.value in self.was,
                was=self.was.get(field.value, ""),
                is_long=field in {Field.NAME, Field.EMAIL} or len(value) > _LONG,
            )
            for field, value in zip(Field, values, strict=True)
        ]

    @property
    def says_more(self) -> bool:
        """Whether there is more to say about it than its values."""
        is_more = self.issues or self.changes or self.makes_membership or self.makes_staff
        return bool(is_more or self.foreseen or self.why or self.waits or self.can_be_corrected)


def shown_rows(run: Import, rows: Sequence[ImportRow], *, with_people: bool = False) -> list[ShownRow]:
    """``rows`` as a page lists them, with a query for the names of their departments, one for their corrections, and one for
    whose pages they can lead to, if that is wanted.
    """
    mapping = ColumnMapping.from_json(run.mapping)
    found = ImportCorrection.objects.filter(import_run=run, number__in=[row.number for row in rows])
    corrections = {correction.number: correction for correction in found}
    names = department_names(run, rows, [each.values.get(Field.DEPARTMENT, "") for each in found])
    people = _people_with_pages(run, rows) if with_people else frozenset()
    return [_shown_row(run, row, mapping, names, corrections.get(row.number), people) for row in rows]


def _people_with_pages(run: Import, rows: Iterable[ImportRow]) -> frozenset[int]:
    """Whom one sees of those that the rows are about, wherever one may see the import: those in its account."""
    people = {row.person_id for row in rows if row.person_id is not None}
    seen = memberships_seen_from(run.account).filter(person__in=people)
    return frozenset(seen.values_list("person", flat=True)) if people else frozenset()


def department_names(run: Import, rows: Iterable[ImportRow], corrected: Iterable[str] = ()) -> dict[int, str]:
    """The names of the departments that the rows, or the cells ``corrected`` in them, are about, by id.

    Of those that a row may name, and no others: a department's admin sees no siblings and no parent (design §8).
    """
    numbers = {row.department for row in rows if row.department is not None} | set(filter(None, map(_id, corrected)))
    into_department = run.account_id != run.partner_id
    may_be_named = {"pk": run.account_id} if into_department else {"parent": run.partner_id}
    return dict(Account.objects.live().filter(**may_be_named, pk__in=numbers).values_list("pk", "name"))


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _shown_row(
    run: Import,
    row: ImportRow,
    mapping: ColumnMapping,
    names: Mapping[int, str],
    correction: ImportCorrection | None,
    people: frozenset[int],
) -> ShownRow:
    # What the check foresaw of rows that the import did not come to is not what happened to them.
    is_told = bool(row.outcome) or run.status == Status.CHECKED
    issues = said(run, row.issues if is_told else [])
    before, after = (row.before or {}, row.after or {}) if is_told else ({}, {})
    as_read = values_of(tuple(row.cells), mapping)
    values = {Field(name): value for name, value in (correction.values if correction else {}).items()}
    says = {name: shown(values.get(name, value)) for name, value in as_read.items()}
    waits = correction is not None and correction.is_pending
    cell = says[Field.DEPARTMENT]
    name = names.get((_id(cell) if waits else row.department) or 0)
    role = Role(row.role) if row.role and not waits else _ROLES.get(says[Field.ROLE])
    broken = {issue["code"] for issue in row.parse_issues}
    return ShownRow(
        number=row.number,
        outcome=row.outcome or (row.action if is_told else ""),
        name=(not waits and shown(row.name)) or says[Field.NAME],
        email=(not waits and row.email) or says[Field.EMAIL],
        department=f"{name} · {cell}" if name else cell or run.account.name,
        role=ROLE_WORDS[role] if role else says[Field.ROLE],
        member_id=says[Field.MEMBER],
        changes=changes_in_words(before, after),
        makes_membership="membership" in after.get("made", []),
        makes_staff="staff" in after.get("made", []),
        issues=issues,
        wrong=frozenset(said.issue.column for said in issues if said.issue.severity is Severity.ERROR),
        foreseen=row.action if row.outcome and row.action != row.outcome else "",
        reversal=row.reversal,
        why=reversal_sentence(row.reversal_reason, name or cell or run.account.name) if row.reversal_reason else "",
        was={field.value: shown(as_read[field]) for field in values if values[field] != as_read[field]},
        waits=waits,
        is_left_out=correction is not None and correction.is_left_out,
        can_be_corrected=_can_be_corrected(run, row, is_corrected=correction is not None),
        is_out_of_shape=not broken.isdisjoint(_OUT_OF_SHAPE),
        person=row.person_id if row.person_id in people else None,
    )


def _can_be_corrected(run: Import, row: ImportRow, *, is_corrected: bool) -> bool:
    """Of a checked file the rows with something about them; of an import that has ended those that failed."""
    if run.status == Status.CHECKED:
        return is_corrected or bool(row.issues)
    has_ended = run.status in RETRIABLE and run.failed_while != Status.UNDOING
    return has_ended and row.outcome == Outcome.FAILED and not any(i["code"] in _OUT_OF_SHAPE for i in row.parse_issues)
