"""A batch is written in parts, each by the server while the next is decided here; no plan of a small table is kept for it."""

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from people.imports.deciding.parse import ParsedRow
from people.imports.stored import rows, sending
from people.imports.stored.rows import StoredRow
from people.models import Person
from people.outcomes import Outcome
from tests.factories import Cast
from tests.integration.runs import finish

pytestmark = pytest.mark.django_db


def stored(*emails: str) -> list[StoredRow]:
    return [
        StoredRow(ParsedRow(number, email=email), Outcome.CREATED, "", False) for number, email in enumerate(emails, 2)
    ]


@pytest.mark.parametrize(
    ("emails", "parts"),
    [
        ("", []),
        ("a", ["a"]),
        ("abcdef", ["a", "bcdef"]),
        ("abcdefg", ["ab", "cdefg"]),
        ("aaaaab", ["aaaaa", "b"]),
        ("abbbbb", ["a", "bbbbb"]),
        ("aaaaaa", ["aaaaaa"]),
    ],
)
def test_no_part_has_half_a_person(emails: str, parts: list[str]) -> None:
    assert ["".join(row.parsed.email for row in part) for part in rows.parts(stored(*emails), (1, 5))] == parts


def let_do(statements: str, *, then: type[Exception] | None = None) -> None:
    with transaction.atomic(), sending.server() as server:
        server.give(statements)
        if then:
            raise then


def test_what_goes_wrong_in_the_server_is_raised_as_by_any_statement() -> None:
    with pytest.raises(DatabaseError) as raised:
        let_do("SELECT 1; SELECT 1 / 0")
    assert getattr(raised.value.__cause__, "sqlstate", "") == "22012"


def test_what_goes_wrong_here_is_raised_once_the_server_has_ended() -> None:
    with pytest.raises(KeyError):
        let_do("SELECT pg_sleep(0.05)", then=KeyError)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_no_plan_is_kept_that_was_made_while_there_was_hardly_anybody(cast: Cast, settings: Settings) -> None:
    """Foreign keys and triggers keep their plans for as long as the connection lasts, which is for many imports; and while
    there is hardly anybody, one that goes through everybody for each row looks as good as any.
    """
    settings.IMPORT_BATCH_ROWS = 900
    forget_statistics()
    finish(cast.northwind, cast.mara, *(f"Person {number},p{number}@northwind.example,,," for number in range(20)))
    before = found()
    many = 6_000
    finish(cast.northwind, cast.mara, *(f"Person {number},q{number}@northwind.example,,," for number in range(many)))
    assert Person.objects.filter(partner=cast.northwind).count() > many
    assert found() - before < many * many / 4


def test_nobody_goes_through_all_people_where_the_planner_believes_that_there_is_hardly_anybody(cast: Cast) -> None:
    """After a large import was undone there are pages enough, with hardly anybody on them; newcomers fill them up."""
    forget_statistics(pages=300, rows=3)
    before, many = found(), 3_000
    finish(cast.northwind, cast.mara, *(f"Person {number},p{number}@northwind.example,,," for number in range(many)))
    assert found() - before < many * many / 20


def forget_statistics(pages: int = 0, rows: int = -1) -> None:
    """As in a database that is new, whatever tests before this one have left the planner to believe."""
    with connection.cursor() as cursor:
        tables = "('people_person'::regclass, 'people_membership'::regclass)"
        cursor.execute(f"DELETE FROM pg_statistic WHERE starelid IN {tables}")
        cursor.execute(f"UPDATE pg_class SET relpages = %s, reltuples = %s WHERE oid IN {tables}", [pages, rows])


def found() -> int:
    """How many persons and memberships this transaction has been led to by indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(idx_tup_fetch) FROM pg_stat_xact_user_tables"
            " WHERE relname IN ('people_person', 'people_membership')"
        )
        return int(cursor.fetchone()[0])
