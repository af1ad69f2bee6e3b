"""The checked transition from one status to another, and what an import looks like on the way."""

from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from cerego.errors import Refused
from people.imports import fair_use
from people.models import Import
from people.models.imports import MOVING, Status

CHECK_FAILED: Final = Q(status=Status.FAILED, started_at=None)
NO_FAILURE: Final[dict[str, Any]] = {
    "stop_requested": False,
    "failed_while": "",
    "failure_reason": "",
    "failure_context": {},
}
FROM_THE_TOP: Final[dict[str, Any]] = {
    "cursor": "",
    "cursor_number": 0,
    "attempt": 0,
    **NO_FAILURE,
}
"""A pass over all rows that is still to begin."""
NOBODY_S: Final[dict[str, Any]] = {"lease": None, "lease_until": None}
"""Taken from a worker that is about to begin: it finds its lease gone."""
UNCHECKED: Final[dict[str, Any]] = {
    **FROM_THE_TOP,
    **NOBODY_S,
    "start_when_checked": False,
    "rows": 0,
    "is_stored": False,
    "ledger": {},
    "check_counts": {},
}
"""What an import looks like before its check: a worker that checks something older finds its lease gone."""


def move(run: Import, where: Q, status: Status | F, **changes: Any) -> int:
    """The checked transition (L7); returns how many imports, 1 or 0, were where it starts from.

    Raises :class:`Refused` where it would give the workers more of the partner's than fair use allows.
    """
    if status in MOVING and run.status not in MOVING:
        fair_use.refuse_too_many_moving(run)
    moving: QuerySet[Import] = Import.objects.filter(where, pk=run.pk, expired_at=None)
    return moving.update(status=status, queued_at=Now(), **changes)


def as_it_is(run: Import) -> Import:
    """The import as it is after all, whoever else was at it. Raises :class:`Refused` if it has expired just now."""
    run.refresh_from_db()
    refuse_expired(run)
    return run


def refuse_expired(run: Import) -> None:
    """Raises :class:`Refused` once its file and rows are deleted."""
    if run.expired_at is not None:
        raise Refused("import.expired")
