"""One import: read, matched, and asked to start, stop, go on, try again or be undone."""

from typing import Any, Final, Protocol

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api import versions
from people.api.base import sent
from people.api.imports.base import OfImport, described
from people.api.imports.matching import begun
from people.api.imports.sent import MatchChange, choices_of
from people.api.imports.shapes import ImportShape
from people.api.schema import IF_MATCH, IF_MATCH_PERHAPS, VERSIONED
from people.imports import intake
from people.imports import run as runs
from people.models import Import, User


class OneImport(OfImport):
    """One import."""

    @extend_schema(operation_id="read_import", parameters=[VERSIONED], responses=ImportShape)
    def get(self, request: Request, import_id: int) -> Response:
        """Read an import: how far it is, what has become of its rows, and what may be asked of it."""
        return versions.shown(request, described(self.run(import_id), self))

    @extend_schema(
        operation_id="match_import",
        parameters=[IF_MATCH, VERSIONED],
        request=MatchChange,
        responses={202: ImportShape},
    )
    def patch(self, request: Request, import_id: int) -> Response:
        """Say what the columns mean, how the file is read and how to go about it, before it has begun. It is checked again. Of a
        file that is read otherwise the columns are guessed anew, unless they are the same or sent along.
        """
        self.run(import_id)
        versions.require_version(request)
        wanted = sent(request, MatchChange, partial=True)
        return self.change(import_id, lambda run: begun(self._read(run, wanted), wanted, by=self.user))

    def _read(self, run: Import, wanted: dict[str, Any]) -> Import:
        """The import with its file read as was sent."""
        return intake.read_again(run=run, choices=choices_of(wanted), by=self.user)


class _Door(Protocol):
    def __call__(self, *, run: Import, by: User) -> Import: ...


DOORS: Final[dict[str, tuple[_Door, str]]] = {
    "start": (runs.start, "Import what was checked; while the check runs, as soon as it has ended."),
    "stop": (runs.stop, "Stop after the current batch; what has not begun does not begin."),
    "continue": (runs.resume, "Go on where it stopped or failed."),
    "retry": (
        runs.retry,
        "Take in what was corrected: before the import by another check, after it by trying those rows again.",
    ),
    "undo": (runs.undo, "Take back what the import did, row by row."),
}
"""What may be asked of an import, by the last part of its address."""


def ask(name: str) -> type[OfImport]:
    """The address of one of the doors."""
    door, what = DOORS[name]

    @extend_schema(
        operation_id=f"{name}_import",
        description=what,
        parameters=[IF_MATCH_PERHAPS, VERSIONED],
        request=None,
        responses={202: ImportShape},
    )
    def post(self: OfImport, request: Request, import_id: int) -> Response:
        return self.change(import_id, lambda run: door(run=run, by=self.user))

    return type(f"{name.title()}Import", (OfImport,), {"post": post, "__doc__": what})
