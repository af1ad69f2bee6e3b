"""What people ask about rows of an import: correct them, leave them out, try them again.

Before the import has begun, a check takes all corrections in. After it has ended, rows that failed are tried again with them,
and only those; besides, rows that came in with a value nobody understood.
"""

from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from cerego.errors import Refused
from people.imports.deciding.corrections import Correction
from people.imports.run.set_up import check_corrected
from people.imports.run.transitions import as_it_is, move
from people.models import Event, Import, ImportCorrection, ImportRow, User
from people.models.events import EventKind
from people.models.imports import RETRIABLE, Status
from people.outcomes import Outcome

_BEFORE: Final = Q(status=Status.CHECKED)
_AFTER: Final = Q(status__in=sorted(RETRIABLE), started_at__isnull=False) & ~Q(failed_while=Status.UNDOING)
_WAITS: Final = Exists(ImportCorrection.objects.filter(import_run=OuterRef("pk"), is_pending=True))


def correct(*, run: Import, number: int, correction: Correction, by: User) -> Import:
    """Say what a row's cells should say, or that it is left out. It counts from the next :func:`retry` on.

    Raises :class:`Refused` while the import is being worked on or was undone, of a row that did not fail once it has ended,
    and when its rows are deleted.
    """
    with transaction.atomic():
        is_begun = hold(run)
        rows = ImportRow.objects.filter(import_run=run, number=number)
        if is_begun and (correction.is_left_out or not rows.filter(outcome=Outcome.FAILED).exists()):
            raise Refused("row.not_failed", number=number)
        ImportCorrection.objects.update_or_create(
            import_run=run,
            number=number,
            defaults={
                "values": correction.as_json(),
                "is_left_out": correction.is_left_out,
                "is_pending": True,
                "by": by,
                "at": Now(),
            },
        )
        tell(run, EventKind.IMPORT_CORRECTED, by, rows=1)
    return run


def take_back(*, run: Import, number: int, by: User) -> Import:
    """Before the import: let the row be as it stands in the file again. After it: do not try the row again just yet.

    Raises what :func:`correct` does.
    """
    with transaction.atomic():
        is_begun = hold(run)
        correction = ImportCorrection.objects.filter(import_run=run, number=number)
        as_in_the_file: dict[str, Any] = {"values": {}, "is_left_out": False, "is_pending": True}
        if correction.update(**({"is_pending": False} if is_begun else as_in_the_file), by=by, at=Now()):
            tell(run, EventKind.IMPORT_CORRECTED, by, rows=1)
    return run


def retry(*, run: Import, by: User) -> Import:
    """Take in what was corrected: before the import by checking it again, after it by trying those rows again.

    A second click changes nothing, nor does any when nothing was corrected. Raises :class:`Refused` when the file and rows are
    deleted.
    """
    with transaction.atomic():
        rows = ImportCorrection.objects.filter(import_run=run, is_pending=True).count()
        again = {"returns_to": F("status"), "attempt": 0, "stop_requested": False, "finished_at": None}
        ended_well = _AFTER & ~Q(status=Status.FAILED)
        is_tried = move(
            run, ended_well & Q(_WAITS), Status.QUEUED, **again, failure_reason="", failure_context={}
        ) or move(run, _AFTER & Q(_WAITS), Status.QUEUED, **again)
        if is_tried:
            tell(run, EventKind.IMPORT_RETRIED, by, rows=rows)
        else:
            check_corrected(run)
    return as_it_is(run)


def hold(run: Import) -> bool:
    """Keep others off the import until the end of the transaction; returns whether it has begun (and ended)."""
    held = Import.objects.select_for_update(no_key=True).filter(pk=run.pk, expired_at=None)
    status = held.filter(_BEFORE | _AFTER).values_list("status", flat=True).first()
    if status is None:
        as_it_is(run)
        raise Refused("import.busy")
    return status != Status.CHECKED


def tell(run: Import, kind: EventKind, by: User, *, rows: int) -> None:
    """Put on record who has done that with how many rows."""
    Event.objects.create(account_id=run.account_id, by=by, kind=kind, import_run=run, details={"rows": rows})
