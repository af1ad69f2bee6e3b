"""What a picture of the database reads: for each section how many columns are its key, and the statement."""

from typing import Final

_RUNS: Final = """
    WITH run AS (
        SELECT run.*, partner.name || ' ' || row_number() OVER (
            PARTITION BY run.partner_id ORDER BY run.{order}) AS label
        FROM people_import AS run JOIN departments_account AS partner ON partner.id = run.partner_id
    )
"""
"""The imports with a name each: their partner's, and their place in the order of a column."""

QUERIES: Final = {
    "users": (1, "SELECT email, is_active, password LIKE '!%' FROM people_user"),
    "persons": (
        2,
        """
        SELECT partner.name, person.email, u.email, full_name, sort_key, search_text, invited_at IS NULL,
               joined_at IS NULL, deactivated_at IS NULL
        FROM people_person AS person JOIN people_user AS u ON u.id = user_id
        JOIN departments_account AS partner ON partner.id = person.partner_id
        """,
    ),
    "memberships": (
        3,
        """
        SELECT partner.name, person.email, account.name, role, member_id
        FROM people_membership AS membership JOIN people_person AS person ON person.id = person_id
        JOIN departments_account AS partner ON partner.id = membership.partner_id
        JOIN departments_account AS account ON account.id = account_id
        """,
    ),
    "rows": (
        3,
        _RUNS
        + """
        SELECT label, number, row.email, row.name, account.name, row.department IS NULL, role, member_id,
               rival, cells::text, parse_issues::text, action, outcome, issues::text, before::text, after::text,
               person.email, reversal, reversal_reason
        FROM people_importrow AS row JOIN run ON run.id = import_run_id
        LEFT JOIN departments_account AS account ON account.id = row.department
        LEFT JOIN people_person AS person ON person.id = person_id
        """,
    ),
    "imports": (
        1,
        _RUNS
        + """
        SELECT label, status, rows, created, updated, unchanged, skipped, failed, people, people_created, staff,
               warnings, check_counts::text, failure_reason, failure_context::text, reversed, kept, nothing_to_undo
        FROM run
        """,
    ),
    "events": (
        2,
        _RUNS
        + """
        SELECT label, kind, u.email, details::text
        FROM people_event JOIN run ON run.id = import_run_id LEFT JOIN people_user AS u ON u.id = by_id
        """,
    ),
}
