"""What workers do for an import: a slice of some seconds at a time, as long as something is due."""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now

from cerego.errors import Refused
from people import invitations
from people.imports import batches, check, lease, letters
from people.imports.batches import Stopped
from people.imports.deciding.counts import Counts
from people.imports.deciding.plan import Invitations, Options, Problems
from people.imports.patience import is_blocked, patiently
from people.imports.run import everywhere
from people.imports.run.requests import must_stop
from people.imports.stored import done_rows, problem_counts
from people.models import Event, Import
from people.models.events import EventKind
from people.models.imports import MOVING, Status

logger = logging.getLogger(__name__)


def work(run_id: int, turn: int | None = None) -> list[int]:
    """Do a slice of what is due for an import; returns the ids of the imports for which something is due after it.

    May be called at any time, any number of times and by any number of workers at once: without the lease nothing happens.
    Given a ``turn``, only that one is taken (:func:`turns`).
    """
    run = lease.take(run_id, turn)
    if run is None:
        return []
    try:
        return _slice(run)
    except lease.LeaseLost:
        logger.info("Import %s is somebody else's now.", run_id)
        return []
    except Exception as error:
        # Whatever it was, the next attempt need not wait until the lease runs out. Attempts are counted, unless it was only
        # somebody else's lock that stood in the way for long: then the sweeper comes back to it.
        was_blocked = is_blocked(error)
        with suppress(DatabaseError, lease.LeaseLost):
            lease.release(run, attempt=Greatest(F("attempt") - int(was_blocked), 0))
        if not was_blocked:
            raise
        logger.warning("Import %s waits for a lock in the database.", run_id)
        return []


def _slice(run: Import) -> list[int]:
    """Pieces of the work for some seconds, then to the back of the queue: no small import waits behind a large one (L3)."""
    try:
        if run.attempt > settings.IMPORT_MAX_ATTEMPTS:
            raise Refused("import.gave_up", attempts=settings.IMPORT_MAX_ATTEMPTS)
        if run.status == Status.QUEUED and not _begin(run):
            return []
        is_retry = run.status == Status.APPLYING and bool(run.returns_to)
        if run.status == Status.APPLYING and not is_retry and Options.from_json(run.options).problems is Problems.STOP:
            return _apply_whole(run)
        step, finish = _RETRY if is_retry else _WORK[Status(run.status)]
        deadline = monotonic() + settings.IMPORT_SLICE_SECONDS
        if is_retry or run.status == Status.CHECKING:
            step = _with_corrections(step)
        while patiently(step, run):
            if monotonic() >= deadline:
                lease.release(run)
                return [run.pk]
        return finish(run)
    except Stopped:
        return _end(run, Status.STOPPED)
    except Refused as refusal:
        reason = {"failed_while": run.status, "failure_reason": refusal.code, "failure_context": dict(refusal.context)}
        return _end(run, Status.FAILED, **reason)


def _with_corrections(step: Callable[[Import], bool]) -> Callable[[Import], bool]:
    """The same, once all corrections are written down that are to be taken in."""
    return lambda run: everywhere.write_down_next(run) or step(run)


def turns(run_ids: Iterable[int]) -> dict[int, int]:
    """The turn that comes next for each of these imports: what a message to the workers is about.

    So however many messages there are, by clicks, sweeps and deliveries, only one of them has an effect, and an import never
    has more than one place in the queue for long (L3).
    """
    return dict(Import.objects.filter(pk__in=list(run_ids)).order_by("pk").values_list("pk", "turn"))


def due() -> list[int]:
    """The imports that should be moving and are not: lost message, killed worker, an enqueue that failed (L5)."""
    lease.end_silent()
    patience = Now() - timedelta(seconds=settings.IMPORT_SWEEP_SECONDS)
    idle = Import.objects.filter(status__in=MOVING).filter(Q(lease=None) | Q(lease_until__lt=Now()))
    return list(
        idle.filter(Q(heartbeat_at=None) | Q(heartbeat_at__lt=patience)).order_by("pk").values_list("pk", flat=True)
    )


