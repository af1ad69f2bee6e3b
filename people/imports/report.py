"""What is said about rows: issues, changes and reversals in words, which are in templates, and values made fit to be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cerego.sentences import in_words
from people.imports.header.columns import Field
from people.imports.issues import Issue
from people.models import Import
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
    return in_words(f"people/issues/{issue.code.value}.txt", context)


def reversal_sentence(reason: str, account: str) -> str:
    """Why undoing kept a row, or had nothing to undo: templates/people/reversals/<reason>.txt."""
    return in_words(f"people/reversals/{reason}.txt", {"account": account})


def shown(value: str) -> str:
    """A value of a file as a page shows it: at most 100 characters, and nothing that would turn the text around it."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in value)
    return printable if len(printable) <= MAX_SHOWN else printable[:MAX_SHOWN] + "…"


def changes_in_words(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ShownChange, ...]:
    """The values that a row changed, as it keeps them, in words."""
    return tuple(_changes(before, after))


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[ShownChange]:
    for field, words in _FIELD_WORDS.items():
        if field in before:
            yield ShownChange(words, _value_words(field, before[field]), _value_words(field, after[field]))


def _value_words(field: Field, value: str) -> str:
    return ROLE_WORDS[Role(value)] if field is Field.ROLE else value
