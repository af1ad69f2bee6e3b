"""Many at once: clicks, workers, imports. Whatever they do together is what one after the other would have done (L4, L7)."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from people.imports import run as runs
from people.models import Event, Import, ImportRow, Membership, Person, User
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.runs import assert_tallies, check, counts, places, upload, work

pytestmark = pytest.mark.usefixtures("small_batches")


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all of them at the same moment, each on a connection of its own; returns what they return."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        try:
            barrier.wait(90)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def work_to_the_end(run: Import) -> None:
    """What a worker does that is told of an import again and again."""
    while Import.objects.filter(pk=run.pk, status__in=["checking", "queued", "applying"]).exists():
        runs.work(run.pk)


def people(count: int) -> Sequence[str]:
    """Rows of new people."""
    return [f"P {number},p{number:03}@northwind.example,,,{number:03}" for number in range(count)]


def test_many_clicks_at_once_make_one_import(committed_cast: Cast) -> None:
    cast = committed_cast
    run = check(cast.northwind, cast.mara, *people(4))
    together(*[lambda: runs.start(run=Import.objects.get(pk=run.pk), by=cast.mara)] * 8)
    assert counts(work(run)) == {"created": 4}
    assert Event.objects.filter(import_run=run, kind=EventKind.IMPORT_STARTED).count() == 1
    assert Event.objects.filter(import_run=run, kind=EventKind.IMPORT_ENDED).count() == 1


def test_many_workers_at_one_import_have_one_effect(committed_cast: Cast) -> None:
    cast = committed_cast
    run = runs.start(run=check(cast.northwind, cast.mara, *people(30)), by=cast.mara)
    together(*[lambda: work_to_the_end(run)] * 4)
    run.refresh_from_db()
    assert counts(run) == {"created": 30}
    assert_tallies(run)
    assert Person.objects.filter(email__startswith="p0").count() == 30


def test_workers_that_take_the_lease_from_one_another_have_one_effect(committed_cast: Cast, settings: Settings) -> None:
    cast = committed_cast
    run = runs.start(run=check(cast.northwind, cast.mara, *people(30)), by=cast.mara)
    settings.IMPORT_LEASE_SECONDS = 0
    settings.IMPORT_MAX_ATTEMPTS = 1_000_000
    together(*[lambda: work_to_the_end(run)] * 3)
    run.refresh_from_db()
    assert counts(run) == {"created": 30}
    assert_tallies(run)
    assert Membership.objects.filter(account=cast.northwind, person__email__startswith="p0").count() == 30


def test_many_workers_at_one_check_store_each_row_once(committed_cast: Cast) -> None:
    cast = committed_cast
    run = upload(cast.northwind, cast.mara, *people(10))
    together(*[lambda: work_to_the_end(run)] * 4)
    run.refresh_from_db()
    assert (run.status, run.rows, run.check_counts["created"]) == (Status.CHECKED, 10, 10)
    assert ImportRow.objects.filter(import_run=run).count() == 10


def test_two_imports_of_one_partner_do_one_after_the_other(committed_cast: Cast) -> None:
    cast = committed_cast
    first = runs.start(run=check(cast.northwind, cast.mara, *people(20)), by=cast.mara)
    second = runs.start(run=check(cast.northwind, cast.mara, *reversed(people(20))), by=cast.mara)
    together(lambda: work_to_the_end(first), lambda: work_to_the_end(second))
    for run in (first, second):
        run.refresh_from_db()
        assert_tallies(run)
    assert sorted([counts(first), counts(second)], key=str) == [{"created": 20}, {"unchanged": 20}]
    assert len([place for place in places(cast.northwind) if place[0].startswith("p0")]) == 20


def test_two_partners_that_import_the_same_new_people_make_each_user_once(committed_cast: Cast) -> None:
    cast = committed_cast
    here = runs.start(run=check(cast.northwind, cast.mara, *people(60)), by=cast.mara)
    there = runs.start(run=check(cast.contoso, cast.olga, *reversed(people(60))), by=cast.olga)
    together(lambda: work_to_the_end(here), lambda: work_to_the_end(there))
    for run in (here, there):
        run.refresh_from_db()
        assert counts(run) == {"created": 60}
    assert User.objects.filter(email__startswith="p0").count() == 60
    assert Person.objects.filter(email__startswith="p0").count() == 120
