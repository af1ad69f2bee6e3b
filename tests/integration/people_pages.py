"""A list of a few dozen people in pages of five, and ways through it, for the tests of paging."""

import pytest

from people.listing import page as listing
from people.listing import paging
from people.listing.filters import PeopleFilter, Position
from people.listing.finding import Choice
from people.listing.page import PeoplePage, people_page
from people.models import Person
from people.roles import Role
from tests.factories import Cast, make_cast, make_person

PEOPLE = 44


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for number in range(PEOPLE - 7):
        place = cast.maths if number % 2 else cast.physics
        person = make_person(place, f"Zed {number % 10} {number:02}", member_id=f"Z{number:03}")
        if number % 3 == 0:
            Person.objects.filter(pk=person.pk).update(last_sign_in=f"2026-01-{1 + number % 4:02}T00:00Z")
    return cast


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few dozen people are many."""
    monkeypatch.setattr(paging, "PAGE_LENGTH", 5)
    monkeypatch.setattr(listing, "PAGE_LENGTH", 5)
    monkeypatch.setattr(paging, "_SMALL", 0)
    monkeypatch.setattr(paging, "_NEAR", 2)
    monkeypatch.setattr(paging, "_FIRST", 12)
    monkeypatch.setattr(listing, "_DEEP", 5)


FILTERS = {
    "everybody": PeopleFilter(),
    "search": PeopleFilter(search="zed"),
    "two words": PeopleFilter(search="zed z0"),
    "role": PeopleFilter(roles=(Role.LEARNER.value,)),
    "search in a role": PeopleFilter(search="zed", roles=(Role.LEARNER.value,)),
    "status": PeopleFilter(statuses=("not_invited",)),
    "beginning of a word": PeopleFilter(search="ze"),
    "few": PeopleFilter(search="z033"),
    "nobody": PeopleFilter(search="nobody at all"),
}
SORTS = ["name", "-name", "email", "-email", "added", "-added", "seen", "-seen"]
KEYS = {"name": "sort_key", "email": "email", "added": "created_at", "seen": "last_sign_in"}


def whole(choice: Choice) -> list[int]:
    """The whole list, sorted by Python."""
    sort = choice.chosen.sort
    people = [(getattr(person, KEYS[sort.removeprefix("-")]), person.pk) for person in choice.people]
    ordered = sorted(people, key=lambda each: (each[0] is not None, each[0] or 0, each[1]))
    return [pk for _, pk in (reversed(ordered) if sort.startswith("-") else ordered)]


def ids(page: PeoplePage) -> list[int]:
    return [person.pk for person in page]


def follow(choice: Choice, page: PeoplePage, way: str) -> list[PeoplePage]:
    """The pages that one comes to by clicking Next, or Previous, again and again."""
    pages = [page]
    while query := getattr(pages[-1], way):
        pages.append(people_page(choice, position(query)))
    return pages


def position(query: str) -> Position:
    given = dict(
        part.split("=") for part in query.split("&") if part.split("=")[0] in ("page", "after", "before", "rest")
    )
    return Position(**{name: int(value) for name, value in given.items()})
