"""Pages of the people list: whatever way leads to a page, it has the people that the whole list has there."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import transaction

from people.listing import finding, paging
from people.listing import page as listing
from people.listing.filters import PeopleFilter, Position
from people.listing.finding import Choice
from people.listing.ordering import Order
from people.listing.page import PeoplePage, people_page
from people.models import Membership, Person
from people.roles import Role
from tests.factories import Cast, make_cast, make_person

pytestmark = pytest.mark.django_db
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
        pages.append(people_page(choice, _position(query)))
    return pages


def _position(query: str) -> Position:
    given = dict(
        part.split("=") for part in query.split("&") if part.split("=")[0] in ("page", "after", "before", "rest")
    )
    return Position(**{name: int(value) for name, value in given.items()})


@pytest.mark.parametrize("walks", [(500, 5_000), (3, 7)], ids=["long walks", "short walks"])
def test_it_goes_through_all_pages_forwards_and_backwards(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests, walks: tuple[int, int]
) -> None:
    monkeypatch.setattr(paging, "_WALKS", walks)
    for name, sort in product(FILTERS, SORTS):
        choice = Choice(cast.northwind, cast.northwind, FILTERS[name].but(sort=sort))
        with subtests.test(name, sort=sort):
            expected = whole(choice)

            forwards = follow(choice, people_page(choice, Position()), "next")
            backwards = follow(choice, forwards[-1], "previous")

            assert [pk for page in forwards for pk in ids(page)] == expected
            assert [pk for page in reversed(backwards) for pk in ids(page)] == expected
            assert {page.total for page in forwards} <= {len(expected), None}


@pytest.mark.parametrize("walks", [(500, 5_000), (3, 7)], ids=["long walks", "short walks"])
def test_it_goes_on_from_a_place_whoever_has_come_or_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests, walks: tuple[int, int]
) -> None:
    """Everybody who was there all the time comes once, though those listed go behind us, and others come before us."""
    monkeypatch.setattr(paging, "_WALKS", walks)
    for name, sort in product(FILTERS, SORTS):
        choice = Choice(cast.northwind, cast.northwind, FILTERS[name].but(sort=sort))
        with subtests.test(name, sort=sort), rolled_back():
            expected, found = whole(choice), []
            page, order = people_page(choice, Position()), Order.named(sort)
            while True:
                found += ids(page)
                if not page.found.has_next:
                    break
                last = page.people[-1]
                Membership.objects.filter(person__in=page.people).delete()
                Person.objects.filter(pk__in=ids(page)).delete()
                make_person(cast.maths, "Aaa Zed Z033", email=f"{page.number}@northwind.example")
                page = people_page(choice, Position(page.number + 1, after=last.pk, place=order.place_of(last)))

            assert [pk for pk in found if pk in expected] == expected


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing of the block stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", FILTERS)
def test_it_finds_a_page_by_its_number_alone(cast: Cast, name: str) -> None:
    choice = Choice(cast.northwind, cast.northwind, FILTERS[name])
    expected = whole(choice)

    for number in range(1, -(-len(expected) // 5) + 1):
        assert ids(people_page(choice, Position(number))) == expected[(number - 1) * 5 : number * 5]


@pytest.mark.parametrize("name", FILTERS)
def test_it_shows_the_last_page_when_there_are_not_so_many(cast: Cast, name: str) -> None:
    choice = Choice(cast.northwind, cast.northwind, FILTERS[name])
    expected = whole(choice)

    page = people_page(choice, Position(1_000_000))

    assert ids(page) == expected[(len(expected) - 1) // 5 * 5 :] if expected else ids(page) == []
    assert page.total == len(expected)
    assert not page.next


def test_it_comes_to_the_last_page_from_the_end_once_somebody_has_counted(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    for name, sort in product([name for name in FILTERS if name not in ("few", "nobody")], SORTS):
        choice = Choice(cast.northwind, cast.northwind, FILTERS[name].but(sort=sort))
        with subtests.test(name, sort=sort):
            expected = whole(choice)

            last = people_page(choice, _position(people_page(choice, Position()).counted(len(expected)).last))

            assert ids(last) == expected[(len(expected) - 1) // 5 * 5 :]
            assert not last.next
            assert [pk for page in reversed(follow(choice, last, "previous")) for pk in ids(page)] == expected


def test_it_shows_the_end_of_the_list_though_people_have_come_since_it_was_counted(cast: Cast) -> None:
    choice = Choice(cast.northwind, cast.northwind, PeopleFilter(search="zed"))
    last = people_page(choice, Position()).counted(PEOPLE - 7).last
    make_person(cast.maths, "Zed 9999")

    page = people_page(choice, _position(last))

    assert ids(page) == whole(choice)[-len(ids(page)) :]
    assert page.total is None


def test_it_goes_on_by_number_when_the_person_it_came_after_is_gone(cast: Cast) -> None:
    choice = Choice(cast.northwind, cast.northwind, PeopleFilter())

    assert ids(people_page(choice, Position(3, after=9_000_000))) == whole(choice)[10:15]


def test_it_lists_a_department_to_its_last_page(cast: Cast) -> None:
    choice = Choice(cast.northwind, cast.maths, PeopleFilter())
    expected = whole(choice)

    pages = follow(choice, people_page(choice, Position()), "next")

    assert [pk for page in pages for pk in ids(page)] == expected
    assert {page.total for page in pages} == {len(expected)}


def test_it_counts_what_the_list_does_not(cast: Cast) -> None:
    choice = Choice(cast.northwind, cast.northwind, PeopleFilter(search="zed"))

    assert people_page(choice, Position()).total is None
    assert listing.count(choice) == PEOPLE - 7


def test_of_those_found_in_a_role_that_most_have_it_looks_up_only_the_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_WALKS", (1, 2))
    totals = {
        role: people_page(
            Choice(cast.northwind, cast.northwind, PeopleFilter(search="zed", roles=(role.value,))), Position()
        ).total
        for role in (Role.LEARNER, Role.ADMIN)
    }

    assert totals == {Role.LEARNER: None, Role.ADMIN: 0}


@pytest.mark.parametrize("sort", SORTS)
def test_it_counts_those_whose_word_begins_so_only_where_they_are_few(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(paging, "LARGE", PEOPLE - 1)
    monkeypatch.setattr(paging, "_WALKS", (1, 2))
    choice = Choice(cast.northwind, cast.northwind, PeopleFilter(search="ze", sort=sort))
    expected = whole(choice)

    pages = [people_page(choice, Position(number)) for number in range(1, len(expected) // 5 + 3)]

    assert [ids(page) for page in pages[:8]] == [expected[begin : begin + 5] for begin in range(0, len(expected), 5)]
    assert [page.total for page in pages] == [None] * 7 + [len(expected)] * 2
    assert ids(pages[8]) == ids(pages[7]), "behind the last it is the last"
    monkeypatch.setattr(paging, "LARGE", PEOPLE)
    assert people_page(choice, Position()).total == len(expected)


@pytest.mark.parametrize(
    "roles", [(), (Role.LEARNER.value,), (Role.ADMIN.value,)], ids=["anybody", "learners", "admins"]
)
@pytest.mark.parametrize("search", ["z03", "z0 zed", "ze z0", "z0 03", "zed 1"])
def test_it_finds_member_ids_that_too_many_have(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, search: str, roles: tuple[str, ...]
) -> None:
    for account in (cast.northwind, cast.maths):
        choice = Choice(account, account, PeopleFilter(search=search, roles=roles))
        expected = whole(choice)
        monkeypatch.setattr(finding, "_FEW", 3)
        monkeypatch.setattr(paging, "_WALKS", (1, 2))

        pages = follow(choice, people_page(choice, Position()), "next")

        assert [pk for page in pages for pk in ids(page)] == expected
        assert pages[-1].total in (len(expected), None)
