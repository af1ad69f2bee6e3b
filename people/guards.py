"""What nobody may do to people: shared by the changes of one membership and those of a whole person.

Each is called within a transaction that holds the lock of the partner's people, so that what it finds stays true.
"""

from django.db.models import Exists, OuterRef

from cerego.errors import Refused
from departments.models import Account
from people.models import Membership, Person, User
from people.roles import Role


def refuse_own_admin(membership: Membership, by: User) -> None:
    """Nobody takes their own admin role. Raises :class:`Refused`, role.own_admin."""
    if membership.person.user_id == by.pk and membership.role == Role.ADMIN:
        raise Refused("role.own_admin", account=membership.account.name)


def refuse_last_admin(person: Person, account_id: int | None = None) -> None:
    """No live account loses its last admin who is not deactivated: by this person going from ``account_id``, or from all.

    Raises :class:`Refused`, role.last_admin.
    """
    if person.deactivated_at is not None:
        return
    admins = Membership.objects.filter(role=Role.ADMIN.value, person__deactivated_at=None)
    others = admins.filter(account=OuterRef("account")).exclude(person=person.pk)
    alone = admins.filter(~Exists(others), person=person.pk, account__archived_at=None)
    if account_id is not None:
        alone = alone.filter(account=account_id)
    names = list(alone.order_by("account__name", "id").values_list("account__name", flat=True))
    if names:
        raise Refused("role.last_admin", person=person.full_name, accounts=names)


def refuse_archived(account_id: int) -> None:
    """Nobody's place in an archived account is made or changed. Raises :class:`Refused`, department.archived."""
    name = Account.objects.filter(pk=account_id).exclude(archived_at=None).values_list("name", flat=True).first()
    if name is not None:
        raise Refused("department.archived", name=name)