def _checked(run: Import) -> list[int]:
    with lease.held(run):
        run.refresh_from_db(fields=["start_when_checked"])
        goes_on = run.start_when_checked and not must_stop(run)
        lease.release(
            run,
            problem_counts=problem_counts.counted(run, Status.CHECKED).as_json(),
            status=Status.QUEUED if goes_on else Status.CHECKED,
            **({"queued_at": Now()} if goes_on else {}),
            start_when_checked=False,
            attempt=0,
            cursor="",
            cursor_number=0,
        )
    return [run.pk] if goes_on else []


def _begin(run: Import) -> bool:
    """Whether it could begin: one import of a partner is applied at a time, and the database knows which."""
    times = {"started_at": run.started_at or Now(), "went_on_at": Now(), "went_on_after": Counts.of(run).rows}
    try:
        with transaction.atomic():
            lease.renew(run, status=Status.APPLYING, **times)
    except IntegrityError:
        lease.release(run, attempt=0)
        return False
    run.status = Status.APPLYING
    return True


class _ProblemFound(Exception):
    """A row has a problem in an import that is to stop at any."""


def _apply_whole(run: Import) -> list[int]:
    """All batches in one transaction, so that nothing at all is written when a row turns out to have a problem (R28)."""
    try:
        with transaction.atomic():
            while batches.apply_next(run):
                pass
            if Import.objects.filter(pk=run.pk, failed__gt=0).exists():
                raise _ProblemFound
    except _ProblemFound:
        # The people have changed since the check. Checked again, it says what is in the way now.
        lease.release(run, status=Status.CHECKING, queued_at=Now(), started_at=None, check_counts={}, ledger={})
        return [run.pk]
    return _end(run, Status.DONE)


def _end(run: Import, status: Status, **reason: Any) -> list[int]:
    """The import has ended; returns those of the same partner that waited for it.

    However a second try of some rows ends, all that was done before it is as complete as it was.
    """
    if run.returns_to:
        status, _ = Status(run.returns_to), reason.pop("failed_while", None)
    with transaction.atomic():
        ended = {"returns_to": "", "attempt": 0, "stop_requested": False, "finished_at": Now()}
        counted = {
            "otherwise": done_rows.otherwise(run).count(),
            "problem_counts": problem_counts.counted(run, status).as_json(),
        }
        lease.release(run, status=status, **counted, **ended, **reason)
        Event.objects.create(
            account_id=run.account_id, kind=EventKind.IMPORT_ENDED, import_run=run, details={"status": status.value}
        )
        letters.write_down(run)
        if status is Status.DONE:
            _invite(run)
    waiting = Import.objects.filter(partner_id=run.partner_id, status=Status.QUEUED).order_by("queued_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:1])


def _invite(run: Import) -> None:
    """The new people, if that was chosen (R31); their mails go out after the commit, like all that are due."""
    if Options.from_json(run.options).invitations is Invitations.NOW:
        invitations.invite(persons=invitations.newcomers(run), account=run.account, by=run.created_by, run=run)


_WORK: Final[dict[Status, tuple[Callable[[Import], bool], Callable[[Import], list[int]]]]] = {
    Status.CHECKING: (check.check_next, _checked),
    Status.APPLYING: (batches.apply_next, lambda run: _end(run, Status.DONE)),
    Status.UNDOING: (batches.undo_next, lambda run: _end(run, Status.UNDONE)),
}
"""What a worker does piece by piece, and what it does at the end."""
_RETRY: Final[tuple[Callable[[Import], bool], Callable[[Import], list[int]]]] = (
    batches.retry_next,
    lambda run: _end(run, Status(run.returns_to)),
)
"""The same where only some rows are tried again."""
