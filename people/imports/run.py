"""The state machine of an import: the one door to it, and the only one that changes its status (design §6).

    uploaded → checking → checked → queued → applying → done                       failed (with the reason)

Every transition is an UPDATE that names the statuses, or the lease, it may start from; so a double click, two tabs, the API and
the page together make one import (L7). A view calls one of these, then enqueues the work after the commit.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from cerego.errors import Refused
from people.imports import batches, check, lease
from people.imports.mapping import Mapping
from people.imports.plan import Options, Problems
from people.models import Event, Import, User
from people.models.events import EventKind
from people.models.imports import MOVING, Status

logger = logging.getLogger(__name__)

_ROWS_A_SECOND: Final = 500
"""Far fewer than any worker does: the time that an import in one transaction gets before it is thought dead."""


def match(*, run: Import, mapping: Mapping, options: Options, by: User, again: bool = False) -> Import:
    """Say what the columns mean and how to go about it; a check of just that is due.

    What is checked already in the same way stays as it is, unless it is to be checked ``again``. Raises :class:`Refused` once
    the import itself has begun.
    """
    is_same = run.mapping == mapping.as_json() and run.options == options.as_json()
    if run.status != Status.UPLOADED and is_same and not again:
        return run
    open_to_change = Import.objects.filter(pk=run.pk, status__in=[Status.UPLOADED, Status.CHECKING, Status.CHECKED])
    changed = open_to_change.update(
        mapping=mapping.as_json(),
        options=options.as_json(),
        status=Status.CHECKING,
        queued_at=Now(),
        **_NOTHING_DONE,
    )
    if not changed:
        raise Refused("import.begun")
    run.refresh_from_db()
    return run


_NOTHING_DONE: Final[dict[str, Any]] = {
    "start_when_checked": False,
    "lease": None,
    "lease_until": None,
    "attempt": 0,
    "rows": 0,
    "check_counts": {},
    "cursor": "",
    "cursor_number": 0,
    "failure_reason": "",
    "failure_context": {},
}
"""What an import looks like before its check: a worker that checks something older finds its lease gone."""


def start(*, run: Import, by: User) -> Import:
    """Import what was checked; if the check still runs, as soon as it ends. A second click changes nothing.

    Raises :class:`Refused` while no columns are chosen, and when rows have problems and the import is to stop at any (R28).
    """
    if run.status == Status.UPLOADED:
        raise Refused("import.no_mapping")
    if run.status == Status.CHECKED and _must_stop(run):
        raise Refused("import.has_problems", failed=run.check_counts["failed"])
    with transaction.atomic():
        started = Import.objects.filter(pk=run.pk, status=Status.CHECKING, start_when_checked=False).update(
            start_when_checked=True
        ) or _queue(Import.objects.filter(pk=run.pk, status=Status.CHECKED))
        if started:
            Event.objects.create(account_id=run.account_id, by=by, kind=EventKind.IMPORT_STARTED, import_run=run)
    run.refresh_from_db()
    return run


def _must_stop(run: Import) -> bool:
    stop = Options.from_json(run.options).problems is Problems.STOP
    return stop and bool(run.check_counts.get("failed"))


def _queue(imports: QuerySet[Import]) -> int:
    return imports.update(
        status=Status.QUEUED,
        queued_at=Now(),
        attempt=0,
        cursor="",
        cursor_number=0,
        failure_reason="",
        failure_context={},
    )


def work(run_id: int) -> list[int]:
    """Do a slice of what is due for an import; returns the ids of the imports for which something is due after it.

    May be called at any time, any number of times and by any number of workers at once: without the lease nothing happens.
    """
    run = lease.take(run_id)
    if run is None:
        return []
    try:
        return _slice(run)
    except lease.LeaseLost:
        logger.info("Import %s is somebody else's now.", run_id)
        return []
    except Exception:
        # Whatever it was, the next attempt need not wait until the lease runs out. Attempts are counted.
        with suppress(DatabaseError, lease.LeaseLost):
            lease.release(run)
        raise


def _slice(run: Import) -> list[int]:
    try:
        if run.attempt > settings.IMPORT_MAX_ATTEMPTS:
            raise Refused("import.gave_up", attempts=settings.IMPORT_MAX_ATTEMPTS)
        if run.status == Status.CHECKING:
            return _check(run)
        if run.status == Status.QUEUED and not _begin(run):
            return []
        return _apply(run)
    except Refused as refusal:
        return _end(run, Status.FAILED, failure_reason=refusal.code, failure_context=dict(refusal.context))


def due() -> list[int]:
    """The imports that should be moving and are not: lost message, killed worker, an enqueue that failed (L5)."""
    patience = Now() - timedelta(seconds=settings.IMPORT_SWEEP_SECONDS)
    idle = Import.objects.filter(status__in=MOVING).filter(Q(lease=None) | Q(lease_until__lt=Now()))
    return list(
        idle.filter(Q(heartbeat_at=None) | Q(heartbeat_at__lt=patience)).order_by("pk").values_list("pk", flat=True)
    )


def _check(run: Import) -> list[int]:
    counts = check.check(run)
    with transaction.atomic():
        lease.hold(run)
        run.refresh_from_db()
        run.check_counts = counts.as_json()
        goes_on = run.start_when_checked and not _must_stop(run)
        now = {"check_counts": run.check_counts, "start_when_checked": False, "attempt": 0}
        if goes_on:
            now |= {"status": Status.QUEUED, "queued_at": Now(), "cursor": "", "cursor_number": 0}
        lease.release(run, **{"status": Status.CHECKED, **now})
    return [run.pk] if goes_on else []


def _begin(run: Import) -> bool:
    """Whether it could begin: one import of a partner is applied at a time, and the database knows which."""
    try:
        with transaction.atomic():
            lease.renew(run, status=Status.APPLYING, started_at=Now())
    except IntegrityError:
        lease.release(run, attempt=0)
        return False
    return True


def _apply(run: Import) -> list[int]:
    """Batches for some seconds, then to the back of the queue, so that small imports never wait behind a large one (L3)."""
    if Options.from_json(run.options).problems is Problems.STOP:
        return _apply_whole(run)
    deadline = monotonic() + settings.IMPORT_SLICE_SECONDS
    while batches.apply_next(run):
        if monotonic() >= deadline:
            lease.release(run)
            return [run.pk]
    return _end(run, Status.DONE)


class _ProblemFound(Exception):
    """A row has a problem in an import that is to stop at any."""


def _apply_whole(run: Import) -> list[int]:
    """All batches in one transaction, so that nothing at all is written when a row turns out to have a problem (R28)."""
    lease.renew(run, lease_until=Now() + timedelta(seconds=settings.IMPORT_LEASE_SECONDS + run.rows / _ROWS_A_SECOND))
    try:
        with transaction.atomic():
            while batches.apply_next(run):
                pass
            if Import.objects.filter(pk=run.pk, failed__gt=0).exists():
                raise _ProblemFound
    except _ProblemFound:
        # The people have changed since the check. Checked again, it says what is in the way now.
        lease.release(run, status=Status.CHECKING, queued_at=Now(), check_counts={})
        return [run.pk]
    return _end(run, Status.DONE)


def _end(run: Import, status: Status, **reason: Any) -> list[int]:
    """The import has ended; returns those of the same partner that waited for it."""
    with transaction.atomic():
        lease.release(run, status=status, finished_at=Now(), attempt=0, **reason)
        Event.objects.create(
            account_id=run.account_id, kind=EventKind.IMPORT_ENDED, import_run=run, details={"status": status.value}
        )
    waiting = Import.objects.filter(partner_id=run.partner_id, status=Status.QUEUED).order_by("queued_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:1])
