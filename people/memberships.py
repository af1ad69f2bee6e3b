"""Changes of a person's places, one at a time, with what follows from them: R12, R14 and the last admin."""

from django.db import transaction

from cerego.errors import Refused
from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from people.roles import STAFF_ROLES, Role
from people.services import lock_people


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User) -> Membership:
    """Give a person another role in an account. Raises :class:`Refused` for the last admin, and for Department staff, a role
    that nobody chooses.
    """
    if role is Role.DEPARTMENT_STAFF:
        raise Refused("role.not_chosen")
    membership = _locked(membership)
    before = Role(membership.role)
    if before is Role.ADMIN and role is not Role.ADMIN:
        _refuse_last_admin(membership)
    membership.role = role.value
    membership.save(update_fields=["role"])
    _settle_department_staff(membership.person)
    _tell(EventKind.ROLE_CHANGED, membership, by, before=before.value, after=role.value)
    return membership


@transaction.atomic
def remove(*, membership: Membership, by: User) -> Person:
    """Take a person out of an account. Raises :class:`Refused` for its last admin."""
    membership = _locked(membership)
    if Role(membership.role) is Role.ADMIN:
        _refuse_last_admin(membership)
    person = membership.person
    _tell(EventKind.MEMBERSHIP_REMOVED, membership, by, role=membership.role)
    membership.delete()
    _settle_department_staff(person)
    return person


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, and stays until the end of the transaction."""
    lock_people(membership.partner_id)
    return Membership.objects.select_related("person").get(pk=membership.pk)


def _refuse_last_admin(membership: Membership) -> None:
    others = Membership.objects.filter(
        account=membership.account_id, role=Role.ADMIN.value, person__deactivated_at=None
    )
    if not others.exclude(pk=membership.pk).exists():
        raise Refused("role.last_admin")


def _settle_department_staff(person: Person) -> None:
    """Staff of a department are at least Department staff in the partner account (R12); when the last such role has gone, so
    does that membership, if it is no more than that (R14).
    """
    memberships = Membership.objects.filter(person=person)
    in_partner = memberships.filter(account=person.partner_id)
    in_departments = memberships.exclude(account=person.partner_id)
    is_staff = in_departments.filter(role__in=[role.value for role in STAFF_ROLES]).exists()
    if not is_staff:
        in_partner.filter(role=Role.DEPARTMENT_STAFF.value).delete()
    elif not in_partner.exists():
        in_partner.create(
            partner_id=person.partner_id,
            person=person,
            account_id=person.partner_id,
            role=Role.DEPARTMENT_STAFF.value,
        )


def _tell(kind: EventKind, membership: Membership, by: User, **details: str) -> None:
    Event.objects.create(account_id=membership.account_id, by=by, kind=kind, person=membership.person, details=details)
