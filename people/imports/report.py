"""What an import has to tell of its rows: values as read, what changed, issues as sentences. The words are in templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.template import Context, Engine

from departments.models import Account
from people.imports.columns import Field
from people.imports.issues import Issue, Severity
from people.imports.mapping import Mapping as ColumnMapping
from people.models import Import, ImportRow
from people.models.imports import Status
from people.roles import ROLE_WORDS, Role

MAX_SHOWN: Final = 100
_FIELD_WORDS: Final = {Field.NAME: "Name", Field.ROLE: "Role", Field.MEMBER: "Member ID"}


@dataclass(frozen=True, slots=True)
class SaidIssue:
    """An issue with its sentence."""

    issue: Issue
    message: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One value that a row changed, in words."""

    what: str
    before: str
    after: str


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

    @property
    def says_more(self) -> bool:
        """Whether there is more to say about it than its values."""
        return bool(self.issues or self.changes or self.makes_membership or self.makes_staff)


def refusal_sentence(code: str, context: Mapping[str, Any]) -> str:
    """The sentence for a refusal: templates/refusals/<code>.txt."""
    return _in_words(f"refusals/{code}.txt", context)


def said(run: Import, issues: Iterable[Mapping[str, Any]]) -> tuple[SaidIssue, ...]:
    """Stored issues of one of the import's rows, each with its sentence."""
    return tuple(SaidIssue(issue, sentence(run, issue)) for issue in map(Issue.from_json, issues))


def sentence(run: Import, issue: Issue) -> str:
    """What an issue means and what to do about it: templates/people/issues/<code>.txt."""
    context = {
        "value": issue.value,
        "details": issue.details,
        "column": issue.column,
        "account": run.account.name,
        "account_id": run.account_id,
        "is_department": run.account_id != run.partner_id,
    }
    return _in_words(f"people/issues/{issue.code.value}.txt", context)


def _in_words(template: str, context: Mapping[str, Any]) -> str:
    """Plain text: nothing is escaped, which is for the page that shows it, and ids and row numbers have no separators."""
    plain = Context(dict(context), autoescape=False, use_l10n=False)
    return Engine.get_default().get_template(template).render(plain).strip()


def shown_rows(run: Import, rows: Sequence[ImportRow]) -> list[ShownRow]:
    """``rows`` as a page lists them, with one query for the names of their departments."""
    mapping = ColumnMapping.from_json(run.mapping)
    numbers = {row.department for row in rows if row.department is not None}
    # Those that a row may name, and no others: a department's admin sees no siblings and no parent (design §8).
    into_department = run.account_id != run.partner_id
    may_be_named = {"pk": run.account_id} if into_department else {"parent": run.partner_id}
    names = dict(Account.objects.live().filter(**may_be_named, pk__in=numbers).values_list("pk", "name"))
    return [_shown_row(run, row, mapping, names) for row in rows]


def _shown_row(run: Import, row: ImportRow, mapping: ColumnMapping, names: Mapping[int, str]) -> ShownRow:
    # What the check foresaw of rows that the import did not come to is not what happened to them.
    is_told = bool(row.outcome) or run.status == Status.CHECKED
    issues = said(run, row.issues if is_told else [])
    before, after = (row.before or {}, row.after or {}) if is_told else ({}, {})
    cell = "" if mapping.department is None else _cell(row, mapping.department)
    name = names.get(row.department or 0)
    role = Role(row.role) if row.role else None
    return ShownRow(
        number=row.number,
        outcome=row.outcome or (row.action if is_told else ""),
        name=shown(row.name) or " ".join(_cell(row, index) for index in mapping.name),
        email=row.email or _cell(row, mapping.email),
        department=f"{name} · {cell}" if name else cell or run.account.name,
        role=ROLE_WORDS[role] if role else "" if mapping.role is None else _cell(row, mapping.role),
        member_id="" if mapping.member is None else _cell(row, mapping.member),
        changes=tuple(_changes(before, after)),
        makes_membership="membership" in after.get("made", []),
        makes_staff="staff" in after.get("made", []),
        issues=issues,
        wrong=frozenset(said.issue.column for said in issues if said.issue.severity is Severity.ERROR),
    )


def _cell(row: ImportRow, index: int) -> str:
    return shown(row.cells[index].strip()) if index < len(row.cells) else ""


def shown(value: str) -> str:
    """A value of a file as a page shows it: at most 100 characters, and nothing that would turn the text around it."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in value)
    return printable if len(printable) <= MAX_SHOWN else printable[:MAX_SHOWN] + "…"


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[ShownChange]:
    for field, words in _FIELD_WORDS.items():
        if field in before:
            yield ShownChange(words, _value_words(field, before[field]), _value_words(field, after[field]))


def _value_words(field: Field, value: str) -> str:
    return ROLE_WORDS[Role(value)] if field is Field.ROLE else value
