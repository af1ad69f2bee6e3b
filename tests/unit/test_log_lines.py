"""The lines of logs: one for each record whatever is in it, about what is in hand, and quoting nobody."""

import json
import logging
import smtplib
import sys
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cerego.logs.about import about, about_request, facts
from cerego.logs.configuration import configuration
from cerego.logs.failures import words_of
from cerego.logs.lines import JsonLines, PlainLines, WithoutRounds

FORGED = "read\n2026-01-01 00:00:00 INFO cerego Mara signed in\r\x1b[31m\u2028\x85"
PRIVATE = "ada@example.org"


def record(message: str, *args: Any, name: str = "people", failure: BaseException | None = None) -> logging.LogRecord:
    info = (type(failure), failure, failure.__traceback__) if failure else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    """The error as it is when it has come through some code."""
    try:
        raise error from cause
    except BaseException:
        caught = sys.exc_info()[1]
    assert caught
    return caught


def test_it_writes_one_json_object_whatever_the_text() -> None:
    line = JsonLines().format(record("File %s", FORGED))

    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"] == f"File {FORGED}"
    assert json.loads(line).keys() == {"at", "level", "logger", "message"}


def test_it_writes_one_plain_line_whatever_the_text() -> None:
    line = PlainLines().format(record("File %s", FORGED))

    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert "Mara signed in" in line


def test_it_says_what_is_in_hand_and_no_longer_afterwards() -> None:
    with about(request_id="abc"), about(import_id=7):
        assert json.loads(JsonLines().format(record("x")))["import_id"] == 7
        assert PlainLines().format(record("x")).endswith("x request_id=abc import_id=7")
    assert facts() == {}


def test_it_does_not_ask_who_is_signed_in() -> None:
    request = HttpRequest()
    request.user = SimpleLazyObject(lambda: pytest.fail("asked"))  # type: ignore[assignment]
    with about_request(request, "abc"):
        assert facts() == {"request_id": "abc"}


def test_it_says_the_user_who_is_known() -> None:
    class Known:
        pk = 12

    request = HttpRequest()
    request.user = SimpleLazyObject(Known)  # type: ignore[assignment]
    assert request.user.pk == 12
    with about_request(request, "abc"):
        assert facts() == {"request_id": "abc", "user_id": 12}


@pytest.mark.parametrize(
    "error",
    [
        ValueError(PRIVATE),
        KeyError(PRIVATE),
        UnicodeEncodeError("ascii", PRIVATE, 0, 1, PRIVATE),
        IntegrityError(PRIVATE),
        psycopg.errors.UniqueViolation(f"duplicate key\nDETAIL:  Key (email)=({PRIVATE}) already exists."),
        psycopg.errors.InvalidTextRepresentation(f'invalid input syntax for type integer: "{PRIVATE}"'),
        smtplib.SMTPRecipientsRefused({PRIVATE: (550, b"no such user")}),
        RuntimeError(PRIVATE),
    ],
    ids=lambda error: type(error).__name__,
)
def test_it_tells_where_a_failure_was_and_not_what_it_quotes(error: Exception) -> None:
    failure = raised(RuntimeError(PRIVATE), raised(error))
    line = JsonLines().format(record("Import %s broke off.", 7, failure=failure))

    assert PRIVATE not in line
    told = json.loads(line)["failure"]
    assert [each["what"].partition(":")[0] for each in told] == ["RuntimeError", words_of(error).partition(":")[0]]
    assert all("test_log_lines.py" in each["where"][-1] for each in told)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(2, "No such file or directory", "/data/media/imports/0a.csv"),
        OperationalError("connection refused\nIs the server running?"),
        AttributeError("'NoneType' object has no attribute 'pk'"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_it_says_what_machines_and_code_complain_of(error: Exception) -> None:
    assert words_of(error).endswith(str(error).splitlines()[0])


def test_it_leaves_out_of_a_failed_tasks_line_what_celery_quotes() -> None:
    said = {"name": "people.tasks.work_on_import", "id": "0a", "description": "raised unexpected", "exc": PRIVATE}
    one = record("Task %(name)s[%(id)s] %(description)s: %(exc)s", name="celery.app.trace")
    one.args = said
    assert json.loads(JsonLines().format(one))["message"] == "Task people.tasks.work_on_import[0a] raised unexpected"


def of_task(name: str, level: int = logging.INFO) -> logging.LogRecord:
    """What Celery says of a task."""
    return logging.LogRecord("celery.app.trace", level, __file__, 1, "Task %(name)s is done", ({"name": name},), None)


def test_it_leaves_out_the_rounds_of_beat_while_all_is_well() -> None:
    said = WithoutRounds().filter
    assert not said(of_task("people.tasks.send_mails"))
    assert not said(of_task("people.tasks.sweep_imports"))
    assert said(of_task("people.tasks.work_on_import"))
    assert said(of_task("people.tasks.send_mails", logging.ERROR))
    with about(request_id="abc"):
        assert said(of_task("people.tasks.send_mails"))
    assert said(record("celery@here ready."))


def test_every_process_leaves_them_out() -> None:
    loggers = configuration(as_json=True, level="INFO")["loggers"]
    for name in ("celery.worker.strategy", "celery.app.trace"):
        assert loggers[name]["filters"] == ["rounds"]
