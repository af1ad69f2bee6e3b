"""Every task is counted, with how long it took; handed over at once, because its process may have nothing to do for long."""

from time import perf_counter
from typing import Any, Final

from celery.signals import task_failure, task_postrun, task_prerun

from cerego.metrics.counting import pending
from cerego.metrics.meters import FAILURES, TASKS

_BEGAN: Final[dict[str, float]] = {}


@task_prerun.connect
def begin(task_id: str, **_: Any) -> None:
    """Look at the clock."""
    _BEGAN[task_id] = perf_counter()


@task_failure.connect
def fail(sender: Any = None, **_: Any) -> None:
    """It broke off."""
    FAILURES.add(_name(sender))


@task_postrun.connect
def end(task_id: str, task: Any, **_: Any) -> None:
    """It has ended, in whatever way."""
    if task_id in _BEGAN:
        TASKS.add(_name(task), seconds=perf_counter() - _BEGAN.pop(task_id))
        pending.flush()


def _name(task: Any) -> str:
    return str(task.name).rpartition(".")[2]
