"""How far the invitations of many people are, in numbers."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from people.models import Person
from people.models.invitations import InvitationState


@dataclass(frozen=True, slots=True)
class Standing:
    """How many people are where; each is counted once."""

    people: int
    deactivated: int
    joined: int
    waiting: int
    """Whose mail is on its way to the mail server."""
    invited: int
    """Who got a mail and has not come in yet."""
    unsure: int
    refused: int
    not_invited: int


def standing(persons: QuerySet[Person]) -> Standing:
    """How far ``persons`` are; one query."""
    open_ = Q(joined_at=None, deactivated_at=None)
    on_its_way = Q(invitation__state__in=[InvitationState.QUEUED, InvitationState.SENDING])
    unsure, refused = Q(invitation__state=InvitationState.UNSURE), Q(invitation__state=InvitationState.REFUSED)
    counts = persons.aggregate(
        people=Count("pk"),
        deactivated=Count("pk", filter=Q(deactivated_at__isnull=False)),
        joined=Count("pk", filter=Q(joined_at__isnull=False, deactivated_at=None)),
        waiting=Count("pk", filter=open_ & on_its_way),
        unsure=Count("pk", filter=open_ & unsure),
        refused=Count("pk", filter=open_ & refused),
        invited=Count("pk", filter=open_ & Q(invited_at__isnull=False) & _not(on_its_way | unsure | refused)),
        not_invited=Count("pk", filter=open_ & Q(invited_at=None) & _not(on_its_way | unsure | refused)),
    )
    return Standing(**counts)


def _not(states: Q) -> Q:
    """None of these states; nor has an invitation to be there at all."""
    return Q(invitation=None) | ~states
