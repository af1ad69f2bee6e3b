"""What time does: files and rows of old imports are deleted, their counts stay (L10)."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from people.models import Import, ImportCorrection, ImportRow
from people.models.imports import MOVING

logger = logging.getLogger(__name__)

_AT_ONCE: Final = 20
"""So many imports are dealt with in one go; the next go comes soon."""


def expires_at(run: Import) -> datetime | None:
    """When its file and its rows will be deleted; none while a worker has something to do for it, and once they are."""
    if run.is_moving or run.expired_at is not None:
        return None
    return (run.finished_at or run.created_at) + timedelta(days=settings.IMPORT_RETENTION_DAYS)


def expire() -> int:
    """Delete the files and rows of imports that ended, or were left lying, IMPORT_RETENTION_DAYS ago; returns how many."""
    old = Now() - timedelta(days=settings.IMPORT_RETENTION_DAYS)
    kept = Import.objects.alias(last=Coalesce("finished_at", "created_at"))
    over = kept.filter(~Q(status__in=MOVING), expired_at=None, last__lt=old).order_by("pk")
    expired = 0
    for run_id in list(over.values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            expired += forget(run_id)
        except Exception:  # a storage of whatever make: the others' turn comes all the same
            logger.exception("Import %s can't be deleted now; it is tried again later.", run_id)
    return expired


@transaction.atomic
def forget(run_id: int) -> bool:
    """Delete the file and the rows of an import; returns whether: not while a worker has something to do for it.

    The file goes first: were it the other way round, nobody would know of a file that could not be deleted.
    """
    locked = Import.objects.select_for_update(skip_locked=True, no_key=True)
    run = locked.filter(~Q(status__in=MOVING), pk=run_id, expired_at=None).first()
    if run is None:
        return False
    ImportRow.objects.filter(import_run=run).delete()
    ImportCorrection.objects.filter(import_run=run).delete()
    forget_file(run)
    Import.objects.filter(pk=run_id).update(expired_at=Now(), cursor="", problem_counts=None)
    return True


def forget_file(run: Import) -> None:
    """Delete the file of an import that needs it no more, and what is kept of its first rows to choose the header from.

    What is done with its rows afterwards is done with the stored ones.
    """
    if run.file:
        run.file.storage.delete(run.file.name or "")
    Import.objects.filter(pk=run.pk).update(file="", dialect=run.dialect | {"beginning": []})
