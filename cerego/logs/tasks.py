"""Logs of workers and beat: ours, not Celery's; and a task's lines name the request that it goes back to."""

import logging.config
from contextlib import AbstractContextManager
from typing import Any, Final

from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings

from cerego.logs.about import about, request_id

_IN_HAND: Final[dict[str, AbstractContextManager[None]]] = {}


@setup_logging.connect
def configure(**_: Any) -> None:
    """Instead of what Celery would set up."""
    logging.config.dictConfig(settings.LOGGING)


@before_task_publish.connect
def hand_on(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """A task that is sent while a request is answered, or by such a task, carries the request's id."""
    if headers is not None and (known := request_id()):
        headers["request_id"] = known


@task_prerun.connect
def begin(task_id: str, task: Any, **_: Any) -> None:
    """From here on lines are about the task."""
    known = getattr(task.request, "request_id", None)
    facts = {"task": task.name.rpartition(".")[2], "task_id": task_id, **({"request_id": known} if known else {})}
    _IN_HAND[task_id] = about(**facts)
    _IN_HAND[task_id].__enter__()


@task_postrun.connect
def end(task_id: str, **_: Any) -> None:
    """Until here."""
    if task_id in _IN_HAND:
        _IN_HAND.pop(task_id).__exit__(None, None, None)
