"""What people ask of an import: read otherwise, match, start, stop, resume, undo."""

from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from cerego.errors import Refused
from people.imports import fair_use
from people.imports.deciding.plan import Options, Problems
from people.imports.matching.mapping import Mapping
from people.models import Event, Import, ImportCorrection, User
from people.models.events import EventKind
from people.models.imports import MOVING, Status

_CHECK_FAILED: Final = Q(status=Status.FAILED, started_at=None)
_OPEN_TO_CHANGE: Final = Q(status__in=[Status.UPLOADED, Status.CHECKING, Status.CHECKED]) | _CHECK_FAILED
_UNDO_FAILED: Final = Q(status=Status.FAILED, failed_while=Status.UNDOING)
_RETRY_WAITS: Final = Q(status=Status.QUEUED) & ~Q(returns_to="")
_NO_FAILURE: Final[dict[str, Any]] = {
    "stop_requested": False,
    "failed_while": "",
    "failure_reason": "",
    "failure_context": {},
}
_FROM_THE_TOP: Final[dict[str, Any]] = {
    "cursor": "",
    "cursor_number": 0,
    "attempt": 0,
    **_NO_FAILURE,
}
"""A pass over all rows that is still to begin."""
_GOES_ON: Final[dict[str, Any]] = {
    "went_on_at": Now(),
    "went_on_after": F("reversed") + F("kept") + F("nothing_to_undo"),
}
"""An undoing that begins or goes on: it waits for no other import."""
_NOBODY_S: Final[dict[str, Any]] = {"lease": None, "lease_until": None}
"""Taken from a worker that is about to begin: it finds its lease gone."""
_UNCHECKED: Final[dict[str, Any]] = {
    **_FROM_THE_TOP,
    **_NOBODY_S,
    "start_when_checked": False,
    "rows": 0,
    "is_stored": False,
    "ledger": {},
    "check_counts": {},
}
"""What an import looks like before its check: a worker that checks something older finds its lease gone."""


def match(*, run: Import, mapping: Mapping, options: Options, by: User, again: bool = False) -> Import:
    """Say what the columns mean and how to go about it; a check of just that is due.

    What is checked already in the same way stays as it is, unless it is to be checked ``again``. Raises :class:`Refused` once
    the import itself has begun, and when the file has come to be read otherwise than ``run`` says.
    """
    is_same = run.mapping == mapping.as_json() and options.checks_like(run.options)
    if run.status != Status.UPLOADED and is_same and not again:
        return _with_options(run, options)
    return _set_up(run, Q(header=run.header), Status.CHECKING, mapping=mapping.as_json(), options=options.as_json())


def read_as(*, run: Import, as_read: Import, mapping: Mapping | None, options: Options, by: User) -> Import:
    """Read the file as ``as_read`` says. With a ``mapping`` a check of just that is due; without one columns are to be chosen.

    Raises :class:`Refused` once the import itself has begun.
    """
    return _set_up(
        run,
        Q(),
        Status.CHECKING if mapping else Status.UPLOADED,
        dialect=as_read.dialect,
        header=as_read.header,
        origin=as_read.origin,
        mapping=mapping.as_json() if mapping else {},
        options=options.as_json(),
    )


def refuse_begun(run: Import) -> None:
    """Raises :class:`Refused` once nothing about how its file is read can be changed any more."""
    _refuse_expired(run)
    if not Import.objects.filter(_OPEN_TO_CHANGE, pk=run.pk).exists():
        raise Refused("import.begun")


@transaction.atomic
def _set_up(run: Import, where: Q, status: Status, **changes: Any) -> Import:
    """Change what the check goes by, and take back any check so far, as long as the import itself has not begun."""
    if status in MOVING:
        fair_use.refuse_too_many_moving(run)
    changed = Import.objects.filter(_OPEN_TO_CHANGE, where, pk=run.pk, expired_at=None).update(
        status=status, queued_at=Now(), finished_at=None, **changes, **_UNCHECKED
    )
    if not changed:
        is_open = where and Import.objects.filter(_OPEN_TO_CHANGE, pk=run.pk, expired_at=None).exists()
        raise Refused("import.read_otherwise" if is_open else "import.begun")
    if "dialect" in changes:  # The rows may have other numbers now: nobody knows whose corrections they would be.
        ImportCorrection.objects.filter(import_run=run).delete()
        Import.objects.filter(pk=run.pk).update(to_correct=[])
    run.refresh_from_db()
    return run


