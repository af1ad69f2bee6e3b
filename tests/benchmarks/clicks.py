"""An import as an admin does it: upload, wait for the check, click Import, wait for the end. The work is a real worker's."""

from collections.abc import Callable
from dataclasses import dataclass
from time import sleep
from typing import Final

from people import tasks
from people.imports import intake
from people.imports import run as runs
from people.models import Import
from people.models.imports import Status
from tests.benchmarks.clock import Lap, lap
from tests.benchmarks.sheets import Sheet

Condition = Callable[[Import], bool]
PATIENCE_SECONDS: Final = 600
"""So long nothing may happen to an import: tasks that break off are put back by the sweeper, which does not run here."""
_ENDED = frozenset({Status.DONE, Status.STOPPED, Status.FAILED})


@dataclass(frozen=True)
class Times:
    """What an import took, in seconds."""

    upload: float
    """Until the file was taken in: in the web process."""
    check: float
    """From there until every row was checked: queue, worker and all."""
    apply: float
    """From the click until the import was done."""

    @property
    def whole(self) -> float:
        """All three; nobody waits between them."""
        return self.upload + self.check + self.apply


def whole_import(sheet: Sheet) -> tuple[Import, Times]:
    """Import a staff list from the upload to its end, and see that every row became what it had to."""
    with lap() as upload:
        run = take_in(sheet)
    with lap() as check:
        wait(run, is_checked)
    with lap() as apply:
        click(run)
        wait(run, is_done)
    return run, Times(upload.seconds, check.seconds, apply.seconds)


def take_in(sheet: Sheet) -> Import:
    """Upload a staff list; its columns are guessed and its check is on its way to the workers."""
    with sheet.path.open("rb") as stream:
        run = intake.upload(
            account=sheet.organisation.partner,
            stream=stream,
            file_name=sheet.path.name,
            size=sheet.path.stat().st_size,
            by=sheet.organisation.admin(),
        )
    if run.status != Status.CHECKING:
        raise RuntimeError("The columns of the staff list were not guessed.")
    tasks.enqueue([run.pk])
    return run


def click(run: Import) -> None:
    """'Import'."""
    runs.start(run=run, by=run.created_by)
    run.refresh_from_db()
    tasks.enqueue([run.pk])


def is_checked(run: Import) -> bool:
    """Whether one can see what it would do."""
    return run.status == Status.CHECKED


def is_done(run: Import) -> bool:
    """Whether all of it is imported."""
    return run.status == Status.DONE


def wait(run: Import, condition: Condition) -> None:
    """Look at an import, ever less often, until ``condition`` holds; raises when it ends otherwise, or nothing happens.

    A look costs what is measured: on two processors, one every few milliseconds made imports a tenth slower.
    """
    waiting, quiet, sign = Lap(), Lap(), None
    run.refresh_from_db()
    while not condition(run):
        if run.status in _ENDED or quiet.seconds > PATIENCE_SECONDS:
            raise RuntimeError(f"Import {run.pk} is {run.status} {run.failure_reason} {run.failure_context}")
        sleep(min(0.25, 0.005 + waiting.seconds / 50))
        run.refresh_from_db()
        if sign != (sign := (run.status, run.heartbeat_at)):
            quiet = Lap()


def outcomes(run: Import) -> dict[str, int]:
    """How many rows had which outcome; those that had any."""
    names = ("created", "updated", "unchanged", "skipped", "failed")
    return {name: getattr(run, name) for name in names if getattr(run, name)}
