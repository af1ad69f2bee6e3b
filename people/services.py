"""Writes about people that a person asks for: keyword-only, with the one who asks, and returning the thing."""

from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Now

from cerego.errors import Refused
from departments.models import Account, PartnerAccount
from departments.services import account_name
from people.addresses import InvalidAddress, canonical
from people.folding import search_text, sort_key
from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from people.roles import Role


def lock_people(partner_id: int) -> None:
    """Until the end of the transaction, let nobody else write people of this partner: whoever writes them calls this first.

    A row lock on the partner account that foreign keys to it don't wait for; so what was read after it stays true.
    """
    Account.objects.select_for_update(no_key=True).only("id").get(pk=partner_id)


def locked_person(person: Person) -> Person:
    """The person as they are now, and stay until the end of the transaction. Raises :class:`Refused`, person.gone."""
    lock_people(person.partner_id)
    now = Person.objects.filter(pk=person.pk).first()
    if now is None:
        raise Refused("person.gone", person=person.full_name)
    return now


def end_sessions(user_id: int) -> None:
    """As :func:`end_sessions_of`, of one user."""
    end_sessions_of([user_id])


def end_sessions_of(users: Collection[int]) -> None:
    """Sign users out everywhere, unless they are active with some partner still: whose business that is, nobody learns.

    The caller is in a transaction; the sessions end with its commit. Two partners that do it at once wait for one another, and
    take the users in the same order.
    """
    held = User.objects.select_for_update(no_key=True).filter(pk__in=users).order_by("pk")
    ids = list(held.values_list("pk", flat=True))
    active = Person.objects.filter(user=OuterRef("pk"), deactivated_at=None, partner__archived_at=None)
    User.objects.filter(~Exists(active), pk__in=ids).update(sessions_ended=F("sessions_ended") + 1)


@transaction.atomic
def create_partner(
    *, name: str, admin_email: str, by: User | None, password: str | None = None
) -> tuple[PartnerAccount, User]:
    """Make a partner account with its first admin, and return both.

    Who is known by that address already stays the user they are; ``password`` is theirs only if they have none yet.
    Raises :class:`Refused` for a bad name, address or password.
    """
    name = account_name(name, missing="partner.name_missing")
    try:
        email = canonical(admin_email.strip())
    except InvalidAddress as error:
        raise Refused("partner.admin_address", value=admin_email) from error
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    if password is not None and not user.has_usable_password():
        _set_password(user, password)
    partner = PartnerAccount.objects.create_partner(name=name)
    person = create_person(partner_id=partner.pk, user=user, full_name=email.partition("@")[0])
    Person.objects.filter(pk=person.pk).update(invited_at=Now())
    Membership.objects.create(partner_id=partner.pk, person=person, account_id=partner.pk, role=Role.ADMIN.value)
    Event.objects.create(account_id=partner.pk, by=by, kind=EventKind.PARTNER_CREATED, person=person)
    return partner, user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("password.refused", reasons=error.messages) from error
    user.set_password(password)
    user.save(update_fields=["password"])


def create_person(*, partner_id: int, user: User, full_name: str) -> Person:
    """Make the partner's person for a user. The caller has locked the partner's people, or has just made the partner."""
    return Person.objects.create(
        partner_id=partner_id,
        user=user,
        full_name=full_name,
        email=user.email,
        sort_key=sort_key(full_name),
        search_text=search_text(full_name, user.email),
    )
