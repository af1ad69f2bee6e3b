"""Changes of a person's places, one at a time, with what follows from them: R12, R14 and the last admin.

What is asked for twice is done once. Who says what they saw (``expected``) is refused when somebody has changed it since.
"""

from collections.abc import Collection

from django.db import transaction

from cerego.errors import Refused
from departments.models import Account
from people import guards
from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from people.roles import STAFF_ROLES, Role
from people.services import lock_people, locked_person
from people.values import member_id_from


@transaction.atomic
def add(*, person: Person, account: Account, role: Role = Role.LEARNER, member_id: str = "", by: User) -> Membership:
    """Put a person into an account of their partner. Raises :class:`Refused` when they are in it otherwise already, when
    somebody else there has the member ID, for an archived account, and for Department staff.
    """
    _refuse_not_chosen(role)
    member_id = member_id_from(member_id)
    person = locked_person(person)
    guards.refuse_archived(account.pk)
    there = Membership.objects.filter(person=person.pk, account=account.pk).first()
    if there is not None and (there.role, there.member_id) == (role.value, member_id):
        return there
    if there is not None:
        raise Refused("membership.exists", person=person.full_name, account=account.name)
    _refuse_taken(account.pk, member_id)
    membership = Membership.objects.create(
        partner_id=person.partner_id, person=person, account_id=account.pk, role=role.value, member_id=member_id
    )
    settle_department_staff(person.partner_id, [person.pk])
    _tell(EventKind.MEMBERSHIP_ADDED, membership, by, role=role.value, member_id=member_id)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User, expected: Role | None = None) -> Membership:
    """Give a person another role in an account. Raises :class:`Refused` for the last admin, for one's own admin role, for an
    archived account, and for Department staff, a role that nobody chooses.
    """
    membership = _locked(membership)
    before = Role(membership.role)
    if before is role:
        return membership
    _refuse_not_chosen(role)
    if expected not in (None, before):
        raise Refused("membership.changed", person=membership.person.full_name, account=membership.account.name)
    if before is Role.ADMIN:
        guards.refuse_own_admin(membership, by)
        guards.refuse_last_admin(membership.person, membership.account_id)
    membership.role = role.value
    membership.save(update_fields=["role"])
    settle_department_staff(membership.partner_id, [membership.person_id])
    _tell(EventKind.ROLE_CHANGED, membership, by, before=before.value, after=role.value)
    return membership


@transaction.atomic
def change_member_id(*, membership: Membership, member_id: str, by: User, expected: str | None = None) -> Membership:
    """Give a person another member ID in an account, or with an empty one take it away. Raises :class:`Refused` when somebody
    else there has it, and for an archived account.
    """
    after = member_id_from(member_id)
    membership = _locked(membership)
    before = membership.member_id
    if before == after:
        return membership
    if expected not in (None, before):
        raise Refused("membership.changed", person=membership.person.full_name, account=membership.account.name)
    _refuse_taken(membership.account_id, after)
    membership.member_id = after
    membership.save(update_fields=["member_id"])
    _tell(EventKind.MEMBER_ID_CHANGED, membership, by, before=before, after=after)
    return membership


@transaction.atomic
def change(
    *, membership: Membership, role: Role, member_id: str, by: User, expected: tuple[Role, str] | None = None
) -> Membership:
    """Give a person this role and this member ID in an account, both or neither; ``expected`` are those of before.

    Raises :class:`Refused` as :func:`change_role` and :func:`change_member_id` do.
    """
    role_before, member_id_before = expected or (None, None)
    membership = change_role(membership=membership, role=role, by=by, expected=role_before)
    return change_member_id(membership=membership, member_id=member_id, by=by, expected=member_id_before)


@transaction.atomic
def remove(*, membership: Membership, by: User) -> Person:
    """Take a person out of an account; they stay with the partner. Raises :class:`Refused` for its last admin, for oneself as
    its admin, for an archived account, and for Department staff, which goes by itself with the last staff role.
    """
    membership = _locked(membership)
    if membership.role == Role.DEPARTMENT_STAFF:
        raise Refused("membership.automatic", person=membership.person.full_name)
    guards.refuse_own_admin(membership, by)
    if membership.role == Role.ADMIN:
        guards.refuse_last_admin(membership.person, membership.account_id)
    person = membership.person
    _tell(EventKind.MEMBERSHIP_REMOVED, membership, by, role=membership.role, member_id=membership.member_id)
    membership.delete()
    settle_department_staff(person.partner_id, [person.pk])
    return person


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, and stays until the end of the transaction."""
    lock_people(membership.partner_id)
    now = Membership.objects.select_related("person", "account").filter(pk=membership.pk).first()
    if now is None:
        raise Refused("membership.gone", account=membership.account.name)
    guards.refuse_archived(now.account_id)
    return now


def _refuse_not_chosen(role: Role) -> None:
    if role is Role.DEPARTMENT_STAFF:
        raise Refused("role.not_chosen")


def _refuse_taken(account_id: int, member_id: str) -> None:
    """The caller holds the lock and knows that the person in question has another one."""
    if not member_id:
        return
    holder = Membership.objects.filter(account=account_id, member_id=member_id)
    name = holder.values_list("person__full_name", flat=True).first()
    if name is not None:
        raise Refused("member_id.taken", value=member_id, details={"holder": name})


def settle_department_staff(partner_id: int, people: Collection[int]) -> None:
    """Staff of a department are at least Department staff in the partner account (R12); when the last such role has gone, so
    does that membership, if it is no more than that (R14). The caller holds the lock of the partner's people.
    """
    theirs = Membership.objects.filter(person__in=people)
    in_partner = theirs.filter(account=partner_id)
    in_departments = theirs.exclude(account=partner_id).filter(role__in=[role.value for role in STAFF_ROLES])
    staff = set(in_departments.values_list("person_id", flat=True))
    in_partner.filter(role=Role.DEPARTMENT_STAFF.value).exclude(person__in=staff).delete()
    missing = staff - set(in_partner.values_list("person_id", flat=True))
    Membership.objects.bulk_create(
        Membership(partner_id=partner_id, person_id=pk, account_id=partner_id, role=Role.DEPARTMENT_STAFF.value)
        for pk in sorted(missing)
    )


def _tell(kind: EventKind, membership: Membership, by: User, **details: str) -> None:
    Event.objects.create(account_id=membership.account_id, by=by, kind=kind, person=membership.person, details=details)
