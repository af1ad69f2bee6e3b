"""What may be asked of an import now; what it is asked all the same, its run refuses."""

from typing import Final

from people.imports.deciding.plan import Options, Problems
from people.imports.pages.ways import Ways
from people.models import Import
from people.models.imports import Status

NAMES: Final = ["start", "stop", "continue", "undo"]


def offered(run: Import) -> list[str]:
    """The last parts of the addresses to post to."""
    ways = Ways(run)
    starts = run.status == Status.CHECKED or (run.status == Status.CHECKING and not run.start_when_checked)
    stops = run.status in (Status.QUEUED, Status.APPLYING) or run.start_when_checked
    goes_on = ways.can_continue or ways.can_try_again or (ways.can_change and ways.failed_undoing)
    is_whole = run.status == Status.APPLYING and Options.from_json(run.options).problems is Problems.STOP
    offers = {
        "start": starts and run.expired_at is None,
        "stop": stops and not is_whole,
        "continue": goes_on,
        "undo": ways.can_undo,
    }
    return [name for name in NAMES if offers[name]]
