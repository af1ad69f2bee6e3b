"""Invitations: who is to get a mail with a link to set their password, and how far that mail is."""

from django.db import models
from django.db.models import Q


class InvitationState(models.TextChoices):
    """Where an invitation's mail is. Only :mod:`people.invitations` changes it."""

    QUEUED = "queued"
    """Waits for its turn, or to be tried again."""
    SENDING = "sending"
    """Handed to the mail server right now. Written before that happens: what comes after a crash finds it."""
    SENT = "sent"
    UNSURE = "unsure"
    """The worker or the connection died while it was handed over: it may have gone out, so it is not sent again by itself."""
    REFUSED = "refused"
    """The mail server does not take it, or has not for days."""
    ENDED = "ended"
    """Accepted, or not needed any more when its turn came."""


class Invitation(models.Model):
    """The invitation of one person by their partner; there is one a person, however often it is sent."""

    # The database deletes it with the person (migration 0008): imports are undone by statements of their own.
    person = models.OneToOneField(
        "people.Person", on_delete=models.CASCADE, related_name="invitation", db_constraint=False
    )
    partner = models.ForeignKey(
        "departments.Account", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")
    """Who asked for it last."""
    state = models.CharField(max_length=10, default=InvitationState.QUEUED)
    nonce = models.UUIDField()
    """Goes into the link; another one makes all former links useless."""
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    """When it was last handed to the mail server."""
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    """Until when its link works."""
    accepted_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")
    """Why it is tried again, or was refused: unreachable, later, or the server's number."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="invitation_state_known", condition=Q(state__in=InvitationState.values)),
        ]
        indexes = [
            # Whose turn it is, fairly by partner; which one tells whether the mail server is back; how many went lately.
            models.Index(name="invitation_waiting", fields=["partner", "due_at", "id"], condition=Q(state="queued")),
            models.Index(
                name="invitation_probe", fields=["due_at", "id"], condition=Q(state="queued", failure="unreachable")
            ),
            models.Index(name="invitation_claimed", fields=["claimed_at"]),
        ]
