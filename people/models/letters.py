"""Letters about imports: an outbox of mails that tell somebody how an import of theirs has ended."""

from typing import Final

from django.db import models
from django.db.models import Q

from people.models.imports import Status

_ENDS: Final = [Status.DONE.value, Status.FAILED.value, Status.STOPPED.value, Status.UNDONE.value]


class LetterState(models.TextChoices):
    """Where a letter is. Only :mod:`people.imports.letters` changes it."""

    QUEUED = "queued"
    """Waits to be sent, or to be tried again."""
    SENDING = "sending"
    """Handed to the mail server right now. Written before that happens: what comes after a crash finds it."""
    SENT = "sent"
    UNSURE = "unsure"
    """The worker or the connection died while it was handed over: it may have gone out, so it is not sent again."""
    REFUSED = "refused"
    """The mail server does not take it."""
    ENDED = "ended"
    """Not wanted any more when its turn came, or not theirs to read."""


class ImportLetter(models.Model):
    """One mail about one end of one import. Written in the transaction in which the import ends, sent after it."""

    import_run = models.ForeignKey("people.Import", on_delete=models.CASCADE, related_name="letters")
    to = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    """Who uploaded it or, of an undoing, asked for that."""
    status = models.CharField(max_length=10)  # a Status
    """How it ended."""
    numbers = models.JSONField()
    """Its counts as they were then: it may go on before the letter is sent."""
    state = models.CharField(max_length=10, default=LetterState.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    """When it was last handed to the mail server."""
    attempts = models.IntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")
    """Why it is tried again, or was refused."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="importletter_state_known", condition=Q(state__in=LetterState.values)),
            models.CheckConstraint(name="importletter_of_an_end", condition=Q(status__in=_ENDS)),
        ]
        indexes = [models.Index(name="importletter_due", fields=["due_at", "id"], condition=Q(state="queued"))]
