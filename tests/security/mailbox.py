"""A mail server for tests that does what one tells it, and what it was handed."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Server(BaseEmailBackend):
    """Set as EMAIL_BACKEND; tests say what goes wrong."""

    taken: ClassVar[list[EmailMessage]] = []
    unreachable: ClassVar[Exception | None] = None
    answers: ClassVar[list[Exception | None]] = []
    """What happens to the next mails, one after the other: taken, or this."""

    @classmethod
    def reset(cls) -> None:
        """A server that takes everything."""
        cls.taken, cls.unreachable, cls.answers = [], None, []

    def open(self) -> bool:
        """Connect."""
        if Server.unreachable:
            raise Server.unreachable
        return True

    def send_messages(self, messages: Sequence[Any]) -> int:
        """Take mails, or not."""
        for message in messages:
            message.message()  # what can't be written is no mail
            answer = Server.answers.pop(0) if Server.answers else None
            if answer:
                raise answer
            Server.taken.append(message)
        return len(messages)


def link_in(message: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(message.body))
    assert found, message.body
    return found[1]
