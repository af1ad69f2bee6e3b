"""Logs of workers and beat: ours, not Celery's; and a task's lines name what it is about, and the request it goes back to."""

import logging.config
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from inspect import signature
from typing import Any, Final

from celery import current_app
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings

from cerego.logs.about import Facts, about, facts

_HANDED_ON: Final = ("request_id", "user_id")
_NAMED: Final = ("import_id", "bulk_id")
"""The arguments of tasks that say what they are about."""
_IN_HAND: Final[dict[str, AbstractContextManager[None]]] = {}


@setup_logging.connect
def configure(**_: Any) -> None:
    """Instead of what Celery would set up."""
    logging.config.dictConfig(settings.LOGGING)


@before_task_publish.connect
def hand_on(sender: str = "", headers: dict[str, Any] | None = None, body: Any = ((), {}), **_: Any) -> None:
    """A task that is sent while a request is answered, or by such a task, carries the ids of the request and of its user; but not
    one about another import, whose turn has come: somebody else asked for that.
    """
    now = facts()
    named = _named(current_app.tasks.get(sender), *body[:2])
    if headers is not None and all(now.get(name, value) == value for name, value in named.items()):
        headers.update({name: now[name] for name in _HANDED_ON if name in now})


@task_prerun.connect
def begin(task_id: str, task: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, **_: Any) -> None:
    """From here on lines are about the task, and what it is about."""
    carried = {name: known for name in _HANDED_ON if (known := getattr(task.request, name, None))}
    said: Facts = {
        "task": task.name.rpartition(".")[2],
        "task_id": task_id,
        **_named(task, args, kwargs or {}),
        **carried,
    }
    _IN_HAND[task_id] = about(**said)
    _IN_HAND[task_id].__enter__()


def _named(task: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Facts:
    given: Mapping[str, Any] = {}
    with suppress(AttributeError, TypeError):  # no task of ours, or not called as one
        given = signature(task.run).bind_partial(*args, **kwargs).arguments
    return {name: given[name] for name in _NAMED if name in given}


@task_postrun.connect
def end(task_id: str, **_: Any) -> None:
    """Until here."""
    if task_id in _IN_HAND:
        _IN_HAND.pop(task_id).__exit__(None, None, None)
