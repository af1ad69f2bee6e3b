"""What the server reads for people when it has kept plans from when there was nearly nobody: no more for one among many.

It keeps the plans of foreign keys. Made for a few people, one may go through all of the partner for each row.
"""

from collections.abc import Callable

import pytest
from django.db import connection

from people.imports.header.columns import Field
from people.imports.issues import Code
from people.imports.run import correct_all
from people.models import Import, Membership, Person
from tests import factories
from tests.factories import Cast
from tests.integration.fixings import for_all, retry
from tests.integration.reads import reads
from tests.integration.runs import finish
from tests.integration.undoings import undo

FEW, SOME, MANY = 20, 300, 3_000
TABLES = ("people_user", "people_person", "people_membership")
MOST = 60
"""Entries of indexes and rows read for one person, in all that refers to them; without new plans it is some thousands."""


@pytest.fixture
def cast(db: None, media: object) -> Cast:
    """The cast, in tables as empty as on the first day."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE people_user, departments_account CASCADE")
    return factories.make_cast()


@pytest.fixture
def small(cast: Cast) -> Import:
    """A small import, undone: its plans are kept from now on."""
    finish(cast.northwind, cast.mara, *rows("first", FEW))
    run = finish(cast.northwind, cast.mara, *rows("first", FEW, department=f"{cast.maths.pk}"))
    settle()
    return run


def rows(word: str, count: int, department: str = "", role: str = "") -> list[str]:
    return [f"{word} {number},{word}{number}@many.example,{department},{role}," for number in range(count)]


def others_come(cast: Cast, word: str) -> None:
    """Many people come in by other hands, whose plans are not ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH come AS (INSERT INTO people_user (email, password, created_at)"
            " SELECT %(word)s || number || '@many.example', '!', now() FROM generate_series(0, %(many)s - 1) AS number"
            " RETURNING id, email)"
            " INSERT INTO people_person (partner_id, user_id, full_name, email, sort_key, search_text, created_at)"
            " SELECT %(partner)s, id, email, email, email, email, now() FROM come",
            {"word": word, "many": MANY, "partner": cast.northwind.pk},
        )
    settle()


def settle() -> None:
    """Check what else is checked at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def reads_each(work: Callable[[], object], people: int) -> float:
    before = reads(*TABLES)
    work()
    settle()
    return (reads(*TABLES) - before) / people


def test_new_people(cast: Cast, small: Import) -> None:
    others_come(cast, "other")
    assert reads_each(lambda: finish(cast.northwind, cast.mara, *rows("new", SOME)), SOME) < MOST
    assert Person.objects.filter(email__startswith="new").count() == SOME


def test_places_for_people_who_are_there(cast: Cast, small: Import) -> None:
    others_come(cast, "other")
    come = rows("other", SOME, department=f"{cast.maths.pk}")
    assert reads_each(lambda: finish(cast.northwind, cast.mara, *come), SOME) < MOST
    assert Membership.objects.filter(account=cast.maths, person__email__startswith="other").count() == SOME


def test_places_by_other_hands(cast: Cast, small: Import) -> None:
    """What counts people is no worker's, and also there when a page, or somebody at psql, adds many to a department."""

    def places() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_membership (partner_id, person_id, account_id, role, created_at)"
                " SELECT partner_id, id, %s, 'learner', now() FROM people_person WHERE email LIKE 'other%%'",
                [cast.maths.pk],
            )

    others_come(cast, "other")
    assert reads_each(places, MANY) < MOST


def test_rows_tried_again(cast: Cast, small: Import) -> None:
    run = finish(cast.northwind, cast.mara, *rows("again", SOME, department="700077"))
    assert run.failed == SOME
    others_come(cast, "other")
    change = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.maths.pk))
    run = correct_all(run=run, changes=[change], by=cast.mara)
    assert reads_each(lambda: retry(run, cast.mara), SOME) < MOST
    assert Person.objects.filter(email__startswith="again").count() == SOME


def test_undoing(cast: Cast, small: Import) -> None:
    run = finish(cast.northwind, cast.mara, *rows("new", SOME))
    undo(small, cast.mara)
    undo(Import.objects.earliest("pk"), cast.mara)
    others_come(cast, "other")
    assert reads_each(lambda: undo(run, cast.mara), SOME) < MOST
    assert not Person.objects.filter(email__startswith="new").exists()


def test_undoing_changes(cast: Cast, small: Import) -> None:
    finish(cast.northwind, cast.mara, *rows("new", SOME))
    run = finish(cast.northwind, cast.mara, *rows("new", SOME, department=f"{cast.maths.pk}", role="course_manager"))
    undo(small, cast.mara)
    others_come(cast, "other")
    assert reads_each(lambda: undo(run, cast.mara), SOME) < MOST
    assert not Membership.objects.filter(account=cast.maths, person__email__startswith="new").exists()
