"""Writes about people that a person asks for: keyword-only, with the one who asks, and returning the thing."""

from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from cerego.errors import Refused
from departments.models import Account, Department, PartnerAccount
from people.addresses import InvalidAddress, canonical
from people.folding import fold, search_text
from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from people.roles import Role

MAX_ACCOUNT_NAME: Final = 200


def lock_people(partner_id: int) -> None:
    """Until the end of the transaction, let nobody else write people of this partner: whoever writes them calls this first.

    A row lock on the partner account that foreign keys to it don't wait for; so what was read after it stays true.
    """
    Account.objects.select_for_update(no_key=True).only("id").get(pk=partner_id)


@transaction.atomic
def create_partner(
    *, name: str, admin_email: str, by: User | None, password: str | None = None
) -> tuple[PartnerAccount, User]:
    """Make a partner account with its first admin, and return both.

    Who is known by that address already stays the user they are; ``password`` is theirs only if they have none yet.
    Raises :class:`Refused` for a bad name, address or password.
    """
    name = _account_name(name, missing="partner.name_missing")
    try:
        email = canonical(admin_email.strip())
    except InvalidAddress as error:
        raise Refused("partner.admin_address", value=admin_email) from error
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    if password is not None and not user.has_usable_password():
        _set_password(user, password)
    partner = PartnerAccount.objects.create_partner(name=name)
    person = create_person(partner_id=partner.pk, user=user, full_name=email.partition("@")[0])
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


def _account_name(text: str, *, missing: str) -> str:
    """The name of an account as it is stored. Raises :class:`Refused`, with the code ``missing`` if there is none."""
    name = " ".join(text.split())
    if not name:
        raise Refused(missing)
    if len(name) > MAX_ACCOUNT_NAME or not name.isprintable():
        raise Refused("account.name_unfit", most=MAX_ACCOUNT_NAME)
    return name


def create_person(*, partner_id: int, user: User, full_name: str) -> Person:
    """Make the partner's person for a user. The caller has locked the partner's people, or has just made the partner."""
    return Person.objects.create(
        partner_id=partner_id,
        user=user,
        full_name=full_name,
        email=user.email,
        sort_key=fold(full_name),
        search_text=search_text(full_name, user.email),
    )


@transaction.atomic
def create_department(*, partner_id: int, name: str, by: User | None) -> Department:
    """Make a department. Raises :class:`Refused` if there is no such partner, or no name."""
    partner = PartnerAccount.objects.filter(pk=partner_id, archived_at=None).first()
    if partner is None:
        raise Refused("partner.unknown", value=partner_id)
    name = _account_name(name, missing="department.name_missing")
    department = Department.objects.create_department(partner=partner, name=name)
    Event.objects.create(account_id=department.pk, by=by, kind=EventKind.DEPARTMENT_CREATED)
    return department
