"""The rows of an import in the database: put in by COPY, read in batches of whole people, marked with what became of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from people.imports.issues import Issue
from people.imports.parse import ParsedRow
from people.imports.plan import Decision
from people.imports.reader import SourceRow
from people.models import Import
from people.outcomes import Outcome
from people.roles import Role

_COPY = (
    "COPY people_importrow (import_run_id, number, line, cells, name, email, department, role, member_id, parse_issues,"
    " action, outcome, issues) FROM STDIN"
)
_COLUMNS = "number, name, email, department, role, member_id, parse_issues::text, rival, action, issues <> parse_issues"


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as it is worked on."""

    parsed: ParsedRow
    action: Outcome
    """What is foreseen for it so far."""
    has_issues: bool
    """Whether issues other than its own are stored with it."""


def put(run: Import, rows: Iterable[tuple[SourceRow, ParsedRow]]) -> int:
    """Store rows, and return how many. Broken ones are foreseen to fail, the others to be created, until they are decided:
    so in a file of new people, which is where time counts, most rows need no second write.
    """
    count = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for source, parsed in rows:
            issues = json.dumps([issue.as_json() for issue in parsed.issues]) if parsed.issues else "[]"
            action = Outcome.FAILED if parsed.is_broken else Outcome.CREATED
            cells = json.dumps(source.cells, ensure_ascii=False)
            copy.write_row(
                (
                    *(run.pk, source.number, source.line, cells),
                    *(parsed.name, parsed.email, parsed.department, parsed.role or "", parsed.member_id),
                    *(issues, action.value, "", issues),
                )
            )
            count += 1
    return count


def mark_rivals(run: Import) -> None:
    """Note on each row that gives a member ID which an earlier row gives to somebody else, in the same account, which row
    that is: the one thing about a person's row that other people's rows decide (R20).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE people_importrow AS row SET rival = given.first_number
            FROM (
                SELECT number, email, first_value(number) OVER earlier AS first_number,
                       first_value(email) OVER earlier AS first_email
                FROM people_importrow
                WHERE import_run_id = %(run)s AND member_id <> '' AND action <> 'failed'
                WINDOW earlier AS (PARTITION BY coalesce(department, %(account)s), member_id ORDER BY number)
            ) AS given
            WHERE row.import_run_id = %(run)s AND row.number = given.number AND given.email <> given.first_email
            """,
            {"run": run.pk, "account": run.account_id},
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
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM people_importrow"  # noqa: S608 (our own column names)
            " WHERE import_run_id = %s AND (email, number) > (%s, %s) ORDER BY email, number LIMIT %s",
            [run.pk, run.cursor, run.cursor_number, size + 1],
        )
        found = cursor.fetchall()
        last_email = found[-1][2] if len(found) > size else ""
        if last_email:
            whole = [row for row in found if row[2] != last_email]
            found = whole or _all_rows_of(run, last_email)
        else:
            found = found[:size]
    return [_stored(row) for row in found]


def _all_rows_of(run: Import, email: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM people_importrow"  # noqa: S608 (our own column names)
            " WHERE import_run_id = %s AND email = %s ORDER BY number",
            [run.pk, email],
        )
        return cursor.fetchall()


def _stored(row: tuple) -> StoredRow:
    number, name, email, department, role, member_id, issues, rival, action, has_issues = row
    parsed = ParsedRow(
        number=number,
        name=name,
        email=email,
        department=department,
        role=Role(role) if role else None,
        member_id=member_id,
        issues=() if issues == "[]" else tuple(Issue.from_json(issue) for issue in json.loads(issues)),
        rival=rival,
    )
    return StoredRow(parsed, Outcome(action), has_issues)


def foresee(run: Import, batch: Sequence[StoredRow], decisions: Sequence[Decision]) -> None:
    """Write what the check foresees, for those rows of which something else is stored."""
    pairs = zip(batch, decisions, strict=True)
    differing = [
        (stored, decision, None)
        for stored, decision in pairs
        if decision.outcome is not stored.action or stored.has_issues or _has_more_to_say(decision)
    ]
    _mark(run, "action", differing)


def record(
    run: Import, batch: Sequence[StoredRow], decisions: Sequence[Decision], persons: Sequence[int | None]
) -> None:
    """Write what became of the rows, and of whom: ``persons`` has a person's id, or none, for each row."""
    _mark(run, "outcome", list(zip(batch, decisions, persons, strict=True)))


def _has_more_to_say(decision: Decision) -> bool:
    return len(decision.issues) != len(decision.row.issues) or changes_of(decision) is not None


def _mark(run: Import, column: str, rows: Sequence[tuple[StoredRow, Decision, int | None]]) -> None:
    """One statement for all; ``column`` is action or outcome. A null among the issues leaves what is stored."""
    if not rows:
        return
    changes = [changes_of(decision) or (None, None) for _, decision, _ in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE people_importrow AS row
            SET {column} = marked.outcome, person_id = marked.person_id, issues = coalesce(marked.issues, row.issues),
                before = marked.before, after = marked.after
            FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::jsonb[], %s::jsonb[], %s::jsonb[])
                AS marked (number, outcome, person_id, issues, before, after)
            WHERE row.import_run_id = %s AND row.number = marked.number
            """,  # noqa: S608 (the column is one of two of our own words)
            [
                [decision.row.number for _, decision, _ in rows],
                [decision.outcome.value for _, decision, _ in rows],
                [person for _, _, person in rows],
                [_issues_json(stored, decision) for stored, decision, _ in rows],
                [before for before, _ in changes],
                [after for _, after in changes],
                run.pk,
            ],
        )


def _issues_json(stored: StoredRow, decision: Decision) -> str | None:
    if len(decision.issues) == len(decision.row.issues) and not stored.has_issues:
        return None
    return json.dumps([issue.as_json() for issue in decision.issues])


def changes_of(decision: Decision) -> tuple[str, str] | None:
    """What a decision changes and makes beyond a new person's own membership, as the two JSON texts that the row keeps."""
    made = ["staff"] if decision.gives_staff else []
    if decision.is_new_membership and decision.outcome is Outcome.UPDATED:
        made.insert(0, "membership")
    if not decision.changes and not made:
        return None
    before = {change.field.value: change.before for change in decision.changes}
    after: dict[str, object] = {change.field.value: change.after for change in decision.changes}
    return json.dumps(before), json.dumps({**after, "made": made} if made else after)
