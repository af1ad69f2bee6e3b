"""The tables behind the downloads, and the record of who took which along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from cerego.downloads import file_name_after
from cerego.errors import Refused
from departments.models import Account
from people.imports.downloads import people_now, problems, result
from people.imports.downloads.kinds import Kind, refuse_unless_offered
from people.models import Event, Import, User
from people.models.events import EventKind


@dataclass(frozen=True, slots=True)
class Table:
    """A file to be sent."""

    file_name: str
    header: Sequence[str]
    rows: Iterator[Sequence[str]]
    """Read from the database as they are taken."""
    delimiter: str
    """What stands between cells: a semicolon if the import's own file had one there, as its spreadsheet then expects it."""


def table(*, run: Import, kind: Kind, account: Account) -> Table:
    """A download of ``run`` for somebody who works in ``account``.

    Raises :class:`Refused` when there is none (:func:`refuse_unless_offered`), and ``download.nothing`` when it would be empty:
    the people of an import may have gone since.
    """
    refuse_unless_offered(run, kind)
    header: Sequence[str]
    rows: Iterator[Sequence[str]]
    match kind:
        case Kind.PROBLEMS:
            header, rows = problems.header(run), problems.rows(run)
        case Kind.RESULT:
            header, rows = result.header(run), result.rows(run)
        case Kind.PEOPLE:
            header, rows = people_now.HEADER, people_now.rows(run, account)
    first = next(rows, None)
    if first is None:
        raise Refused("download.nothing")
    delimiter = ";" if run.dialect.get("delimiter") == ";" else ","
    return Table(file_name_after(run.file_name, kind.value, run.pk), header, chain([first], rows), delimiter)


def record(*, run: Import, kind: Kind, account: Account, by: User) -> Event:
    """Note who took which file along, and when."""
    return Event.objects.create(
        account=account, by=by, kind=EventKind.EXPORTED, import_run=run, details={"what": kind.value}
    )
