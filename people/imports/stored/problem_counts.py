"""How many rows of an import have which problem: counted once, when its check or its work has ended, and kept.

To go through some hundred thousand failed rows takes seconds, and their problems stay the same until the import moves again; only
corrections that wait for that are taken off at each look.
"""

from typing import Final, NamedTuple

from django.db import connection

from people.imports.issues import REASONS_TO_SKIP, WARNINGS, Code
from people.models import Import
from people.models.imports import Status

BY_VALUE: Final = (Code.DEPARTMENT_UNKNOWN.value, Code.ROLE_UNRECOGNISED.value)
"""The problems of which it is told which value is wrong."""
PROBLEMS: Final = tuple(
    code.value for code in Code if code not in WARNINGS | REASONS_TO_SKIP or code is Code.ROLE_UNRECOGNISED
)
"""What can be wrong with a row: its errors, and the one warning that can be made good."""
_MOST_VALUES: Final = 200
"""So many different wrong values are kept, the most frequent ones."""


class Counted(NamedTuple):
    """Rows with a problem, or with a wrong value."""

    code: str
    value: str | None
    """None: whatever the value."""
    rows: int


class Problems(NamedTuple):
    """The problems of an import."""

    totals: list[Counted]
    """By kind, the most frequent first."""
    values: list[Counted]
    """By wrong value, the most frequent first; only of some kinds, and not all if there are very many."""

    def as_json(self) -> dict[str, list[Counted]]:
        """The form in which it is stored; :meth:`from_json` reads it."""
        return {"totals": self.totals, "values": self.values}

    @classmethod
    def from_json(cls, stored: dict[str, list[list]]) -> "Problems":
        """The problems that :meth:`as_json` stored."""
        return cls(*([Counted(*each) for each in stored[name]] for name in ("totals", "values")))

    def without(self, other: "Problems") -> "Problems":
        """What is left without those."""
        return Problems(_less(self.totals, other.totals), _less(self.values, other.values))


def counted(run: Import, status: Status) -> Problems:
    """The problems of all rows, also of those that are corrected and wait. Goes through all that have any.

    ``status`` is the one that the import has, or will have in a moment: what is outcome to one that has ended is action to one
    that is only checked.
    """
    return _count(run, status, "TRUE")


def waiting(run: Import) -> Problems:
    """The problems of the rows that are corrected and wait for that to be taken in; found by their index."""
    return _count(
        run,
        Status(run.status),
        "number IN (SELECT number FROM people_importcorrection WHERE import_run_id = row.import_run_id AND is_pending)",
    )


def left(run: Import) -> Problems:
    """The problems that are yet to be put right."""
    kept = run.problem_counts
    every = counted(run, Status(run.status)) if kept is None else Problems.from_json(kept)
    return every.without(waiting(run)) if every.totals else every


def _count(run: Import, status: Status, condition: str) -> Problems:
    column = "action" if status == Status.CHECKED else "outcome"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH said AS (SELECT said.code, said.value FROM people_importrow AS row CROSS JOIN LATERAL (SELECT DISTINCT"  # noqa: S608 (our own words)
            " issue->>'code' AS code, CASE WHEN issue->>'code' = ANY(%s) THEN issue->>'value' END AS value"
            " FROM jsonb_array_elements(issues) AS issue) AS said"
            f" WHERE import_run_id = %s AND NOT (issues = '[]'::jsonb) AND {column} NOT IN ('', 'skipped') AND {condition}"
            " AND said.code = ANY(%s))"
            " (SELECT code, NULL, count(*), FALSE AS is_value FROM said GROUP BY code)"
            " UNION ALL (SELECT code, value, count(*) AS rows, TRUE FROM said WHERE value IS NOT NULL"
            " GROUP BY code, value ORDER BY rows DESC, code, value LIMIT %s)",
            [list(BY_VALUE), run.pk, list(PROBLEMS), _MOST_VALUES],
        )
        found = cursor.fetchall()
    totals, values = ([Counted(*each) for *each, is_value in found if is_value is which] for which in (False, True))
    return Problems(sorted(totals, key=_frequency), values)


def _less(all_of_them: list[Counted], those: list[Counted]) -> list[Counted]:
    gone = {(each.code, each.value): each.rows for each in those}
    rest = [each._replace(rows=each.rows - gone.get((each.code, each.value), 0)) for each in all_of_them]
    return sorted((each for each in rest if each.rows > 0), key=_frequency)


def _frequency(each: Counted) -> tuple[int, str, str]:
    return -each.rows, each.code, each.value or ""