def _with_options(run: Import, options: Options) -> Import:
    """Checked in the same way already; only when people are invited may have changed."""
    if run.options != options.as_json():
        before_it_begins = Import.objects.filter(pk=run.pk, status__in=[Status.CHECKING, Status.CHECKED])
        before_it_begins.update(options=options.as_json())
        run.refresh_from_db()
    return run


def start(*, run: Import, by: User) -> Import:
    """Import what was checked; if the check still runs, as soon as it ends. A second click changes nothing.

    Raises :class:`Refused` while no columns are chosen, when rows have problems and the import is to stop at any (R28), and
    when its file and rows are deleted.
    """
    _refuse_expired(run)
    if run.status == Status.UPLOADED:
        raise Refused("import.no_mapping")
    with transaction.atomic():
        if check_corrected(run):
            run.refresh_from_db()
        if run.status == Status.CHECKED and must_stop(run):
            raise Refused("import.has_problems", failed=run.check_counts["failed"])
        started = Import.objects.filter(pk=run.pk, status=Status.CHECKING, start_when_checked=False).update(
            start_when_checked=True
        ) or move(run, Q(status=Status.CHECKED), Status.QUEUED, **_FROM_THE_TOP)
        if started:
            _tell(run, EventKind.IMPORT_STARTED, by)
    return as_it_is(run)


def check_corrected(run: Import) -> int:
    """Have an import checked again if it was checked before all that is corrected, in the caller's transaction; returns
    whether (1 or 0).
    """
    checked = Import.objects.select_for_update(no_key=True).filter(pk=run.pk, status=Status.CHECKED, expired_at=None)
    if checked.exists() and ImportCorrection.objects.filter(import_run=run, is_pending=True).exists():
        return move(run, Q(status=Status.CHECKED), Status.CHECKING, **_UNCHECKED, finished_at=None)
    return 0


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
            or move(run, Q(status=Status.QUEUED, started_at=None), Status.CHECKED, **_FROM_THE_TOP, **_NOBODY_S)
            or move(run, _RETRY_WAITS, F("returns_to"), returns_to="", finished_at=Now(), **_NOBODY_S)
            or move(run, Q(status=Status.QUEUED), Status.STOPPED, finished_at=Now(), **_NOBODY_S)
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
    _refuse_expired(run)
    if run.status == Status.FAILED and run.failure_reason == "import.rights_lost":
        raise Refused("import.rights_lost")
    again = {**_NO_FAILURE, "attempt": 0, "finished_at": None}
    with transaction.atomic():
        resumed = (
            move(run, Q(status=Status.STOPPED), Status.QUEUED, **again)
            or move(run, _CHECK_FAILED, Status.CHECKING, **_UNCHECKED, finished_at=None)
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
    _refuse_expired(run)
    ended = Q(status__in=[Status.DONE, Status.STOPPED, Status.FAILED], started_at__isnull=False) & ~_UNDO_FAILED
    asked = {"undone_by": by, "finished_at": None, **_GOES_ON}
    with transaction.atomic():
        undoing = move(run, _UNDO_FAILED, Status.UNDOING, **_NO_FAILURE, attempt=0, **asked) or move(
            run, ended, Status.UNDOING, **_FROM_THE_TOP, **asked
        )
        if undoing:
            _tell(run, EventKind.IMPORT_UNDOING, by)
    if as_it_is(run).status not in {Status.UNDOING, Status.UNDONE}:
        raise Refused("import.not_undoable")
    return run


def _refuse_expired(run: Import) -> None:
    if run.expired_at is not None:
        raise Refused("import.expired")


def as_it_is(run: Import) -> Import:
    """The import as it is after all, whoever else was at it. Raises :class:`Refused` if it has expired just now."""
    run.refresh_from_db()
    _refuse_expired(run)
    return run


def move(run: Import, where: Q, status: Status | F, **changes: Any) -> int:
    """The checked transition (L7); returns how many imports, 1 or 0, were where it starts from.

    Raises :class:`Refused` where it would give the workers more of the partner's than fair use allows.
    """
    if status in MOVING and run.status not in MOVING:
        fair_use.refuse_too_many_moving(run)
    moving: QuerySet[Import] = Import.objects.filter(where, pk=run.pk, expired_at=None)
    return moving.update(status=status, queued_at=Now(), **changes)


def _tell(run: Import, kind: EventKind, by: User) -> None:
    Event.objects.create(account_id=run.account_id, by=by, kind=kind, import_run=run)
