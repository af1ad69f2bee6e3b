"""Links to set a forgotten password. Asking costs the same for all: what was typed is written down, and workers do the rest."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from people.addresses import InvalidAddress, canonical
from people.links import set_password_link
from people.models import PasswordRequest, User
from people.sign_in.backend import may_sign_in

logger = logging.getLogger(__name__)

_MAX_AGE: Final = timedelta(hours=2)
"""Who has waited so long for the mail server has asked again, or given up."""
_AT_ONCE: Final = 50


def ask(typed: str) -> PasswordRequest:
    """Somebody wants a link for this address; the same one statement, whoever they are."""
    return PasswordRequest.objects.create(typed=typed.strip()[:254], due_at=timezone.now())


def send_due() -> bool:
    """Answer the requests that are due; returns whether more are due at once.

    A request is deleted in the transaction in which its mail goes out. A crash in between sends it once more, which
    here is better than never: the link is the same, and works once.
    """
    PasswordRequest.objects.filter(asked_at__lt=timezone.now() - _MAX_AGE).delete()
    for _ in range(_AT_ONCE):
        try:
            with transaction.atomic():
                if not _answer_next():
                    return False
        except (OSError, SMTPException) as error:
            logger.warning("A link to set a password could not be sent: %s", type(error).__name__)
            _put_off()
            return False
    return True


def _answer_next() -> bool:
    due = PasswordRequest.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "id")
    request = due.select_for_update(skip_locked=True).first()
    if request is None:
        return False
    user = user_of(request.typed)
    request.delete()
    if user is not None:
        letter(user).send()
    return True


def _put_off() -> None:
    """The mail server is away: all that waits, waits a little more."""
    due_at = timezone.now() + timedelta(seconds=30)
    PasswordRequest.objects.filter(due_at__lt=due_at).update(due_at=due_at)


def user_of(typed: str) -> User | None:
    """Whose address it is, canonical against canonical (R7); none for those who may not sign in."""
    try:
        user = User.objects.filter(email=canonical(typed)).first()
    except InvalidAddress:
        return None
    return user if user and may_sign_in(user) else None


def letter(user: User) -> EmailMultiAlternatives:
    """The mail, to the address on record: never to what was typed."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    context = {"user": user, "link": set_password_link(user), "hours": hours}
    mail = EmailMultiAlternatives(
        subject="Set your password for Cerego",
        body=render_to_string("people/sign_in/letter.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("people/sign_in/letter.html", context), "text/html")
    return mail
