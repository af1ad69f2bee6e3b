"""Every change that the API makes is an event, by whoever's token it is. A new operation that changes something needs its line
here, or in ``ELSEWHERE`` with the reason why not.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from departments.services import archive_department
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue
from people.models import Event, Import, ImportCorrection, ImportRow
from people.models.events import EventKind
from people.models.imports import Status
from tests.api.conftest import Caller
from tests.api.operations import CHANGES, Operation, Scene
from tests.factories import Cast

ELSEWHERE = {
    "match_import": "prepares an import; what is imported is told by its start",
    "change_people": "asks for a change; what it does to each person is told when it is done",
}


def _as_it_is(scene: Scene) -> None:
    """The scene as it begins."""


def _archived(scene: Scene) -> None:
    archive_department(department=scene.cast.maths, by=scene.cast.mara)


def _is(status: Status, **more: Any) -> Callable[[Scene], None]:
    """The import with that status; what has begun has written a person whom nobody has invited."""

    def make(scene: Scene) -> None:
        began = {} if status is Status.QUEUED else {"started_at": "2026-01-01T00:00Z"}
        Import.objects.update(status=status, rows=1, created=1, **began, **more)
        ImportRow.objects.update(outcome="created")

    return make


def _corrected(scene: Scene) -> None:
    Import.objects.update(status=Status.STOPPED, rows=1, failed=1, started_at="2026-01-01T00:00Z")
    ImportCorrection.objects.create(
        import_run=Import.objects.get(), number=2, values={"name": "Ann"}, is_pending=True, by=scene.cast.mara
    )


def _with_a_wrong_role(scene: Scene) -> None:
    issue = Issue(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr").as_json()
    Import.objects.update(status=Status.CHECKED, rows=1)
    ImportRow.objects.update(action="created", issues=[issue], parse_issues=[issue])


class Line(NamedTuple):
    """What one operation puts on record, and how things are before."""

    kind: EventKind
    before: Callable[[Scene], None] = _as_it_is


LINES = {
    "create_department": Line(EventKind.DEPARTMENT_CREATED),
    "rename_department": Line(EventKind.DEPARTMENT_RENAMED),
    "archive_department": Line(EventKind.DEPARTMENT_ARCHIVED),
    "restore_department": Line(EventKind.DEPARTMENT_RESTORED, _archived),
    "create_import": Line(EventKind.IMPORT_UPLOADED),
    "add_people": Line(EventKind.IMPORT_UPLOADED),
    "change_person": Line(EventKind.PERSON_RENAMED),
    "erase_person": Line(EventKind.PERSON_ERASED, _is(Status.DONE)),
    "invite_person": Line(EventKind.INVITATION_RESENT),
    "add_membership": Line(EventKind.MEMBERSHIP_ADDED),
    "change_membership": Line(EventKind.ROLE_CHANGED),
    "remove_membership": Line(EventKind.MEMBERSHIP_REMOVED),
    "start_import": Line(EventKind.IMPORT_STARTED),
    "stop_import": Line(EventKind.IMPORT_STOPPED, _is(Status.QUEUED)),
    "continue_import": Line(EventKind.IMPORT_CONTINUED, _is(Status.STOPPED)),
    "retry_import": Line(EventKind.IMPORT_RETRIED, _corrected),
    "undo_import": Line(EventKind.IMPORT_UNDOING, _is(Status.DONE)),
    "invite_import": Line(EventKind.INVITATIONS_ASKED, _is(Status.DONE)),
    "put_right": Line(EventKind.IMPORT_CORRECTED, _with_a_wrong_role),
    "correct_row": Line(EventKind.IMPORT_CORRECTED),
}

BODIES: dict[str, Any] = {
    "change_membership": {"role": "course_viewer"},
    "put_right": {"code": "role.unrecognised", "wrong": "Mgr", "right": "course_manager"},
}
"""Where the example of the description changes nothing here."""


@pytest.fixture
def scene(cast: Cast, mara: Caller) -> Scene:
    return Scene.of(cast, mara)


def test_every_operation_that_changes_something_has_its_line() -> None:
    assert LINES.keys().isdisjoint(ELSEWHERE)
    assert {str(each) for each in CHANGES} == LINES.keys() | ELSEWHERE.keys()


@pytest.mark.parametrize("operation", [each for each in CHANGES if str(each) not in ELSEWHERE], ids=str)
def test_it_is_on_record_with_who_did_it_and_where(operation: Operation, scene: Scene) -> None:
    line = LINES[str(operation)]
    line.before(scene)
    body = BODIES.get(str(operation)) or (scene.sample(operation) if operation.body else None)
    known = list(Event.objects.values_list("pk", flat=True))

    answer = scene.send(operation, body, If_Match="*")

    assert answer.status_code < 300, answer.content
    (event,) = Event.objects.exclude(pk__in=known).filter(kind=line.kind)
    assert (event.by, event.account.partner_id, event.origin) == (scene.cast.mara, scene.cast.northwind.pk, "127.0.0.1")
