"""How long what is kept: in settings, stated on a page, kept to by a task."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from people.events import upkeep
from people.models import Answer, Event, ImportLetter
from people.models.letters import LetterState

ANSWERS_KEPT_FOR: Final = timedelta(days=1)
"""So long a call of the API may be repeated with its Idempotency-Key."""
_LETTERS_KEPT_FOR: Final = timedelta(days=7)
"""So long one can look what became of a mail about an import."""


@dataclass(frozen=True, slots=True)
class Period:
    """One kind of data, and after how many days it is deleted."""

    what: str
    days: int


def periods() -> list[Period]:
    """What is deleted by itself, and when."""
    return [
        Period("Files of imports, and their rows", settings.IMPORT_RETENTION_DAYS),
        Period("Links in invitations", settings.INVITATION_DAYS),
        Period("Sign-ins, and who changed what", settings.EVENT_RETENTION_DAYS),
        Period("Sessions, after which one signs in again", settings.SESSION_COOKIE_AGE // 86_400),
    ]


def forget_events() -> int:
    """Delete the events that are older than EVENT_RETENTION_DAYS, some thousands at a time; returns how many."""
    too_old = Event.objects.filter(at__lt=timezone.now() - timedelta(days=settings.EVENT_RETENTION_DAYS))
    with upkeep():
        batch = too_old.order_by("at").values("pk")[:10_000]
        return Event.objects.filter(pk__in=list(batch.values_list("pk", flat=True))).delete()[0]


def forget_letters() -> int:
    """Delete what was written down of mails about imports, once they have gone out or will not; returns how many."""
    over = ImportLetter.objects.exclude(state__in=[LetterState.QUEUED, LetterState.SENDING])
    deleted, _ = over.filter(created_at__lt=timezone.now() - _LETTERS_KEPT_FOR).delete()
    return deleted


def forget_answers() -> int:
    """Delete what the API answered to calls with an Idempotency-Key, once nobody repeats them any more; returns how many."""
    deleted, _ = Answer.objects.filter(created_at__lt=timezone.now() - ANSWERS_KEPT_FOR).delete()
    return deleted
