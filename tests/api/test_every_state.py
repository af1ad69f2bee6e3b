"""Whatever an import has come to, everything that can be asked of it is done or refused in words; nothing breaks."""

from typing import Any

import pytest

from people.models import Import, ImportRow
from people.models.imports import Status
from tests.api.conftest import Caller
from tests.api.operations import OPERATIONS, Operation, Scene
from tests.factories import Cast

OF_IMPORTS = [each for each in OPERATIONS if "{import_id}" in each.path]
BEGUN: dict[str, Any] = {"started_at": "2026-01-01T00:00Z", "rows": 1, "failed": 1, "nothing_to_undo": 1}
STATES: dict[str, dict[str, Any]] = {
    **{
        status: {"status": status, **({} if status in ("uploaded", "checking", "checked") else BEGUN)}
        for status in Status.values
    },
    "no columns yet": {"status": Status.UPLOADED, "mapping": {}},
    "check failed": {"status": Status.FAILED, "failed_while": Status.CHECKING, "failure_reason": "file.gone"},
    "undoing failed": {
        **BEGUN,
        "status": Status.FAILED,
        "failed_while": Status.UNDOING,
        "failure_reason": "import.gave_up",
    },
    "deleted after a while": {**BEGUN, "status": Status.DONE, "expired_at": "2026-02-01T00:00Z"},
    "deleted before it began": {"status": Status.CHECKED, "expired_at": "2026-02-01T00:00Z"},
    "reading other columns": {"status": Status.CHECKED, "mapping": {"name": [7], "email": 9}},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("operation", OF_IMPORTS, ids=str)
def test_nothing_breaks(operation: Operation, state: str, cast: Cast, mara: Caller) -> None:
    scene = Scene.of(cast, mara)
    Import.objects.update(**STATES[state])
    if "deleted" in state:
        ImportRow.objects.all().delete()
    body = scene.sample(operation) if operation.body else None

    answer = scene.send(operation, body, If_Match="*")

    assert answer.status_code < 500, answer.content
    if answer.status_code < 300 and operation.answer and operation.answer[0] == "application/json":
        assert answer.json()
