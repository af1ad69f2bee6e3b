"""What one can do with an import: stop it; once it has ended go on with it, take it back, and until when."""

from datetime import datetime
from typing import Final

from people.imports import run as runs
from people.imports.pages.progress import Progress
from people.models import Import
from people.models.imports import Status

_ENDED: Final = frozenset({Status.DONE, Status.STOPPED, Status.FAILED})
_OF_THE_STORAGE: Final = frozenset({"file.gone", "file.unreadable"})
"""Reasons that pass; all others about a file are in the file itself, and will be there again."""


class Ways:
    """The buttons of an import's result. What they lead to is up to the import's run, which refuses what can't be."""

    def __init__(self, run: Import) -> None:
        self.run = run
        self.can_change = run.status in _ENDED and run.expired_at is None

    @property
    def failed_undoing(self) -> bool:
        """Whether it is undone only in part, because the undoing failed."""
        return self.run.status == Status.FAILED and self.run.failed_while == Status.UNDOING

    @property
    def can_continue(self) -> bool:
        """Whether it was stopped and can go on."""
        return self.can_change and self.run.status == Status.STOPPED

    @property
    def can_try_again(self) -> bool:
        """Whether it failed, and might not the next time."""
        reason = self.run.failure_reason
        is_in_the_file = reason.startswith("file.") and reason not in _OF_THE_STORAGE
        hopeless = reason == "import.rights_lost" or (self.run.started_at is None and is_in_the_file)
        return self.can_change and self.run.status == Status.FAILED and not self.failed_undoing and not hopeless

    @property
    def can_undo(self) -> bool:
        """Whether it has written something that can be taken back."""
        has_begun = self.can_change and self.run.started_at is not None
        return has_begun and bool(self.run.created or self.run.updated)

    @property
    def stop(self) -> str:
        """What the button says that stops it, or keeps it from beginning; empty if neither can be."""
        if self.run.status == Status.QUEUED and self.run.started_at is None:
            return "Don’t import yet"
        can_stop = self.run.status in (Status.QUEUED, Status.APPLYING) and Progress(self.run).phase in (
            "waits",
            "moves",
        )
        return "Stop" if can_stop else ""

    @property
    def go_on(self) -> str:
        """What the button says that goes on with it; empty if there is nothing to go on with."""
        return "Continue" if self.can_continue else "Try again" if self.can_try_again else ""

    @property
    def left(self) -> int:
        """The rows that it has not come to."""
        run = self.run
        return run.rows - run.done

    @property
    def expires_at(self) -> datetime | None:
        """When its file and rows will be deleted."""
        return runs.expires_at(self.run)
