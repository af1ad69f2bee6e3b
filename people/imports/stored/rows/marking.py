"""The stored rows marked with what is foreseen for them, and with what became of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection

from people.imports.deciding.plan import Decision
from people.imports.stored.rows.batches import StoredRow
from people.imports.stored.rows.changes import changes_of, values_changed_by
from people.imports.stored.staging import Staging
from people.outcomes import WRITTEN

_MARKS: Final = Staging(
    "staged_mark", "place tid, person_id bigint, outcome text, issues jsonb, before jsonb, after jsonb"
)


def foresee(batch: Sequence[StoredRow], decisions: Sequence[Decision]) -> None:
    """Write what the check foresees, for those rows of which something else is stored."""
    differing = [
        _mark(stored, decision, None)
        for stored, decision in zip(batch, decisions, strict=True)
        if decision.outcome is not stored.action or stored.has_issues or _has_more_to_say(decision)
    ]
    if _MARKS.fill(differing):
        with connection.cursor() as cursor:
            cursor.execute(_marks_written("action"))


def marks_of(
    batch: Sequence[StoredRow], decisions: Sequence[Decision], persons: Mapping[str, int]
) -> list[tuple[object, ...]]:
    """What became of the rows, and of whom, ready for :func:`record`. Made without the server.

    ``persons`` has the ids of the people who are there then, by address.
    """
    return [
        _mark(stored, decision, persons[stored.parsed.email] if decision.outcome in WRITTEN else None)
        for stored, decision in zip(batch, decisions, strict=True)
    ]


def record(marks: Sequence[tuple[object, ...]]) -> str:
    """Stage what :func:`marks_of` made, and return the statement that writes it."""
    _MARKS.fill(marks)
    return _marks_written("outcome")


def _has_more_to_say(decision: Decision) -> bool:
    return len(decision.issues) != len(decision.row.issues) or values_changed_by(decision) is not None


def _mark(stored: StoredRow, decision: Decision, person: int | None) -> tuple:
    before, after = changes_of(decision) or (None, None)
    return stored.place, person, decision.outcome.value, _issues_json(stored, decision), before, after


def _marks_written(column: str) -> str:
    """One statement for all; ``column`` is action or outcome. A null among the issues leaves what is stored."""
    return f"""
        UPDATE people_importrow AS row
        SET {column} = mark.outcome, person_id = mark.person_id, issues = coalesce(mark.issues, row.issues),
            before = mark.before, after = mark.after
        FROM staged_mark AS mark WHERE row.ctid = mark.place;
        """  # noqa: S608 (the column is one of two of our own words)


def _issues_json(stored: StoredRow, decision: Decision) -> str | None:
    if len(decision.issues) == len(decision.row.issues) and not stored.has_issues:
        return None
    return json.dumps([issue.as_json() for issue in decision.issues])
