"""What can be done to many people. A further action is a line in ACTIONS, and a function that does it to one person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cerego.errors import Refused
from departments.models import Account
from people import invitations, memberships, persons
from people.models import Bulk, Membership, Person, User
from people.roles import Role


@dataclass(frozen=True, slots=True)
class Action:
    """One of them."""

    code: str
    words: str
    """What its button says."""
    of_many: str
    """The same as a sentence's beginning, before the number of people."""
    whereto: str
    """What stands after the number, while no account is chosen."""
    fields: tuple[str, ...]
    """What has to be chosen: account, department, role."""
    do: Callable[[Person, Bulk, User], bool]
    """Does it to a person; returns whether that changed anything. Raises :class:`Refused`."""
    is_danger: bool = False
    is_partners: bool = False
    """Whether it is for the admins of a partner account only: a department's change places in it, and nothing else."""
    preposition: str = ""
    """Stands between the people and the account: "to", "from", "in"."""


def _place(person: Person, options: Mapping[str, Any]) -> Membership | None:
    places = Membership.objects.select_related("account").filter(person=person.pk, account=options["account"])
    return places.first()


def _change_role(person: Person, bulk: Bulk, by: User) -> bool:
    place = _place(person, bulk.options)
    if place is None:
        raise Refused("bulk.not_there", person=person.full_name, account=_name(bulk))
    role = Role(bulk.options["role"])
    if place.role == role.value:
        return False
    memberships.change_role(membership=place, role=role, by=by)
    return True


def _add(person: Person, bulk: Bulk, by: User) -> bool:
    if _place(person, bulk.options) is not None:
        return False
    account = Account.objects.get(pk=bulk.options["account"])
    memberships.add(person=person, account=account, role=Role(bulk.options["role"]), by=by)
    return True


def _remove(person: Person, bulk: Bulk, by: User) -> bool:
    place = _place(person, bulk.options)
    if place is None:
        return False
    memberships.remove(membership=place, by=by)
    return True


def _deactivate(person: Person, bulk: Bulk, by: User) -> bool:
    if person.deactivated_at is not None:
        return False
    persons.deactivate(person=person, by=by)
    return True


def _reactivate(person: Person, bulk: Bulk, by: User) -> bool:
    if person.deactivated_at is None:
        return False
    persons.reactivate(person=person, by=by)
    return True


def _invite(person: Person, bulk: Bulk, by: User) -> bool:
    return bool(invitations.invite(persons=Person.objects.filter(pk=person.pk), account=bulk.account, by=by))


def _name(bulk: Bulk) -> str:
    return Account.objects.values_list("name", flat=True).get(pk=bulk.options["account"])


ACTIONS: Final[dict[str, Action]] = {
    action.code: action
    for action in (
        Action("role", "Change role", "Change the role of", "", ("account", "role"), _change_role, preposition="in"),
        Action("add", "Add to department", "Add", "to a department", ("department", "role"), _add,
               is_partners=True, preposition="to"),
        Action("remove", "Remove from department", "Remove", "from a department", ("department",), _remove,
               is_danger=True, preposition="from"),
        Action("invite", "Send invitation", "Invite", "", (), _invite),
        Action("deactivate", "Deactivate", "Deactivate", "", (), _deactivate, is_danger=True, is_partners=True),
        Action("reactivate", "Reactivate", "Reactivate", "", (), _reactivate, is_partners=True),
    )
}  # fmt: skip


def actions_for(account: Account) -> list[Action]:
    """Those that one may take working in ``account``."""
    return [action for action in ACTIONS.values() if account.is_partner or not action.is_partners]
