"""How a record becomes a line: JSON in production, plain text in development. Neither can be broken into two by its text."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings

from cerego.logs.about import facts, request_id
from cerego.logs.failures import chain_of

_OF_CELERY: Final = "celery.app.trace"
_OF_DJANGO: Final = ("django.request", "django.security")


def message_of(record: logging.LogRecord) -> str:
    """The record's sentence. Two libraries put into it what may quote people, or a link that opens something; theirs is said
    without that.
    """
    if record.name == _OF_CELERY and isinstance(record.args, dict) and "exc" in record.args:
        return "Task {name}[{id}] {description}".format(**{"description": "is tried again", **record.args})
    if record.name.startswith(_OF_DJANGO) and (request := getattr(record, "request", None)) is not None:
        match = getattr(request, "resolver_match", None)
        return f"{getattr(record, 'status_code', '')} at {match.route if match else 'no page'}"
    return record.getMessage()


class WithoutRounds(logging.Filter):
    """Leaves out that one of beat's rounds has come and is done: every few seconds nothing was to do. What a round finds to
    do, what goes wrong in it, and a task of its kind that a request has asked for, are said.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        name = record.args.get("name") if isinstance(record.args, dict) else None
        rounds = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
        return record.levelno > logging.INFO or name not in rounds or request_id() is not None


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, message, what it is about, and of a failure its causes and places."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            **facts(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["failure"] = chain_of(record.exc_info[1])
        return json.dumps(line, default=str)


class PlainLines(logging.Formatter):
    """The same for people; what comes with a failure is indented, and looks like no line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        about = " ".join(f"{name}={value}" for name, value in facts().items())
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {message_of(record)} {about}".rstrip()
        line = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)
        if record.exc_info:
            line += "\n" + "\n".join(f"    {each}" for each in self.formatException(record.exc_info).splitlines())
        return line
