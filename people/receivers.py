"""What follows from things that happen elsewhere: events about departments, and that somebody has come in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.functions import Now
from django.dispatch import receiver

from departments.models import Account
from departments.signals import department_created, department_renamed
from people.models import Event, Person, User
from people.models.events import EventKind


@receiver(department_created)
def record_creation(department: Account, by: User | None, **_: Any) -> None:
    """A department is there: who made it."""
    Event.objects.create(account_id=department.pk, by=by, kind=EventKind.DEPARTMENT_CREATED)


@receiver(department_renamed)
def record_renaming(department: Account, by: User | None, before: str, **_: Any) -> None:
    """A department has another name: who gave it."""
    details = {"before": before, "after": department.name}
    Event.objects.create(account_id=department.pk, by=by, kind=EventKind.DEPARTMENT_RENAMED, details=details)


@receiver(user_logged_in)
def note_arrival(user: User, **_: Any) -> None:
    """The first sign-in makes somebody active with the partners that invited them.

    Not with others that know the address: they would learn from it that somebody else invited this person (design §8).
    """
    invited = Person.objects.filter(user=user, invited_at__isnull=False)
    invited.filter(joined_at=None, deactivated_at=None).update(joined_at=Now())
