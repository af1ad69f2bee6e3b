"""How far an import has come, and what it waits for."""

from datetime import timedelta
from functools import cached_property
from typing import Final

from django.utils import timezone

from people.imports.deciding.counts import Counts
from people.imports.deciding.plan import Problems
from people.models import Import, ImportCorrection
from people.models.imports import Status

PATIENCE: Final = timedelta(seconds=5)
"""So long a moving import may be without a sign of a worker before the page says that it waits for one."""
FRESH: Final = timedelta(minutes=2)
"""So long a check is shown without a word about its age."""
_SOON: Final = timedelta(seconds=3)
"""So long it is likely to be done any moment."""


class Progress:
    """What the page tells of an import in which a worker has something to do."""

    def __init__(self, run: Import) -> None:
        self.run = run
        self.counts = Counts.of(run) if run.status != Status.CHECKING else Counts.from_json(run.check_counts)

    @property
    def done(self) -> int:
        """The rows done, out of ``total``; while it is undone, those it has come to on its way back."""
        if self.run.status == Status.UNDOING:
            return self.run.reversed + self.run.kept + self.run.nothing_to_undo
        return self.counts.rows

    @property
    def phase(self) -> str:
        """What one can do about it: "waits", "moves", "stops" (somebody has asked for it), or "whole": it can't be stopped."""
        if self.run.status == Status.QUEUED:
            return "waits"
        if self.is_whole:
            return "whole"
        return "stops" if self.run.stop_requested else "moves"

    @cached_property
    def retried(self) -> int:
        """How many corrected rows are yet to be tried again."""
        return ImportCorrection.objects.filter(import_run=self.run, is_pending=True).count()

    @property
    def is_whole(self) -> bool:
        """Whether it is writing all of its rows at once, or nothing (R28); until the end nobody sees how far it is."""
        return (
            self.run.status == Status.APPLYING
            and not self.run.returns_to
            and self.run.options.get("problems") == Problems.STOP
        )

    @property
    def total(self) -> int:
        """The rows of the file, as far as they are read."""
        return self.run.rows

    @property
    def is_stale(self) -> bool:
        """Whether the check is so old that people may well have changed since."""
        checked_at = self.run.heartbeat_at if self.run.status == Status.CHECKED else None
        return checked_at is not None and timezone.now() - checked_at > FRESH

    @cached_property
    def behind(self) -> Import | None:
        """The import of the same partner that this one waits for."""
        if self.run.status != Status.QUEUED:
            return None
        applying = Import.objects.filter(partner=self.run.partner_id, status=Status.APPLYING)
        return applying.first()

    @property
    def pause(self) -> str:
        """When the page asks again, as htmx says it: most imports are done in no time, the others are in no hurry."""
        return "300ms" if self._is_new else "1s"

    @property
    def reload(self) -> int:
        """After how many seconds a page without script loads itself again."""
        return 1 if self._is_new else 3

    @property
    def _is_new(self) -> bool:
        return self.run.queued_at is not None and timezone.now() - self.run.queued_at < _SOON

    @cached_property
    def waits_for_worker(self) -> bool:
        """Whether no worker has shown itself for a while, though there is something to do."""
        if not self.run.is_moving or self.behind or self.is_whole:
            return False
        signs = [at for at in (self.run.queued_at, self.run.heartbeat_at) if at]
        return bool(signs) and timezone.now() - max(signs) > PATIENCE

    @cached_property
    def rows_per_second(self) -> int:
        """How fast it goes since it began or went on; 0 before there is anything to go by."""
        began_at = self.run.went_on_at if self._goes_straight_on else None
        seconds = (timezone.now() - began_at).total_seconds() if began_at else 0
        return max(0, round((self.done - self.run.went_on_after) / seconds)) if seconds > 0 else 0

    @property
    def _goes_straight_on(self) -> bool:
        """Whether it goes through its rows and has since it was last asked for: who waits in the queue is not slow."""
        run = self.run
        is_on_its_way = run.status == Status.UNDOING or (run.status == Status.APPLYING and not run.returns_to)
        return is_on_its_way and bool(run.went_on_at and run.queued_at and run.went_on_at >= run.queued_at)

    @property
    def seconds_left(self) -> int | None:
        """About how long it will still take; none before there is anything to go by."""
        left = self.total - self.done
        return max(1, round(left / self.rows_per_second)) if self.rows_per_second and left else None
