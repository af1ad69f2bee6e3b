"""Somebody is removed for good while an import of others, one of whose rows says that they have its member ID, moves on."""

from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from people import privacy
from people.imports import run as runs
from people.models import Import, ImportRow, Person
from people.models.imports import Status
from people.outcomes import Reversal
from tests.factories import Cast, make_person
from tests.integration.runs import check, counts, finish, foreseen, work
from tests.integration.test_concurrency import work_to_the_end

pytestmark = pytest.mark.usefixtures("media")
WAIT = 30
"""Seconds after which a test that waits gives up."""


def test_l2_a_row_that_no_longer_names_who_was_removed_gets_its_outcome(committed_cast: Cast) -> None:
    cast = committed_cast
    zoe = make_person(cast.northwind, "Zoe", member_id="77")
    run = check(cast.northwind, cast.mara, "Ann,ann@example.org,,,77", "Ben,ben@example.org,,,78")
    assert foreseen(run) == {"created": 1, "failed": 1}
    run = runs.start(run=run, by=cast.mara)

    erase_in_front_of(run, zoe, cast)

    run = work(run)
    assert (run.status, counts(run), run.attempt) == (Status.DONE, {"created": 2}, 0)


def test_r32_a_row_that_no_longer_names_who_was_removed_is_undone(committed_cast: Cast) -> None:
    cast = committed_cast
    zoe = make_person(cast.northwind, "Zoe", member_id="77")
    run = finish(cast.northwind, cast.mara, "Ann,ann@example.org,,,77", "Ben,ben@example.org,,,78")
    run = runs.undo(run=run, by=cast.mara)

    erase_in_front_of(run, zoe, cast)

    run.refresh_from_db()
    reversals = ImportRow.objects.filter(import_run=run).order_by("number").values_list("reversal", flat=True)
    assert (run.status, list(reversals)) == (Status.UNDONE, [Reversal.NOTHING, Reversal.REVERSED])


def erase_in_front_of(run: Import, person: Person, cast: Cast) -> None:
    """Let a worker wait with its batch until somebody is removed."""
    worker = Thread(target=closing, args=(lambda: work_on(run),))
    with transaction.atomic():
        privacy.erase(person=person, by=cast.mara)
        worker.start()
        wait_until_it_waits()
    worker.join(WAIT)
    assert not worker.is_alive()


def work_on(run: Import) -> None:
    """All that a worker does for it."""
    work_to_the_end(run)
    while Import.objects.filter(pk=run.pk, status=Status.UNDOING).exists():
        runs.work(run.pk)


def closing(act: Callable[[], None]) -> None:
    """Do it on a connection of its own."""
    try:
        act()
    finally:
        connection.close()


def wait_until_it_waits() -> None:
    """Until another connection waits for something that this one holds."""
    deadline = monotonic() + WAIT
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)) LIMIT 1"
            )
            if cursor.rowcount:
                return
            sleep(0.02)
    raise AssertionError("Nobody waits.")
