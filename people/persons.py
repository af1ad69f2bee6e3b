"""Changes of a person as one partner knows them: name, address, and whether they may come in.

The user behind is shared by partners, and none may learn of the others. So a partner never writes to it: another address is
another sign-in, found or made, that this person is moved to; the former one keeps its password and its other partners.
What is asked for twice is done once. Who says what they saw (``expected``) is refused when somebody has changed it since.
"""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Now

from cerego.errors import Refused
from people import guards
from people.folding import search_text, sort_key
from people.models import Event, Invitation, Person, User
from people.models.events import EventKind
from people.services import end_sessions, locked_person
from people.values import email_from, name_from


@transaction.atomic
def rename(*, person: Person, full_name: str, by: User, expected: str | None = None) -> Person:
    """Give a person another name. Raises :class:`Refused` for one that can't be a name (R6)."""
    after = name_from(full_name)
    person = locked_person(person)
    before = person.full_name
    if before == after:
        return person
    if expected not in (None, before):
        raise Refused("person.changed", person=before)
    person.full_name = after
    _save_words(person, "full_name")
    _tell(EventKind.PERSON_RENAMED, person, by, before=before, after=after)
    return person


@transaction.atomic
def change_email(*, person: Person, email: str, by: User, expected: str | None = None) -> Person:
    """Give a person another address, and with it another sign-in: the user of that address, who is made if there is none.

    They are yet to be invited at it, and the former address opens nothing of this partner any more. Raises
    :class:`Refused` for no address (R7), for one that somebody else of the partner has, and for one's own.
    """
    after = email_from(email)
    person = locked_person(person)
    before = person.email
    if before == after:
        return person
    if expected not in (None, before):
        raise Refused("person.changed", person=person.full_name)
    if person.user_id == by.pk:
        raise Refused("person.own_address")
    holder = Person.objects.filter(partner=person.partner_id, email=after).first()
    if holder is not None:
        raise Refused("email.taken", value=after, person=holder.full_name)
    former = person.user_id
    person.user, person.email = _user_of(after), after
    person.invited_at = person.joined_at = person.last_sign_in = None
    _save_words(person, "user", "email", "invited_at", "joined_at", "last_sign_in")
    Invitation.objects.filter(person=person).delete()  # It went, or was to go, to the former address.
    end_sessions(former)
    _delete_if_nobodys(former)
    _tell(EventKind.PERSON_ADDRESS_CHANGED, person, by, before=before, after=after)
    return person


@transaction.atomic
def correct(*, person: Person, full_name: str, email: str, by: User, expected: tuple[str, str] | None = None) -> Person:
    """Give a person this name and this address, both or neither; ``expected`` is the former name and address.

    Raises :class:`Refused` as :func:`rename` and :func:`change_email` do.
    """
    name_before, email_before = expected or (None, None)
    person = rename(person=person, full_name=full_name, by=by, expected=name_before)
    return change_email(person=person, email=email, by=by, expected=email_before)


@transaction.atomic
def deactivate(*, person: Person, by: User) -> Person:
    """Let a person into nothing of this partner any more; what they have stays. Their sessions end, unless they belong
    elsewhere too. Raises :class:`Refused` for oneself and for the last admin of an account.
    """
    person = locked_person(person)
    if person.deactivated_at is not None:
        return person
    if person.user_id == by.pk:
        raise Refused("person.own_access")
    guards.refuse_last_admin(person)
    Person.objects.filter(pk=person.pk).update(deactivated_at=Now())
    person.refresh_from_db(fields=["deactivated_at"])
    end_sessions(person.user_id)
    _tell(EventKind.PERSON_DEACTIVATED, person, by)
    return person


@transaction.atomic
def reactivate(*, person: Person, by: User) -> Person:
    """Let a deactivated person in again, with the roles they had."""
    person = locked_person(person)
    if person.deactivated_at is None:
        return person
    person.deactivated_at = None
    person.save(update_fields=["deactivated_at"])
    _tell(EventKind.PERSON_REACTIVATED, person, by)
    return person


def _save_words(person: Person, *fields: str) -> None:
    person.sort_key = sort_key(person.full_name)
    person.search_text = search_text(person.full_name, person.email)
    person.save(update_fields=[*fields, "sort_key", "search_text"])


def _user_of(email: str) -> User:
    """By the same statements whether there is one: the time it takes does not tell whether another partner knows the address."""
    User.objects.bulk_create([User(email=email, password=make_password(None))], ignore_conflicts=True)
    return User.objects.get(email=email)


def _delete_if_nobodys(user_id: int) -> None:
    """A sign-in that was never used and that nobody knows any more, as after a misspelt address, goes."""
    user = User.objects.select_for_update().get(pk=user_id)
    was_used = user.has_usable_password() or user.last_login is not None or user.is_staff
    if was_used or user.persons.exists():
        return
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:  # It has done something that is on record.
        return


def _tell(kind: EventKind, person: Person, by: User, **details: str) -> None:
    Event.objects.create(account_id=person.partner_id, by=by, kind=kind, person=person, details=details)
