"""The rows of an import of 100,000, on its page: tabs, search and pages, and how much is read for each."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.imports.pages.row_list import RowList
from people.models import Import
from tests.factories import Cast, make_import
from tests.integration.reads import reads
from tests.integration.runs import finish

ROWS = 100_000
OUTCOMES = {"failed": 20, "skipped": 500, "updated": 20, "unchanged": 20, "created": ROWS - 560}
PAGE = 50
PROBLEMS = {"totals": [["name.missing", None, OUTCOMES["failed"]]], "values": []}
"""As the end of an import counts them."""
FEW = 40 * PAGE
"""So many rows and entries of indexes may be read for a page, with all that goes with it, where nothing is looked for."""
ONCE = ROWS + FEW
"""All rows of the import, gone through once."""

FILL = """
INSERT INTO people_importrow (import_run_id, number, line, cells, name, email, role, member_id, parse_issues,
                              action, outcome, issues)
SELECT %(run)s, n + 1, n + 1, jsonb_build_array(name, email), name, email, '', '', '[]', outcome, outcome,
       CASE outcome
       WHEN 'failed' THEN '[{"code": "name.missing", "column": "name", "value": "", "details": {}}]'::jsonb
       WHEN 'skipped' THEN '[{"code": "person.exists", "column": "", "value": "", "details": {}}]'::jsonb
       ELSE '[]'::jsonb END
FROM (
    SELECT n, 'Person ' || n AS name, 'person' || n || '@many.example' AS email,
           CASE WHEN n %% 5000 = 0 THEN 'failed' WHEN n %% 5000 = 1 THEN 'updated' WHEN n %% 5000 = 2 THEN 'unchanged'
                WHEN n %% 200 = 3 THEN 'skipped' ELSE 'created' END AS outcome
    FROM generate_series(1, %(rows)s) AS n
) AS made
"""


@dataclass(frozen=True)
class Looked:
    """What one look at the page showed, and took."""

    rows: RowList
    statements: int
    read: int

    @property
    def numbers(self) -> list[int]:
        return [row.number for row in self.rows.rows]


class Page:
    """The page of the import."""

    def __init__(self, run: Import, client: Client) -> None:
        self.address = reverse("import", args=[run.account_id, run.pk])
        self.client = client

    def look(self, **query: object) -> Looked:
        before = reads("people_importrow")
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(self.address, query)
        assert answer.status_code == 200
        return Looked(answer.context["rows"], len(captured), reads("people_importrow") - before)


@pytest.fixture
def page(cast: Cast, media: object) -> Page:
    """Of a finished import of so many rows; every 5,000th has failed, the one after that is updated, then one unchanged."""
    few = finish(cast.northwind, cast.mara, "Ann Arbor,ann@example.org,,,")
    kept = {
        name: getattr(few, name) for name in ("started_at", "finished_at", "mapping", "header", "options", "dialect")
    }
    kept |= {**OUTCOMES, "rows": ROWS, "otherwise": 0, "problem_counts": PROBLEMS}
    run = make_import(cast.northwind, cast.mara, **kept)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"run": run.pk, "rows": ROWS})
        cursor.execute("ANALYZE people_importrow")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")  # What such a worker reads is not counted here.
    client = Client()
    client.force_login(cast.mara)
    return Page(run, client)


def test_it_shows_any_page_of_any_tab_and_finds_any_row(page: Page, subtests: pytest.Subtests) -> None:
    """One test, for it takes seconds to make the rows."""
    statements = page.look().statements

    def shows(name: str, looked: Looked, numbers: list[int], total: int, most: int) -> None:
        with subtests.test(name):
            assert looked.numbers == numbers
            assert looked.rows.page.paginator.count == total
            assert looked.read <= most
            if not (looked.rows.search or looked.rows.problem):
                assert looked.statements == statements
            assert looked.statements <= statements + 2  # To find them, and to count them where they are many.

    by_outcome: dict[str, list[int]] = {outcome: [] for outcome in OUTCOMES}
    for n in range(1, ROWS + 1):
        kind = {0: "failed", 1: "updated", 2: "unchanged"}.get(n % 5000, "skipped" if n % 200 == 3 else "created")
        by_outcome[kind].append(n + 1)
    every = list(range(2, ROWS + 2))
    tabs = {**by_outcome, "all": every}
    assert {tab.key: tab.count for tab in page.look().rows.tabs} == {**OUTCOMES, "all": ROWS}

    shows("at first", page.look(), by_outcome["failed"], 20, FEW)
    for tab, rows in tabs.items():
        is_rare = tab in ("updated", "unchanged")  # They have no index: to write what became of a row must be cheap.
        last = -(-len(rows) // PAGE)
        for number in sorted({1, (last + 1) // 2, last}):
            looked = page.look(outcome=tab, page=number)
            most = ONCE if is_rare else FEW if number in (1, last) else ROWS // 2 + FEW
            shows(f"{tab}, page {number}", looked, rows[(number - 1) * PAGE : number * PAGE], len(rows), most)

    shows("an address", page.look(outcome="all", q="person77777@many.example"), [77_778], 1, ONCE)
    shows("a part of one", page.look(outcome="all", q="SON7777@"), [7_778], 1, ONCE)
    shows("a name", page.look(outcome="all", q="person 7777"), [7_778, *range(77_771, 77_781)], 11, ONCE)
    shows("a name in a tab", page.look(outcome="failed", q="person 5000"), [5_001, 50_001], 2, FEW)
    shows("nobody", page.look(outcome="all", q="nobody"), [], 0, ONCE)
    shows("everybody", page.look(outcome="all", q="person"), every[:PAGE], ROWS, ONCE + FEW)
    shows("the last of all found", page.look(outcome="all", q="person", page=2_000), every[-PAGE:], ROWS, ONCE + FEW)
    shows("a kind of problem", page.look(problem="name.missing"), by_outcome["failed"], 20, FEW)
