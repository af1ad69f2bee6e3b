"""A batch takes as many statements as any other: none by the row, whatever becomes of the rows."""

from collections.abc import Callable

import psycopg
import pytest
from pytest_django import Settings

from people.imports import run as runs
from tests.factories import Cast
from tests.integration.runs import check, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the server, by Django, by us, or by the thread that waits for it."""
    seen: list[str] = []
    for way in ("execute", "executemany", "copy"):
        monkeypatch.setattr(psycopg.Cursor, way, _noted(getattr(psycopg.Cursor, way), seen))
    return seen


def _noted(way: Callable[..., object], seen: list[str]) -> Callable[..., object]:
    def noted(cursor: psycopg.Cursor[object], query: object, *more: object, **options: object) -> object:
        seen.append(str(query))
        return way(cursor, query, *more, **options)

    return noted


def people(cast: Cast, many: int, name: str) -> list[str]:
    """Of each kind as many: new, staff in two departments, without a name, in a department that there is not."""
    maths, physics = cast.maths.pk, cast.physics.pk
    return [
        line
        for number in range(many)
        for line in (
            f"{name} {number},new{number}.{many}@northwind.example,,,N{number}-{many}",
            f"{name} {number},staff{number}.{many}@northwind.example,{maths},course_manager,",
            f"{name} {number},staff{number}.{many}@northwind.example,{physics},admin,",
            f",nameless{number}.{many}@northwind.example,,,",
            f"{name} {number},lost{number}.{many}@northwind.example,999999,,",
        )
    ]


def test_many_rows_take_no_more_statements_than_few(cast: Cast, settings: Settings, sent: list[str]) -> None:
    settings.IMPORT_BATCH_ROWS = 10_000
    taken: dict[str, list[int]] = {"new": [], "changed": [], "undone": []}
    for many in (10, 300):
        for what, name in (("new", "Person"), ("changed", "Somebody")):
            run = check(cast.northwind, cast.mara, *people(cast, many, name))
            runs.start(run=run, by=cast.mara)
            sent.clear()
            work(run)
            taken[what].append(len(sent))
        runs.undo(run=run, by=cast.mara)
        sent.clear()
        work(run)
        taken["undone"].append(len(sent))

    assert {what: few for what, (few, _) in taken.items()} == {what: more for what, (_, more) in taken.items()}
