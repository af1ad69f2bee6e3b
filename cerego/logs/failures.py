"""Telling what went wrong without quoting what it went wrong with: a mistake's message may hold a cell of somebody's file."""

import smtplib
import traceback
from typing import Any, Final

import psycopg
import redis
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, OperationalError
from kombu.exceptions import OperationalError as BrokerError

SPEAKING: Final = (
    OSError, ImportError, AttributeError, NameError, ImproperlyConfigured, OperationalError, redis.RedisError, BrokerError,
)  # fmt: skip
"""Failures of machines and of code, whose messages speak of those. All others may quote what people sent."""
SILENT: Final = (smtplib.SMTPException,)
"""Of those, the ones that quote addresses all the same."""
_LONGEST: Final = 300


def words_of(error: BaseException) -> str:
    """What is told of a failure: its kind, and of its message what quotes nobody."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    cause = error.__cause__ if isinstance(error, Error) else error
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        return " ".join(filter(None, [f"{kind}: SQLSTATE {cause.sqlstate}", cause.diag.constraint_name]))
    if isinstance(error, SPEAKING) and not isinstance(error, SILENT):
        return f"{kind}: {(str(error).splitlines() or [''])[0][:_LONGEST]}"
    return kind


def chain_of(error: BaseException | None) -> list[dict[str, Any]]:
    """A failure and what led to it, the first cause last: each with where it came through, the last place last."""
    told: list[dict[str, Any]] = []
    while error is not None and len(told) < 5:
        frames = traceback.extract_tb(error.__traceback__)
        told.append(
            {"what": words_of(error), "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}
        )
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told
