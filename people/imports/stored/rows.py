"""The rows of an import in the database: put in by COPY, read in batches of whole people, marked with what became of them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from django.db import connection

from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Decision
from people.imports.issues import Issue
from people.imports.reading.reader import SourceRow
from people.imports.stored.staging import Staging
from people.models import Import
from people.outcomes import WRITTEN, Outcome
from people.roles import Role

_COPY: Final = (
    "COPY people_importrow (import_run_id, number, line, cells, name, email, department, role, member_id, parse_issues,"
    " action, outcome, issues) FROM STDIN"
)
_EMAIL: Final = 3
_COLUMNS: Final = (
    "ctid::text, number, name, email, department, role, member_id, nullif(parse_issues::text, '[]'), rival, action,"
    " issues <> parse_issues, outcome"
)
_TEXT: Final = json.JSONEncoder(ensure_ascii=False)
_ROLES: Final = {"": None, **{role.value: role for role in Role}}
_OUTCOMES: Final = {outcome.value: outcome for outcome in Outcome}
_RIVALS: Final = Staging("staged_rival", "place tid, first_number int")
_MARKS: Final = Staging(
    "staged_mark", "place tid, person_id bigint, outcome text, issues jsonb, before jsonb, after jsonb"
)


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


def put(run: Import, rows: Iterable[tuple[SourceRow, ParsedRow]], likely: Outcome) -> int:
    """Store rows, and return how many. Broken ones are foreseen to fail, the others to come to what is ``likely``, until they are
    decided: so those of which that is true, in most files nearly all, need no second write.
    """
    count = 0
    run_id, encode, otherwise = run.pk, _TEXT.encode, likely.value
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        write = copy.write_row
        for source, parsed in rows:
            _, name, email, department, role, member_id, found, _ = parsed
            issues = encode([issue.as_json() for issue in found]) if found else "[]"
            action = "failed" if found and parsed.is_broken else otherwise
            cells = _cells_json(source.cells)
            place = (run_id, source.number, source.line)
            write((*place, cells, name, email, department, role or "", member_id, issues, action, "", issues))
            count += 1
    return count


def _cells_json(cells: Sequence[str]) -> str:
    """The cells as JSON. Nothing has to be escaped in nearly all: those are put together at a fifth of the price."""
    text = '", "'.join(cells)
    if "\\" in text or text.count('"') != 2 * len(cells) - 2 or not text.isprintable():
        return _TEXT.encode(cells)
    return f'["{text}"]'


def mark_rivals(run: Import) -> None:
    """Note on each row that gives a member ID which an earlier row gives to somebody else, in the same account, which row
    that is: the one thing about a person's row that other people's rows decide (R20).
    """
    found = _RIVALS.fill_from(
        """
        SELECT place, first_number
        FROM (
            SELECT ctid AS place, email, first_value(number) OVER earlier AS first_number,
                   first_value(email) OVER earlier AS first_email
            FROM people_importrow
            WHERE import_run_id = %(run)s AND member_id <> '' AND action <> 'failed'
            WINDOW earlier AS (PARTITION BY coalesce(department, %(account)s), member_id ORDER BY number)
        ) AS given
        WHERE email <> first_email
        """,
        {"run": run.pk, "account": run.account_id},
    )
    if found:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_importrow AS row SET rival = first_number FROM staged_rival WHERE row.ctid = place"
            )


def most_rows_of_one_person(run: Import) -> tuple[str, int]:
    """The address that most rows name, and how many do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT email, count(*) FROM people_importrow WHERE import_run_id = %s AND email <> ''"
            " GROUP BY email ORDER BY count(*) DESC, email LIMIT 1",
            [run.pk],
        )
        return cursor.fetchone() or ("", 0)


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


def changes_of(decision: Decision) -> tuple[str, str] | None:
    """What a decision changes and makes, as the two JSON texts that the row keeps."""
    changed = values_changed_by(decision)
    return (json.dumps(changed[0]), json.dumps(changed[1])) if changed else None


def values_changed_by(decision: Decision) -> tuple[dict[str, str], dict[str, object]] | None:
    """What a decision changes and makes beyond a new person's own membership: the values before, and those after."""
    made = ["staff"] if decision.gives_staff else []
    if decision.is_new_membership and decision.outcome is Outcome.UPDATED:
        made.insert(0, "membership")
    if not decision.changes and not made:
        return None
    before = {change.field.value: change.before for change in decision.changes}
    after: dict[str, object] = {change.field.value: change.after for change in decision.changes}
    return before, {**after, "made": made} if made else after
