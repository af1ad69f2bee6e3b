"""Going on with an import that failed: where it was, if it may (design §6)."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from cerego.errors import Refused
from people.imports import known
from people.imports import run as runs
from people.imports.stored import rows
from people.models import Import, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.runs import counts, finish, upload, work
from tests.integration.test_stop import MIXED, PEOPLE, started, told

pytestmark = pytest.mark.usefixtures("small_batches")


def fail(run: Import, monkeypatch: pytest.MonkeyPatch, module: object, step: str) -> Import:
    """Let it break off until it is given up."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(module, step, broken)
        for _ in range(5):
            with pytest.raises(ZeroDivisionError):
                runs.work(run.pk)
        runs.work(run.pk)
    run.refresh_from_db()
    assert (run.status, run.failure_reason) == (Status.FAILED, "import.gave_up")
    return run


def fail_check(cast: Cast, patch: pytest.MonkeyPatch) -> Import:
    return fail(upload(cast.northwind, cast.mara, *MIXED), patch, rows, "put")


def fail_apply(cast: Cast, patch: pytest.MonkeyPatch) -> Import:
    return fail(started(cast, batches=2), patch, known, "read")


@pytest.mark.parametrize(
    ("failing", "while_", "then", "end"),
    [
        (fail_check, Status.CHECKING, Status.CHECKING, Status.CHECKED),
        (fail_apply, Status.APPLYING, Status.QUEUED, Status.DONE),
    ],
)
def test_what_was_given_up_goes_on_where_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, failing: Callable, while_: Status, then: Status, end: Status
) -> None:
    run = failing(cast, monkeypatch)
    assert run.failed_while == while_
    done = counts(run)
    run = runs.resume(run=run, by=cast.mara)
    assert (run.status, run.attempt, run.failure_reason, run.failed_while) == (then, 0, "", "")
    assert counts(run) == done
    run = work(run)
    assert (run.status, run.rows) == (end, len(MIXED))
    assert told(run)[-1 if end == Status.CHECKED else -2] == (EventKind.IMPORT_CONTINUED, cast.mara.pk)
    assert Person.objects.filter(email__startswith="p").count() == (1 if end == Status.CHECKED else 10)


def test_l8_an_import_whose_uploader_lost_the_right_does_not_go_on(cast: Cast) -> None:
    run = started(cast, batches=1)
    Person.objects.filter(user=cast.mara).update(deactivated_at=timezone.now())
    run = work(run)
    assert (run.status, run.failure_reason) == (Status.FAILED, "import.rights_lost")
    with pytest.raises(Refused, match=r"import\.rights_lost"):
        runs.resume(run=run, by=cast.cora)
    assert told(run)[-1] == (EventKind.IMPORT_ENDED, None)


@pytest.mark.parametrize("status", ["uploaded", "checking", "checked", "queued", "applying", "done", "undone"])
def test_what_neither_stopped_nor_failed_does_not_go_on(cast: Cast, status: str) -> None:
    run = finish(cast.northwind, cast.mara, PEOPLE[0])
    Import.objects.filter(pk=run.pk).update(status=status, nothing_to_undo=1)
    run.refresh_from_db()
    run = runs.resume(run=run, by=cast.mara)
    assert (run.status, runs.resume(run=run, by=cast.mara).status) == (status, status)
    assert EventKind.IMPORT_CONTINUED not in [kind for kind, _ in told(run)]
