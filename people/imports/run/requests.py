"""What people ask of an import whose columns have a meaning: start, stop, resume, undo."""

from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from cerego.errors import Refused
from people.imports.deciding.plan import Options, Problems
from people.imports.run.set_up import check_corrected
from people.imports.run.transitions import (
    CHECK_FAILED,
    FROM_THE_TOP,
    NO_FAILURE,
    NOBODY_S,
    UNCHECKED,
    as_it_is,
    move,
    refuse_expired,
)
from people.models import Event, Import, User
from people.models.events import EventKind
from people.models.imports import Status

_UNDO_FAILED: Final = Q(status=Status.FAILED, failed_while=Status.UNDOING)
_RETRY_WAITS: Final = Q(status=Status.QUEUED) & ~Q(returns_to="")
_GOES_ON: Final[dict[str, Any]] = {
    "went_on_at": Now(),
    "went_on_after": F("reversed") + F("kept") + F("nothing_to_undo"),
}
"""An undoing that begins or goes on: it waits for no other import."""


def start(*, run: Import, by: User) -> Import:
    """Import what was checked; if the check still runs, as soon as it ends. A second click changes nothing.

    Raises :class:`Refused` while no columns are chosen, when rows have problems and the import is to stop at any (R28), and
    when its file and rows are deleted.
    """
    refuse_expired(run)
    if run.status == Status.UPLOADED:
        raise Refused("import.no_mapping")
    with transaction.atomic():
        if check_corrected(run):
            run.refresh_from_db()
        if run.status == Status.CHECKED and must_stop(run):
            raise Refused("import.has_problems", failed=run.check_counts["failed"])
        started = Import.objects.filter(pk=run.pk, status=Status.CHECKING, start_when_checked=False).update(
            start_when_checked=True
        ) or move(run, Q(status=Status.CHECKED), Status.QUEUED, **FROM_THE_TOP)
        if started:
            _tell(run, EventKind.IMPORT_STARTED, by)
    return as_it_is(run)


def must_stop(run: Import) -> bool:
    """Whether the check found rows with problems, and the import is to stop at any (R28)."""
    stop = Options.from_json(run.options).problems is Problems.STOP
    return stop and bool(run.check_counts.get("failed"))


def stop(*, run: Import, by: User) -> Import:
    """Stop after the current batch (L9); what has not begun does not begin. A second click changes nothing.

    Raises :class:`Refused` for an import that writes all its rows at once, or nothing (R28), once it is at it.
    """
    mine = Import.objects.filter(pk=run.pk)
    with transaction.atomic():
        stopped = (
            mine.filter(status=Status.CHECKING, start_when_checked=True).update(start_when_checked=False)
            or move(run, Q(status=Status.QUEUED, started_at=None), Status.CHECKED, **FROM_THE_TOP, **NOBODY_S)
            or move(run, _RETRY_WAITS, F("returns_to"), returns_to="", finished_at=Now(), **NOBODY_S)
            or move(run, Q(status=Status.QUEUED), Status.STOPPED, finished_at=Now(), **NOBODY_S)
        )
        run.refresh_from_db()
        is_whole = not run.returns_to and Options.from_json(run.options).problems is Problems.STOP
        if not stopped and run.status == Status.APPLYING and is_whole:
            raise Refused("import.all_or_nothing")
        if stopped or mine.filter(status=Status.APPLYING, stop_requested=False).update(stop_requested=True):
            _tell(run, EventKind.IMPORT_STOPPED, by)
    run.refresh_from_db()
    return run


def resume(*, run: Import, by: User) -> Import:
    """Go on where it stopped (L9) or where it failed; a second click changes nothing.

    Raises :class:`Refused` when its uploader has lost the right to it, or its file and rows are deleted.
    """
    refuse_expired(run)
    if run.status == Status.FAILED and run.failure_reason == "import.rights_lost":
        raise Refused("import.rights_lost")
    again = {**NO_FAILURE, "attempt": 0, "finished_at": None}
    with transaction.atomic():
        resumed = (
            move(run, Q(status=Status.STOPPED), Status.QUEUED, **again)
            or move(run, CHECK_FAILED, Status.CHECKING, **UNCHECKED, finished_at=None)
            or move(run, _UNDO_FAILED, Status.UNDOING, **again, **_GOES_ON)
            or move(run, Q(status=Status.FAILED), Status.QUEUED, **again)
        )
        if resumed:
            _tell(run, EventKind.IMPORT_CONTINUED, by)
    return as_it_is(run)


def undo(*, run: Import, by: User) -> Import:
    """Take back what the import did (R32), row by row, with the rights of ``by``; a second click changes nothing.

    Raises :class:`Refused` while it still runs, when it did nothing, or when its rows are deleted.
    """
    refuse_expired(run)
    ended = Q(status__in=[Status.DONE, Status.STOPPED, Status.FAILED], started_at__isnull=False) & ~_UNDO_FAILED
    asked = {"undone_by": by, "finished_at": None, **_GOES_ON}
    with transaction.atomic():
        undoing = move(run, _UNDO_FAILED, Status.UNDOING, **NO_FAILURE, attempt=0, **asked) or move(
            run, ended, Status.UNDOING, **FROM_THE_TOP, **asked
        )
        if undoing:
            _tell(run, EventKind.IMPORT_UNDOING, by)
    if as_it_is(run).status not in {Status.UNDOING, Status.UNDONE}:
        raise Refused("import.not_undoable")
    return run


def _tell(run: Import, kind: EventKind, by: User) -> None:
    Event.objects.create(account_id=run.account_id, by=by, kind=kind, import_run=run)
