"""Sending invitations that are due, by the ways of every outbox, and within the pace of theirs."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from people import outbox
from people.invitations import queue
from people.invitations.letters import letter
from people.models import Invitation
from people.models.invitations import InvitationState


def send_due() -> bool:
    """Send what is due, for some seconds and within the pace; returns whether more is due at once.

    May be called at any time, by any number of workers at once.
    """
    return outbox.send_due(_Invitations())


class _Invitations(outbox.Outbox[Invitation]):
    """The outbox of invitations. While the mail server can't be reached, one of them stands for all (``queue.claim``)."""

    def give_up_silent(self) -> None:
        queue.give_up_silent()

    def claim(self) -> Invitation | None:
        return queue.claim()

    def letter(self, item: Invitation) -> EmailMessage:
        return letter(item)

    def sent(self, item: Invitation) -> None:
        queue.settle_gone(item, state=InvitationState.SENT, sent_at=Now(), failure="")

    def unsure(self, item: Invitation) -> None:
        queue.settle_gone(item, state=InvitationState.UNSURE)

    def refused(self, item: Invitation, code: int) -> None:
        queue.settle(item, state=InvitationState.REFUSED, failure=str(code))

    def later(self, item: Invitation, wait: timedelta, failure: str) -> None:
        due_at, attempts = timezone.now() + wait, F("attempts") + 1
        queue.settle(item, state=InvitationState.QUEUED, due_at=due_at, failure=failure, attempts=attempts)
