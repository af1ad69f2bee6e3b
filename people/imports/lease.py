"""Who works on an import: one worker at a time, for as long as it shows that it lives (L4).

A worker that was thought dead and wakes up finds another lease on its import, and writes nothing.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Now

from people.models import Import
from people.models.imports import MOVING


class LeaseLost(Exception):
    """Somebody else works on the import now, or nobody should any more."""


def take(run_id: int) -> Import | None:
    """The import, with a new lease on it; none when there is nothing to do for it or somebody else is at it."""
    token = uuid4()
    free = Import.objects.filter(pk=run_id, status__in=MOVING).filter(Q(lease=None) | Q(lease_until__lt=Now()))
    taken = free.update(lease=token, **_times(), attempt=F("attempt") + 1)
    if not taken:
        return None
    # Not there any more if columns were chosen anew in between.
    return Import.objects.select_related("created_by", "account").filter(pk=run_id, lease=token).first()


def hold(run: Import) -> None:
    """Inside a transaction, keep everybody else from the import until its end, and read again how far it has come.

    Raises :class:`LeaseLost`.
    """
    held = Import.objects.select_for_update(no_key=True).filter(pk=run.pk, lease=run.lease)
    stand = held.values_list("cursor", "cursor_number").first()
    if stand is None:
        raise LeaseLost
    run.cursor, run.cursor_number = stand


def renew(run: Import, **changes: Any) -> None:
    """Show that the worker lives, and write ``changes`` to the import at the same time. Raises :class:`LeaseLost`."""
    if not Import.objects.filter(pk=run.pk, lease=run.lease).update(**(_times() | changes)):
        raise LeaseLost


def release(run: Import, **changes: Any) -> None:
    """Let others work on it, and write ``changes`` to it at the same time. Raises :class:`LeaseLost`."""
    released = Import.objects.filter(pk=run.pk, lease=run.lease)
    if not released.update(lease=None, lease_until=None, heartbeat_at=Now(), **changes):
        raise LeaseLost


def _times() -> dict[str, Any]:
    return {"heartbeat_at": Now(), "lease_until": Now() + timedelta(seconds=settings.IMPORT_LEASE_SECONDS)}
