"""Sign-ins, failed ones and refused access, on record where the partners concerned see them."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from people.addresses import InvalidAddress, canonical
from people.models import Event, Person, User
from people.models.events import EventKind

logger = logging.getLogger(__name__)


def record_for(user: User, kind: EventKind, **details: Any) -> None:
    """One event with each partner that knows the user and has seen them come in; no partner learns of the others.

    A partner that has not invited them learns nothing either: a sign-in would tell that somebody else has.
    """
    persons = Person.objects.filter(user=user.pk, joined_at__isnull=False).annotate(account_id=F("partner_id"))
    _record(persons, kind, by=user, details=details)


def record_failed_sign_in(typed: str) -> None:
    """A wrong password, or an address that nobody has. By whom, nobody knows; what was typed is not kept:
    people type their password into the wrong field.
    """
    try:
        persons = Person.objects.filter(user__email=canonical(typed), joined_at__isnull=False)
    except InvalidAddress:
        persons = Person.objects.none()
    known = persons.annotate(account_id=F("partner_id"))
    if not _record(known, EventKind.SIGN_IN_FAILED, by=None, details={}):
        Event.objects.create(account=None, by=None, kind=EventKind.SIGN_IN_FAILED)


def record_failed_factor(user: User, factor: str, *, again: bool) -> None:
    """The right password and then a wrong code; or, ``again``, a wrong code of who is signed in and was asked who they are."""
    persons = Person.objects.filter(user=user.pk, joined_at__isnull=False).annotate(account_id=F("partner_id"))
    _record(persons, EventKind.SIGN_IN_FAILED, by=user if again else None, details={"factor": factor, "again": again})


def _record(persons: Iterable[Any], kind: EventKind, *, by: User | None, details: dict[str, Any]) -> int:
    events = [
        Event(account_id=person.account_id, by=by, kind=kind, person_id=person.pk, details=details)
        for person in persons
    ]
    Event.objects.bulk_create(events)
    return len(events)
