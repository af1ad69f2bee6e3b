"""Other people's locks: they are waited for, and nobody notices; and what holds for workers' transactions (L2–L5)."""

from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

import pytest
from django.conf import settings as site
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import Settings

from people.imports import lease, patience
from people.imports import run as runs
from people.models import Import, Person
from people.models.imports import Status
from people.services import lock_people
from tests.factories import Cast
from tests.integration.runs import check, counts, finish, upload
from tests.integration.test_concurrency import people

pytestmark = pytest.mark.usefixtures("small_batches")
WAIT = 30
"""Seconds after which a test that waits gives up."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A lock is waited for a fifth of a second; returns the pauses in between, in which nobody sleeps."""
    pauses: list[float] = []
    monkeypatch.setattr(lease, "_LOCK_SECONDS", 0.2)
    monkeypatch.setattr(patience, "sleep", pauses.append)
    return pauses


class Holder:
    """Somebody else, who holds the lock on a partner's people."""

    def __init__(self, partner: int) -> None:
        self.held, self.let_go = Flag(), Flag()
        self.thread = Thread(target=self._hold, args=(partner,))

    def _hold(self, partner: int) -> None:
        try:
            with transaction.atomic():
                lock_people(partner)
                self.held.set()
                assert self.let_go.wait(WAIT)
        finally:
            connection.close()

    def __enter__(self) -> "Holder":
        self.thread.start()
        assert self.held.wait(WAIT)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let go, and be gone."""
        self.let_go.set()
        self.thread.join(WAIT)
        assert not self.thread.is_alive()


def to_the_end(run: Import) -> Import:
    """What a worker does, as long as there is something to do at once."""
    while run.pk in runs.work(run.pk):
        pass
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("is_undoing", [False, True])
def test_a_lock_held_for_a_while_is_waited_for_and_nobody_notices(
    committed_cast: Cast, impatient: list[float], monkeypatch: pytest.MonkeyPatch, is_undoing: bool
) -> None:
    cast = committed_cast
    if is_undoing:
        run = runs.undo(run=finish(cast.northwind, cast.mara, *people(8)), by=cast.mara)
    else:
        run = runs.start(run=check(cast.northwind, cast.mara, *people(8)), by=cast.mara)
    with Holder(cast.northwind.pk) as other:

        def lets_go_at_the_second(pause: float) -> None:
            impatient.append(pause)
            if len(impatient) == 2:
                other.release()

        monkeypatch.setattr(patience, "sleep", lets_go_at_the_second)
        run = to_the_end(run)
    assert len(impatient) == 2
    assert (run.status, run.attempt, run.failure_reason) == (Status.UNDONE if is_undoing else Status.DONE, 0, "")
    assert counts(run) == {"created": 8}
    assert Person.objects.filter(email__startswith="p0").count() == (0 if is_undoing else 8)


def test_the_pauses_grow_and_differ(committed_cast: Cast, impatient: list[float]) -> None:
    cast = committed_cast
    run = runs.start(run=check(cast.northwind, cast.mara, *people(2)), by=cast.mara)
    with Holder(cast.northwind.pk):
        runs.work(run.pk)
    assert len(impatient) == 3
    for pause, about in zip(impatient, (0.1, 0.5, 2.0), strict=True):
        assert about / 2 <= pause <= about * 1.5


def test_a_lock_held_for_too_long_costs_no_attempt(
    committed_cast: Cast, impatient: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    cast = committed_cast
    run = runs.start(run=check(cast.northwind, cast.mara, *people(8)), by=cast.mara)
    assert runs.work(run.pk) == [run.pk]
    with Holder(cast.northwind.pk):
        for _ in range(site.IMPORT_MAX_ATTEMPTS + 2):
            assert runs.work(run.pk) == []
            run.refresh_from_db()
            assert (run.status, run.attempt, run.lease, run.created) == (Status.APPLYING, 0, None, 3)
    assert "waits for a lock in the database" in caplog.text
    Import.objects.filter(pk=run.pk).update(heartbeat_at="2020-01-01T00:00Z")
    assert runs.due() == [run.pk]
    run = to_the_end(run)
    assert (run.status, counts(run)) == (Status.DONE, {"created": 8})


def test_progress_before_the_lock_gives_no_attempt_extra(
    committed_cast: Cast, impatient: list[float], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IMPORT_SLICE_SECONDS = 60
    cast = committed_cast
    run = runs.start(run=check(cast.northwind, cast.mara, *people(8)), by=cast.mara)
    other = Holder(cast.northwind.pk)
    real = lease.renew

    def somebody_comes_after_the_first_batch(one: Import, **changes: object) -> None:
        real(one, **changes)
        if "cursor" in changes:
            transaction.on_commit(lambda: other.__enter__())

    monkeypatch.setattr(lease, "renew", somebody_comes_after_the_first_batch)
    try:
        assert runs.work(run.pk) == []
    finally:
        other.release()
    run.refresh_from_db()
    assert (run.created, run.attempt, run.lease) == (3, 0, None)


# What is waited for, and what is not


def failing(error: Exception, times: int) -> Callable[[Import], bool]:
    """A step that fails some times."""
    left = [error] * times

    def step(_: Import) -> bool:
        if left:
            raise left.pop()
        return True

    return step


def refused(state: str, kind: type[DatabaseError] = DatabaseError) -> DatabaseError:
    """The database's error of that SQLSTATE, as Django wraps it."""
    cause = Exception()
    cause.sqlstate = state  # type: ignore[attr-defined]
    error = kind()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        refused("55P03"),
        refused("40P01"),
        refused("40001"),
        refused("23503", IntegrityError),
    ],
)
def test_it_tries_again_three_times(cast: Cast, impatient: list[float], error: Exception) -> None:
    run = upload(cast.northwind, cast.mara, *people(1))
    mine = lease.take(run.pk)
    assert mine is not None
    assert patience.patiently(failing(error, 3), mine)
    with pytest.raises(type(error)):
        patience.patiently(failing(error, 4), mine)
    assert len(impatient) == 6


