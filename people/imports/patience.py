"""What workers do when somebody else's lock stands in the way: wait a little, and try again."""

import logging
from collections.abc import Callable
from random import uniform
from time import sleep
from typing import Final

from django.db import DatabaseError

from people.imports import lease
from people.models import Import

logger = logging.getLogger(__name__)

_PAUSES: Final = (0.1, 0.5, 2.0)
"""Seconds between the attempts, give or take a half: two that met once should not meet again."""
_BLOCKED: Final = frozenset({"55P03", "40P01", "40001"})
"""SQLSTATEs: a lock not granted in time, a deadlock, a serialization failure."""
_GONE: Final = "23503"
"""What a row refers to was deleted just now: a user whom another partner's undo took away before a statement, or the commit."""


def is_blocked(error: BaseException) -> bool:
    """Whether ``error`` only says that somebody else was in the way of what is to be written."""
    return _sqlstate(error) in _BLOCKED


def _sqlstate(error: BaseException) -> str | None:
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    return getattr(cause, "sqlstate", None)


def patiently(step: Callable[[Import], bool], run: Import) -> bool:
    """Do ``step``, which is a transaction of its own, again after a pause when it was blocked; returns what it returns.

    The last failure is raised.
    """
    for pause in _PAUSES:
        try:
            return step(run)
        except DatabaseError as error:
            if not is_blocked(error) and _sqlstate(error) != _GONE:
                raise
            logger.info("Import %s: somebody else is at the same rows; again in about %s s.", run.pk, pause)
        sleep(uniform(0.5, 1.5) * pause)  # noqa: S311 (nothing is secret about it)
        lease.renew(run)
    return step(run)
