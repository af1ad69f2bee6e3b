"""The second try of rows: what of a row's first try stays true, and by how much the counts change. Pure.

Rows that failed have written nothing, and start afresh. A row that came in with a warning has: what it did stays on record, so
that the import can still be undone, and what the second try does is added to it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Decision, Plan
from people.outcomes import WRITTEN, Outcome


class FirstTry(NamedTuple):
    """What became of a row before it is tried again."""

    outcome: Outcome
    has_issues: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    """As stored with the row: the values it changed or made."""


class SecondTry(NamedTuple):
    """What is on record of a row after it was tried again."""

    outcome: Outcome
    is_news: bool
    """Whether the row did what it was to do; if not, what it did the first time stands."""
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def together(first: FirstTry, decision: Decision, before: Mapping[str, Any], after: Mapping[str, Any]) -> SecondTry:
    """Both tries of a row as one. ``before`` and ``after`` are the second's, in the form in which a row keeps them."""
    if first.outcome not in WRITTEN:
        return SecondTry(decision.outcome, True, before, after)
    if decision.outcome not in WRITTEN:
        return SecondTry(first.outcome, False, first.before, first.after)
    made = [*first.after.get("made", []), *after.get("made", [])]
    if (
        first.outcome is Outcome.CREATED
    ):  # Its row says all; undoing takes the person out again, whatever they are by now.
        return SecondTry(first.outcome, True, {}, {"made": made} if made else {})
    outcome = Outcome.UPDATED if decision.outcome is Outcome.UPDATED else first.outcome
    return SecondTry(
        outcome,
        True,
        {**before, **first.before},
        {**first.after, **after, **({"made": made} if made else {})},
    )


def among_themselves(rows: Sequence[ParsedRow], account: int) -> list[ParsedRow]:
    """The rows, each with the first of them that gives its member ID, in the same account, to somebody else (R20).

    What other rows of the file have done about that member ID is in the database by now.
    """
    first: dict[tuple[int, str], ParsedRow] = {}
    for row in sorted(rows, key=lambda row: row.number):
        if row.member_id and not row.is_broken:
            first.setdefault((account if row.department is None else row.department, row.member_id), row)
    marked = []
    for row in rows:
        earliest = first.get((account if row.department is None else row.department, row.member_id), row)
        is_rival = bool(row.member_id) and earliest.email != row.email
        marked.append(row._replace(rival=earliest.number if is_rival else None))
    return marked


def change_of_counts(
    plans: Sequence[Plan], tries: Mapping[int, tuple[FirstTry, SecondTry]], known_already: frozenset[str]
) -> dict[str, int]:
    """By how much each count of the import changes. ``tries`` go by row number; ``known_already`` are the addresses of the
    people whom earlier rows of the import have brought in, who are counted.
    """
    change = dict.fromkeys(
        [*(outcome.value for outcome in Outcome), "people", "people_created", "staff", "warnings"], 0
    )
    for plan in plans:
        for decision in plan.decisions:
            first, second = tries[decision.row.number]
            change[first.outcome.value] -= 1
            change[second.outcome.value] += 1
            change["warnings"] += second.outcome in WRITTEN and bool(decision.issues)
            change["warnings"] -= first.outcome in WRITTEN and first.has_issues
            change["staff"] += decision.gives_staff
        if plan.email not in known_already and any(decision.outcome in WRITTEN for decision in plan.decisions):
            change["people"] += 1
            change["people_created"] += plan.person is None
    return change
