"""One value put right in all rows that have it. As many rows as one can wait for are written down at once, the rest by workers.

Each row gets a correction of its own: so there is one kind of correction, and no question which of two counts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

from django.db import connection, transaction

from cerego.errors import Refused
from people.imports import lease
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.imports.run.fixing import hold, tell
from people.models import Import, User
from people.models.events import EventKind
from people.models.imports import Status

AT_ONCE: Final = 5_000
"""Rows that are written down in one go: by the request, or by a worker between two signs of life."""


@dataclass(frozen=True, slots=True)
class ForAll:
    """One correction for all rows with the same problem."""

    code: Code
    wrong: str | None
    """The value that the problem is about, as the issue has it; none: whatever the value."""
    column: Field | None = None
    """The cell that is to be corrected."""
    right: str | None = None
    """What it should say; none: the rows are to be left out."""

    def as_json(self) -> dict[str, str | None]:
        """The form in which it is stored; :meth:`from_json` reads it."""
        column = self.column.value if self.column else None
        return {"code": self.code.value, "wrong": self.wrong, "column": column, "right": self.right}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What :meth:`as_json` stored."""
        column = Field(stored["column"]) if stored["column"] else None
        return cls(Code(stored["code"]), stored["wrong"], column, stored["right"])


class _Written(NamedTuple):
    rows: int
    last: int
    """The number of the last of them; 0: there was none."""


def correct_all(*, run: Import, changes: Sequence[ForAll], by: User) -> Import:
    """The same correction for all rows with the same problem; the other corrections of these rows stay, and rows that were
    left out, or in which this cell is put right already and not tried since, stay as they are.

    Of very many rows the first are written down at once; the others before anything is made of them
    (:func:`write_down_next`). Raises what :func:`people.imports.run.fixing.correct` does; and :class:`Refused` when no row
    has such a problem (any more).
    """
    with transaction.atomic():
        is_begun = hold(run)
        if is_begun and any(change.right is None for change in changes):
            raise Refused("row.not_failed")
        written = [_write_down(run, change, by.pk, is_begun=is_begun, after=0) for change in changes]
        count = sum(each.rows for each in written)
        if not count:
            raise Refused("import.nothing_to_correct")
        left = [
            {"change": change.as_json(), "by": by.pk, "after": each.last, "rows": 0}
            for change, each in zip(changes, written, strict=True)
            if each.rows == AT_ONCE
        ]
        _put_off(run, left, instead_of=changes)
        tell(run, EventKind.IMPORT_CORRECTED, by, rows=count)
    return run


def _put_off(run: Import, left: Sequence[Mapping[str, Any]], *, instead_of: Sequence[ForAll]) -> None:
    """Leave corrections to the workers. What was said before of the same rows, and is not written down yet, counts no more: else
    some rows would get what was said first, and some what was said last.
    """
    said_anew = {(change.code.value, change.wrong) for change in instead_of}
    before = Import.objects.values_list("to_correct", flat=True).get(pk=run.pk)
    kept = [each for each in before if (each["change"]["code"], each["change"]["wrong"]) not in said_anew]
    run.to_correct = [*kept, *left]
    if run.to_correct != before:
        Import.objects.filter(pk=run.pk).update(to_correct=run.to_correct)


def write_down_next(run: Import) -> bool:
    """Write down the next of the corrections that are left, with a lease on the import; returns whether there were any."""
    if not run.to_correct:
        return False
    with lease.held(run):
        # As they are now: who asked for them may have been removed for good meanwhile, and somebody stand in for them.
        first, *others = Import.objects.values_list("to_correct", flat=True).get(pk=run.pk)
        change = ForAll.from_json(first["change"])
        is_begun = run.status != Status.CHECKING
        written = _write_down(run, change, first["by"], is_begun=is_begun, after=first["after"])
        rows, is_done = first["rows"] + written.rows, written.rows < AT_ONCE
        if rows and is_done:
            tell(run, EventKind.IMPORT_CORRECTED, User.objects.get(pk=first["by"]), rows=rows)
        left = others if is_done else [{**first, "after": written.last, "rows": rows}, *others]
        lease.renew(run, to_correct=left, attempt=0)
    run.to_correct = left
    return True


def _write_down(run: Import, change: ForAll, by: int, *, is_begun: bool, after: int) -> _Written:
    """Some corrections, of rows after that number."""
    issue = {"code": change.code.value, **({} if change.wrong is None else {"value": change.wrong})}
    values = {change.column.value: change.right} if change.column and change.right is not None else {}
    # What came in with a role that is not known is the one thing that can be made good afterwards.
    tried = ["failed", *(["created", "updated", "unchanged"] if change.code is Code.ROLE_UNRECOGNISED else [])]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE_DOWN,
            {
                "run": run.pk,
                "by": by,
                "values": json.dumps(values),
                "is_left_out": change.right is None,
                "issues": json.dumps([issue]),
                "is_begun": is_begun,
                "tried": tried,
                "column": change.column.value if change.column else "",
                "wrong": change.wrong,
                "after": after,
                "most": AT_ONCE,
            },
        )
        rows, last = cursor.fetchone()
        return _Written(rows, last)


_WRITE_DOWN: Final = """
WITH wanted AS (
    SELECT import_run_id, number FROM people_importrow AS row
    WHERE import_run_id = %(run)s AND number > %(after)s AND NOT (issues = '[]'::jsonb) AND issues @> %(issues)s::jsonb
        AND (NOT %(is_begun)s OR outcome = ANY(%(tried)s))
        AND NOT EXISTS (
            SELECT FROM people_importcorrection AS fix
            WHERE fix.import_run_id = row.import_run_id AND fix.number = row.number
                AND (is_left_out OR is_pending AND jsonb_exists(fix.values, %(column)s)
                    AND fix.values->>%(column)s IS DISTINCT FROM %(wrong)s)
        )
    ORDER BY number LIMIT %(most)s
), written AS (
    INSERT INTO people_importcorrection (import_run_id, number, values, is_left_out, is_pending, by_id, at)
    SELECT import_run_id, number, %(values)s::jsonb, %(is_left_out)s, true, %(by)s, now() FROM wanted ORDER BY number
    ON CONFLICT (import_run_id, number) DO UPDATE SET is_pending = true, by_id = excluded.by_id, at = now(),
        values = people_importcorrection.values || excluded.values, is_left_out = excluded.is_left_out
    RETURNING number
)
SELECT count(*), coalesce(max(number), 0) FROM written
"""
