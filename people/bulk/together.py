"""A batch of people at once: the changes in whose way nothing can stand, in a few statements each.

Each function does to those it can what its namesake in ``actions`` does to one, and says what became of them; whom it leaves out
(admins, mostly, for whom guards have to be asked) goes through that one's door. So the rules of the doors hold here too: R12 and
R14, an event a person, sessions that end. The caller is in a transaction that holds the partner's people.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.contrib.postgres.functions import TransactionNow
from django.db.models.functions import Now

from cerego.errors import Refused
from departments.models import Account
from people import guards, invitations
from people.memberships import settle_department_staff
from people.models import Bulk, Event, Invitation, Membership, Person
from people.models.events import EventKind
from people.roles import Role
from people.services import end_sessions_of

Results = dict[int, bool | Refused]
"""For each person by id: whether anything changed, or why it was refused."""


def change_role(people: Sequence[Person], bulk: Bulk) -> Results:
    """Admins, who may be the last or oneself, are left out."""
    account = _account(bulk)
    role = Role(bulk.options["role"])
    places = _places(people, account)
    results: Results = {
        person.pk: Refused("bulk.not_there", person=person.full_name, account=account.name)
        for person in people
        if person.pk not in places
    }
    archived = _archived(account)
    for pk, place in places.items():
        if place.role == role:
            results[pk] = False
        elif archived:
            results[pk] = archived
    moved = [place for pk, place in places.items() if pk not in results and place.role != Role.ADMIN]
    Membership.objects.filter(pk__in=[place.pk for place in moved]).update(role=role.value)
    settle_department_staff(bulk.partner_id, [place.person_id for place in moved])
    details = {place.person_id: {"before": place.role, "after": role.value} for place in moved}
    return results | _tell(EventKind.ROLE_CHANGED, account.pk, bulk, details)


def add(people: Sequence[Person], bulk: Bulk) -> Results:
    """Nobody is left out."""
    account = _account(bulk)
    role = Role(bulk.options["role"])
    there = _places(people, account)
    results: Results = dict.fromkeys(there, False)
    new = [person.pk for person in people if person.pk not in there]
    if archived := _archived(account):
        return results | dict.fromkeys(new, archived)
    partner = bulk.partner_id
    Membership.objects.bulk_create(
        Membership(partner_id=partner, person_id=pk, account_id=account.pk, role=role.value) for pk in new
    )
    settle_department_staff(partner, new)
    details = {pk: {"role": role.value, "member_id": ""} for pk in new}
    return results | _tell(EventKind.MEMBERSHIP_ADDED, account.pk, bulk, details)


def remove(people: Sequence[Person], bulk: Bulk) -> Results:
    """Admins are left out, and Department staff, which goes by itself."""
    account = _account(bulk)
    places = _places(people, account)
    results: Results = {person.pk: False for person in people if person.pk not in places}
    if archived := _archived(account):
        return results | dict.fromkeys(places, archived)
    gone = [place for place in places.values() if place.role not in (Role.ADMIN, Role.DEPARTMENT_STAFF)]
    details = {place.person_id: {"role": place.role, "member_id": place.member_id} for place in gone}
    told = _tell(EventKind.MEMBERSHIP_REMOVED, account.pk, bulk, details)
    Membership.objects.filter(pk__in=[place.pk for place in gone]).delete()
    settle_department_staff(bulk.partner_id, list(details))
    return results | told


def deactivate(people: Sequence[Person], bulk: Bulk) -> Results:
    """Admins of any account are left out, and oneself."""
    results: Results = {person.pk: False for person in people if person.deactivated_at is not None}
    admins = set(
        Membership.objects.filter(person__in=people, role=Role.ADMIN.value).values_list("person_id", flat=True)
    )
    theirs = {
        person.pk: person.user_id
        for person in people
        if person.pk not in results and person.pk not in admins and person.user_id != bulk.created_by_id
    }
    Person.objects.filter(pk__in=theirs).update(deactivated_at=Now())
    end_sessions_of(list(theirs.values()))
    return results | _tell(EventKind.PERSON_DEACTIVATED, bulk.partner_id, bulk, {pk: {} for pk in theirs})


def reactivate(people: Sequence[Person], bulk: Bulk) -> Results:
    """Nobody is left out."""
    results: Results = {person.pk: False for person in people if person.deactivated_at is None}
    back = [person.pk for person in people if person.pk not in results]
    Person.objects.filter(pk__in=back).update(deactivated_at=None)
    return results | _tell(EventKind.PERSON_REACTIVATED, bulk.partner_id, bulk, {pk: {} for pk in back})


def invite(people: Sequence[Person], bulk: Bulk) -> Results:
    """Nobody is left out; one event says how many were invited."""
    persons = Person.objects.filter(pk__in=[person.pk for person in people])
    waiting = list(invitations.invitable(persons).values_list("pk", flat=True))
    invitations.invite(persons=persons, account=bulk.account, by=bulk.created_by)
    asked = Invitation.objects.filter(person__in=waiting, asked_at=TransactionNow()).values_list("person_id", flat=True)
    results: Results = {person.pk: False for person in people}
    return results | dict.fromkeys(asked, True)


TOGETHER: Final = {
    "role": change_role,
    "add": add,
    "remove": remove,
    "invite": invite,
    "deactivate": deactivate,
    "reactivate": reactivate,
}
"""By the code of the action."""


def _account(bulk: Bulk) -> Account:
    return Account.objects.get(pk=bulk.options["account"])


def _places(people: Iterable[Person], account: Account) -> dict[int, Membership]:
    """Their memberships in the account, by person."""
    return {place.person_id: place for place in Membership.objects.filter(person__in=list(people), account=account.pk)}


def _archived(account: Account) -> Refused | None:
    try:
        guards.refuse_archived(account.pk)
    except Refused as refusal:
        return refusal
    return None


def _tell(kind: EventKind, account_id: int, bulk: Bulk, details: Mapping[int, Mapping[str, str]]) -> Results:
    """An event for each of these people; returns that it changed them."""
    Event.objects.bulk_create(
        Event(account_id=account_id, by=bulk.created_by, kind=kind, person_id=pk, details=dict(said))
        for pk, said in details.items()
    )
    return dict.fromkeys(details, True)
