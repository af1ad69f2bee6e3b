"""The mail of an invitation, in plain text and HTML."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from people.invitations.links import link
from people.models import Invitation


def letter(invitation: Invitation) -> EmailMultiAlternatives:
    """The mail to the person. Whoever has a password already is told to sign in with it; only they read that."""
    person = invitation.person
    context: dict[str, Any] = {
        "person": person,
        "partner": " ".join(person.partner.name.split()),
        "link": link(invitation),
        "has_password": person.user.has_usable_password(),
        "days": settings.INVITATION_DAYS,
        "site": urlsplit(settings.SITE_URL).hostname,
    }
    mail = EmailMultiAlternatives(
        subject=f"{context['partner']} invites you to Cerego",
        body=render_to_string("people/invitations/letter.txt", context),
        to=[person.email],
        headers={
            # The same for the same link: a mail server that gets it twice may know it again.
            "Message-ID": f"<invitation.{invitation.pk}.{invitation.nonce.hex}@{context['site']}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("people/invitations/letter.html", context), "text/html")
    return mail
