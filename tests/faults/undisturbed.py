"""What there has to be: the same files in the same world, imported one after the other in this process, and nothing happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.management import call_command

from people.imports import run as runs
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.imports.run import ForAll
from people.models import Import
from people.models.imports import MOVING, Status
from tests.factories import Cast, make_cast
from tests.faults import people_file, snapshot
from tests.faults.moments import until
from tests.faults.people_file import File
from tests.faults.snapshot import Snapshot
from tests.integration.runs import assert_tallies, upload
from tests.integration.undoings import assert_undo_tallies

ENDED: Final = frozenset(Status) - MOVING - {Status.UPLOADED, Status.CHECKED}
"""The statuses in which nothing more happens by itself."""


@dataclass(frozen=True)
class Undisturbed:
    """The pictures of a database in which nothing has gone wrong."""

    checked: Snapshot
    done: Snapshot


def world() -> Cast:
    """Who is there before any file comes."""
    cast = make_cast()
    people_file.make_people(cast)
    return cast


def find_out(files: Sequence[File], order: str) -> Undisturbed:
    """Import ``files`` into the world that is there, and leave an empty database; ``order`` is that of a snapshot."""
    imports = _checked(files)
    checked = snapshot.take(order)
    for run in imports:
        finish(run)
    done = snapshot.take(order)
    call_command("flush", verbosity=0, interactive=False)
    return Undisturbed(checked, done)


def find_out_undone(files: Sequence[File]) -> Snapshot:
    """Import ``files`` into the world that is there, undo each, and leave an empty database."""
    for run in _checked(files):
        finish(run)
        _work(runs.undo(run=run, by=run.created_by), until_it_is=Status.UNDONE)
        assert_undo_tallies(run)
    undone = snapshot.take()
    call_command("flush", verbosity=0, interactive=False)
    return undone


def find_out_retried(cast: Cast) -> Snapshot:
    """The same for a file whose failed rows are put right and tried again."""
    [run] = _checked(people_file.correctable(cast))
    finish(run)
    _work(retry(run, cast), until_it_is=Status.DONE)
    assert_tallies(run)
    retried = snapshot.take()
    call_command("flush", verbosity=0, interactive=False)
    return retried


def retry(run: Import, cast: Cast) -> Import:
    """Put the rows of :func:`people_file.correctable` right, and ask for them to be tried again."""
    nowhere = ForAll(Code.DEPARTMENT_UNKNOWN, str(people_file.NOWHERE), Field.DEPARTMENT, str(cast.maths.pk))
    runs.correct_all(run=run, changes=[nowhere], by=run.created_by)
    return runs.retry(run=run, by=run.created_by)


def _checked(files: Sequence[File]) -> list[Import]:
    imports = [upload(file.account, file.by, *file.rows, options=file.options) for file in files]
    for run in imports:
        _work(run, until_it_is=Status.CHECKED)
    return imports


def finish(run: Import) -> None:
    """Import what is checked, in this process."""
    _work(runs.start(run=run, by=run.created_by), until_it_is=Status.DONE)
    assert_tallies(run)


def _work(run: Import, *, until_it_is: Status) -> None:
    """Beat's sweeper may have told a worker of it, too; then that is waited for."""

    def is_so() -> bool:
        runs.work(run.pk)
        run.refresh_from_db()
        return run.status == until_it_is

    until(is_so, lambda: f"{run.status} instead of {until_it_is}")
