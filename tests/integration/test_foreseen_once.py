"""What the check writes about rows: once, as they come in, wherever most of them come to the same."""

import pytest
from django.db import connection

from people.models import Import
from people.outcomes import Outcome
from tests.factories import Cast, make_cast
from tests.integration.runs import check, finish, foreseen

PEOPLE = 100


@pytest.fixture
def cast(db: None, media: object) -> Cast:
    return make_cast()


def rows(word: str, count: int = PEOPLE) -> list[str]:
    return [f"{word} {number},{word}{number}@often.example,,," for number in range(count)]


def rewritten() -> int:
    """How many rows of imports were written again in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_xact_tuples_updated('people_importrow'::regclass)")
        return int(cursor.fetchone()[0])


def checked(cast: Cast, *lines: str) -> tuple[Import, int]:
    before = rewritten()
    run = check(cast.northwind, cast.mara, *lines)
    return run, rewritten() - before


def test_new_people(cast: Cast) -> None:
    run, again = checked(cast, *rows("new"))
    assert (foreseen(run), again) == ({Outcome.CREATED: PEOPLE}, 0)


def test_people_who_are_there(cast: Cast) -> None:
    finish(cast.northwind, cast.mara, *rows("same"))
    run, again = checked(cast, *rows("same"))
    assert (foreseen(run), again) == ({Outcome.UNCHANGED: PEOPLE}, 0)


def test_others_among_them(cast: Cast) -> None:
    """A sample only says what is likely; each row is decided all the same."""
    finish(cast.northwind, cast.mara, *rows("same"))
    run, again = checked(cast, *rows("same"), *rows("new", 20))
    assert (foreseen(run), again) == ({Outcome.UNCHANGED: PEOPLE, Outcome.CREATED: 20}, 20)


def test_people_of_another_partner(cast: Cast) -> None:
    finish(cast.contoso, cast.olga, *rows("same"))
    run, again = checked(cast, *rows("same"))
    assert (foreseen(run), again) == ({Outcome.CREATED: PEOPLE}, 0)
