"""What follows from things that happen elsewhere: events about departments, and that somebody has come in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.functions import Now
from django.dispatch import receiver
from django.http import HttpRequest

from departments.models import Account
from departments.signals import (
    department_archived,
    department_created,
    department_ids_taken,
    department_renamed,
    department_restored,
)
from people.auditing import record_export
from people.models import Event, Person, User
from people.models.events import EventKind
from people.sign_in.record import record_failed_factor, record_for


@receiver(department_created)
def record_creation(department: Account, by: User | None, **_: Any) -> None:
    """A department is there: who made it."""
    Event.objects.create(account_id=department.pk, by=by, kind=EventKind.DEPARTMENT_CREATED)


@receiver(department_renamed)
def record_renaming(department: Account, by: User | None, before: str, **_: Any) -> None:
    """A department has another name: who gave it."""
    details = {"before": before, "after": department.name}
    Event.objects.create(account_id=department.pk, by=by, kind=EventKind.DEPARTMENT_RENAMED, details=details)


@receiver(department_archived)
def record_archiving(department: Account, by: User | None, **_: Any) -> None:
    """A department is closed: who did it."""
    Event.objects.create(account_id=department.pk, by=by, kind=EventKind.DEPARTMENT_ARCHIVED)


@receiver(department_restored)
def record_restoring(department: Account, by: User | None, **_: Any) -> None:
    """A department is back: who did it."""
    Event.objects.create(account_id=department.pk, by=by, kind=EventKind.DEPARTMENT_RESTORED)


@receiver(department_ids_taken)
def record_list_taken(account: Account, by: User, **_: Any) -> None:
    """Somebody has taken the list of departments along."""
    record_export(account=account, what="departments", by=by)


@receiver(user_logged_in)
def note_arrival(user: User, **_: Any) -> None:
    """The first sign-in makes somebody active with the partners that invited them; each is noted where they are active.

    Not with others that know the address: they would learn from it that somebody else invited this person (design §8).
    """
    invited = Person.objects.filter(user=user, invited_at__isnull=False)
    invited.filter(joined_at=None, deactivated_at=None).update(joined_at=Now())
    Person.objects.filter(user=user, joined_at__isnull=False, deactivated_at=None).update(last_sign_in=Now())
    record_for(user, EventKind.SIGNED_IN)


@receiver(user_logged_out)
def note_departure(user: User | None, **_: Any) -> None:
    """Somebody signed out."""
    if user is not None:
        record_for(user, EventKind.SIGNED_OUT)


@receiver(password_changed)
def note_new_password(user: User, **_: Any) -> None:
    """Somebody signed in has chosen another password."""
    record_for(user, EventKind.PASSWORD_CHANGED, how="changed")


@receiver(password_reset)
def note_recovery(request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody has set a password by a link in their mailbox; what was guessed before does not keep them out."""
    get_adapter().forget_failures(request, user.email)
    record_for(user, EventKind.PASSWORD_CHANGED, how="by a link")


@receiver(authenticator_added)
@receiver(authenticator_removed)
def note_factor(user: User, authenticator: Any, signal: Any, **_: Any) -> None:
    """A second factor came or went."""
    change = "added" if signal is authenticator_added else "removed"
    record_for(user, EventKind.TWO_FACTOR_CHANGED, change=change, factor=str(authenticator.type))


@receiver(authentication_failed)
def note_wrong_code(user: User, authenticator: Any, reauthentication: bool, **_: Any) -> None:
    """A code that was wrong, or was used already."""
    record_failed_factor(user, str(authenticator.type), again=reauthentication)
