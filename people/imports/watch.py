"""How the imports are doing, for whoever runs the installation."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Sum
from django.utils import timezone

from people.models import Import
from people.models.imports import MOVING, Status
from people.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Watched:
    """All imports of the installation, in numbers."""

    by_status: dict[str, int]
    """How many there are in each status that any are in."""
    rows: dict[str, int]
    """Rows by outcome, of all imports ever: it only grows."""
    oldest_wait: float
    """Seconds since the longest waiting one was queued or last worked on; 0 if none waits."""
    attempts: int
    """The most attempts without progress of one that is moving; it fails after IMPORT_MAX_ATTEMPTS."""


def watched() -> Watched:
    """In three queries, the third by a small index."""
    by_status = dict(Import.objects.values_list("status").annotate(n=Count("id")).order_by("status"))
    names = [outcome.value for outcome in Outcome]
    rows = Import.objects.aggregate(**{f"n_{name}": Sum(name, default=0) for name in names})
    moving = Import.objects.filter(status__in=sorted(MOVING))
    waiting: datetime | None = moving.filter(lease=None).aggregate(at=Min("queued_at"))["at"]
    return Watched(
        by_status=by_status,
        rows={name: rows[f"n_{name}"] for name in names},
        oldest_wait=max((timezone.now() - waiting).total_seconds(), 0.0) if waiting else 0.0,
        attempts=max(moving.values_list("attempt", flat=True), default=0),
    )


def moving() -> list[Import]:
    """The imports in which a worker has something to do, and those that failed lately, the oldest first."""
    interesting = Import.objects.filter(status__in=[*sorted(MOVING), Status.FAILED]).select_related("account")
    return list(interesting.order_by("status", "queued_at", "pk")[:100])
