"""Sending what waits in an outbox: claim, send, settle, each on record before the next begins.

A mail is *sending*, committed, before the mail server hears of it. What the server answers settles it. Where nobody can know
(the worker was killed, the line went dead in between) it becomes *unsure* and is not sent again by itself: so no crash sends
anything twice. What certainly did not go out is tried again, later and later.
"""

import logging
from abc import ABC, abstractmethod
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from time import monotonic
from typing import Any, Final, Generic, TypeVar

from django.core.mail import EmailMessage, get_connection

from people.models import ImportLetter, Invitation

logger = logging.getLogger(__name__)

_SLICE_SECONDS: Final = 3.0
_LONGEST_WAIT: Final = timedelta(hours=1)
_MAX_ATTEMPTS: Final = 30
"""So often, at last hourly, is tried again what the server took not now: more than a day."""
LEASE_SECONDS: Final = 180
"""Longer than a mail server may take to answer (EMAIL_TIMEOUT, a few times); after it, whoever was sending is gone."""


Item = TypeVar("Item", Invitation, ImportLetter)


class Outbox(ABC, Generic[Item]):
    """What is to be sent, and what became of it."""

    @abstractmethod
    def give_up_silent(self) -> None:
        """What is *sending* for longer than LEASE_SECONDS was left by a worker that died: it becomes unsure."""

    @abstractmethod
    def claim(self) -> Item | None:
        """The next one that is to be sent now, marked as *sending* and committed; none if none is due."""

    @abstractmethod
    def letter(self, item: Item) -> EmailMessage:
        """The mail."""

    @abstractmethod
    def sent(self, item: Item) -> None:
        """The mail server has it."""

    @abstractmethod
    def unsure(self, item: Item) -> None:
        """Nobody can know whether the mail server has it."""

    @abstractmethod
    def refused(self, item: Item, code: int) -> None:
        """The mail server does not take it, ever."""

    @abstractmethod
    def later(self, item: Item, wait: timedelta, failure: str) -> None:
        """It did not go out; it is due again after ``wait``."""


def send_due(outbox: Outbox[Any]) -> bool:
    """Send what is due, for some seconds; returns whether more is due at once.

    May be called at any time, by any number of workers at once.
    """
    outbox.give_up_silent()
    deadline = monotonic() + _SLICE_SECONDS
    connection: Any = None
    try:
        while monotonic() < deadline:
            item = outbox.claim()
            if item is None:
                return False
            connection = connection or _connect(outbox, item)
            if connection is None:
                return False
            _send(outbox, connection, item)
            if not _is_alive(connection):
                connection = None
        return True
    finally:
        if connection is not None:
            connection.close()


def _connect(outbox: Outbox[Item], item: Item) -> Any:
    """A line to the mail server; none if it can't be reached, and then ``item`` is the one to try it with, later."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        logger.warning("The mail server can't be reached: %s", type(error).__name__)
        outbox.later(item, _wait(item), "unreachable")
        return None
    return connection


def _is_alive(connection: Any) -> bool:
    """Whether the line still stands: some servers hang up after so many mails, and that should not come as a surprise."""
    line = getattr(connection, "connection", None)
    if line is None or not hasattr(line, "noop"):
        return True
    try:
        return bool(line.noop()[0] == 250)
    except (OSError, SMTPException):
        return False


def _send(outbox: Outbox[Item], connection: Any, item: Item) -> None:
    try:
        connection.send_messages([outbox.letter(item)])
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        _answered(outbox, item, codes[0] if codes else 550)
    except SMTPResponseException as error:
        _answered(outbox, item, error.smtp_code)
    except (SMTPServerDisconnected, OSError):
        logger.warning("%s %s may or may not have gone out.", type(item).__name__, item.pk)
        outbox.unsure(item)
    else:
        outbox.sent(item)


def _answered(outbox: Outbox[Item], item: Item, code: int) -> None:
    """The server said no: for now (4xx), or for good."""
    if 400 <= code < 500 and item.attempts < _MAX_ATTEMPTS:
        outbox.later(item, _wait(item), f"later.{code}")
    else:
        outbox.refused(item, code)


def _wait(item: Invitation | ImportLetter) -> timedelta:
    return min(timedelta(seconds=15) * 2 ** min(item.attempts, 10), _LONGEST_WAIT)