@pytest.mark.parametrize("error", [refused("23505", IntegrityError), DatabaseError(), KeyError()])
def test_it_does_not_try_again_what_would_fail_again(cast: Cast, impatient: list[float], error: Exception) -> None:
    with pytest.raises(type(error)):
        patience.patiently(failing(error, 1), upload(cast.northwind, cast.mara, *people(1)))
    assert impatient == []


def test_l4_who_lost_the_lease_while_waiting_does_not_try_again(cast: Cast, impatient: list[float]) -> None:
    run = upload(cast.northwind, cast.mara, *people(1))
    mine = lease.take(run.pk)
    assert mine is not None
    Import.objects.filter(pk=run.pk).update(lease=None)
    with pytest.raises(lease.LeaseLost):
        patience.patiently(failing(refused("55P03"), 1), mine)


# The settings of workers' transactions

NAMES = ("lock_timeout", "idle_in_transaction_session_timeout", "synchronous_commit", *lease._WAYS_THROUGH_ALL)


def database_settings() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(NAMES)])
        return dict(cursor.fetchall())


@pytest.mark.parametrize("breaks_off", [False, True])
def test_the_settings_of_a_worker_s_transaction_hold_in_it_and_are_gone_after_it(
    committed_cast: Cast, settings: Settings, breaks_off: bool
) -> None:
    settings.IMPORT_LEASE_SECONDS = 12.5
    run = upload(committed_cast.northwind, committed_cast.mara, *people(1))
    mine = lease.take(run.pk)
    assert mine is not None
    before = database_settings()
    assert before["synchronous_commit"] == before["enable_hashjoin"] == "on"
    within = {}
    try:
        with lease.held(mine):
            within = database_settings()
            if breaks_off:
                raise KeyError
    except KeyError:
        pass
    off = dict.fromkeys([*lease._WAYS_THROUGH_ALL, "synchronous_commit"], "off")
    assert within == {**off, "lock_timeout": "5000", "idle_in_transaction_session_timeout": "12500"}
    assert database_settings() == before
