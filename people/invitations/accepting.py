"""Following an invitation's link: setting the password and coming in."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from cerego.errors import Refused
from people.invitations.asking import PAUSE, _renew
from people.invitations.links import Proof, proof_of
from people.models import Event, Invitation, Person, User
from people.models.events import EventKind
from people.models.invitations import InvitationState
from people.services import lock_people


def by_link(invitation_id: int, token: str) -> tuple[Invitation, Proof] | None:
    """The invitation that a link belongs to, and what following it proves; none for every link that is not good."""
    related = Invitation.objects.select_related("person__user", "person__partner")
    invitation = related.filter(pk=invitation_id).first()
    proof = proof_of(invitation, token) if invitation else None
    return (invitation, proof) if invitation and proof else None


@transaction.atomic
def accept(*, invitation: Invitation, token: str, password: str) -> User:
    """Set the password and count the person as in; returns the user to be signed in.

    Raises :class:`Refused` where the link is not good any more: of two who follow it at once, one comes in.
    Raises :class:`django.core.exceptions.ValidationError` for a password that is none.
    """
    lock_people(invitation.partner_id)
    user = User.objects.select_for_update().get(pk=invitation.person.user_id)
    found = by_link(invitation.pk, token)
    if found is None or found[1] is not Proof.MAILBOX or user.has_usable_password():
        raise Refused("invitation.dead")
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation, _ = found
    came_in = {"invited_at": Coalesce("invited_at", Now()), "joined_at": Now()}
    Person.objects.filter(pk=invitation.person_id, deactivated_at=None).update(**came_in)
    ended = {"state": InvitationState.ENDED, "accepted_at": Now()}
    Invitation.objects.filter(pk=invitation.pk).update(**ended)
    kind = EventKind.INVITATION_ACCEPTED
    Event.objects.create(account_id=invitation.partner_id, by=user, kind=kind, person=invitation.person)
    return user


@transaction.atomic
def send_to_mailbox(*, invitation: Invitation) -> None:
    """Whoever follows a handed link has the mailed one sent to the mailbox; not more often than every ten minutes."""
    lately = Q(asked_at__gt=timezone.now() - PAUSE)
    if Invitation.objects.filter(lately, pk=invitation.pk).exists():
        return
    partner = invitation.person.partner
    _renew(invitation.person, account=partner, by=None, kind=EventKind.INVITATION_RESENT)
