"""People and their places, described; each as far as one sees them working in an account."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404

from departments.models import Account
from people.api.people.shapes import MembershipShape, PersonShape
from people.models import Membership, Person
from people.person.page import people_seen_from
from people.selectors import memberships_seen_from


def give_places(account: Account, people: Sequence[Person]) -> None:
    """To each person the memberships that one sees working in ``account``; one query for all."""
    places: dict[int, list[Membership]] = {person.pk: [] for person in people}
    seen = memberships_seen_from(account).filter(person__in=list(places)).select_related("account")
    for membership in seen.order_by("account__name", "id"):
        places[membership.person_id].append(membership)
    for person in people:
        person.places = places[person.pk]  # type: ignore[attr-defined]


def person_described(account: Account, person_id: int) -> dict[str, Any]:
    """A person as one sees them working in ``account``; otherwise 404."""
    person = get_object_or_404(people_seen_from(account), pk=person_id)
    give_places(account, [person])
    return dict(PersonShape(person).data)


def place_described(membership: Membership) -> dict[str, Any]:
    """A membership, described."""
    return dict(MembershipShape(membership).data)
