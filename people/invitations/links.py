"""The links of invitations. Nothing secret is stored: a link is computed from what makes it valid, and dies with it.

There are two. The *mailed* one proves that whoever follows it reads the mailbox, so it sets the password. The *handed* one can be
copied by an admin, and proves nothing; it only has the mailed one sent (DECISIONS.md says why).
"""

import base64
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from people.models import Invitation
from people.models.invitations import InvitationState

_MAILED: Final = (InvitationState.SENDING, InvitationState.SENT, InvitationState.UNSURE)


class Proof(StrEnum):
    """What following a link proves."""

    MAILBOX = "mailbox"
    NOTHING = "nothing"


def link(invitation: Invitation, proof: Proof = Proof.MAILBOX) -> str:
    """The whole address, with the site's own host from the settings, whatever a request says."""
    return settings.SITE_URL + reverse("invitation", args=[invitation.pk, _token(invitation, proof)])


def proof_of(invitation: Invitation, token: str) -> Proof | None:
    """What ``token`` proves, or none where the link is not good: made up, expired, used, or the address is another by now."""
    person = invitation.person
    if person.joined_at or person.deactivated_at or person.partner.archived_at or not person.user.is_active:
        return None
    proof = next((proof for proof in Proof if constant_time_compare(token, _token(invitation, proof))), None)
    if proof is Proof.NOTHING:
        return None if invitation.state == InvitationState.ENDED else proof
    is_open = invitation.state in _MAILED and invitation.expires_at is not None
    return proof if is_open and invitation.expires_at > timezone.now() else None  # type: ignore[operator]


def _token(invitation: Invitation, proof: Proof) -> str:
    """43 characters. The password is in it, so that the link works once, and the address, so that it dies with a change of it.

    A handed link goes with the person's address alone: it has nothing to lose.
    """
    person = invitation.person
    parts = [str(invitation.pk), str(person.pk), str(person.user_id), person.email, person.user.email]
    if proof is Proof.MAILBOX:
        parts += [invitation.nonce.hex, person.user.password]
    digest = salted_hmac(f"people.invitations.{proof}", "\n".join(parts), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
