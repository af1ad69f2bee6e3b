"""The stored rows as they are worked on: read in batches of whole people, and divided into parts of such."""

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from django.db import connection

from people.imports.deciding.parse import ParsedRow
from people.imports.issues import Issue
from people.models import Import
from people.outcomes import Outcome
from people.roles import Role

_EMAIL: Final = 3
_COLUMNS: Final = (
    "ctid::text, number, name, email, department, role, member_id, nullif(parse_issues::text, '[]'), rival, action,"
    " issues <> parse_issues, outcome"
)
_ROLES: Final = {"": None, **{role.value: role for role in Role}}
_OUTCOMES: Final = {outcome.value: outcome for outcome in Outcome}


class StoredRow(NamedTuple):
    """A row as it is worked on."""

    parsed: ParsedRow
    action: Outcome
    """What is foreseen for it so far."""
    place: str
    """Where it lies in its table (PostgreSQL's ctid): the quickest way to it, and good until the end of the transaction."""
    has_issues: bool
    """Whether issues other than its own are stored with it."""
    outcome: str = ""
    """What became of it already; empty: nothing."""


def next_batch(run: Import, size: int) -> list[StoredRow]:
    """The rows after the cursor in the order of address and number: about ``size``, never half a person's."""
    return [_stored(row) for row in whole_people(run, size, columns=_COLUMNS)]


def whole_people(run: Import, size: int, *, columns: str) -> list[tuple]:
    """The same as tuples of ``columns``, of which the fourth is the address."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM people_importrow"  # noqa: S608 (our own column names)
            " WHERE import_run_id = %s AND (email, number) > (%s, %s) ORDER BY email, number LIMIT %s",
            [run.pk, run.cursor, run.cursor_number, size + 1],
        )
        found = cursor.fetchall()
        last_email = found[-1][_EMAIL] if len(found) > size else ""
        if not last_email:
            return found[:size]
        if whole := [row for row in found if row[_EMAIL] != last_email]:
            return whole
        cursor.execute(
            f"SELECT {columns} FROM people_importrow"  # noqa: S608 (our own column names)
            " WHERE import_run_id = %s AND email = %s ORDER BY number",
            [run.pk, last_email],
        )
        return cursor.fetchall()


def _stored(row: tuple) -> StoredRow:
    place, number, name, email, department, role, member_id, issues, rival, action, has_issues, outcome = row
    issues = tuple(Issue.from_json(issue) for issue in json.loads(issues)) if issues else ()
    parsed = ParsedRow(number, name, email, department, _ROLES[role], member_id, issues, rival)
    return StoredRow(parsed, _OUTCOMES[action], place, has_issues, outcome)


def parts(batch: Sequence[StoredRow], shares: Sequence[int]) -> Iterator[Sequence[StoredRow]]:
    """A batch in parts that are to one another as ``shares``, about; none is empty, and none has half a person's rows."""
    begin = 0
    for share in accumulate(shares):
        end = max(begin, -(-len(batch) * share // sum(shares)))
        while 0 < end < len(batch) and batch[end].parsed.email == batch[end - 1].parsed.email:
            end += 1
        if begin < end:
            yield batch[begin:end]
        begin = end
