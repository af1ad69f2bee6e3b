"""Pages of the people list: whatever way leads to a page, it has the people that the whole list has there."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import transaction

from people.listing import paging
from people.listing.filters import PeopleFilter, Position
from people.listing.finding import Choice
from people.listing.ordering import Order
from people.listing.page import people_page
from people.models import Membership, Person
from tests.factories import Cast, make_person
from tests.integration.people_pages import FILTERS, PEOPLE, SORTS, cast, follow, ids, position, short_pages, whole

__all__ = ["cast", "short_pages"]
pytestmark = pytest.mark.django_db


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

            last = people_page(choice, position(people_page(choice, Position()).counted(len(expected)).last))

            assert ids(last) == expected[(len(expected) - 1) // 5 * 5 :]
            assert not last.next
            assert [pk for page in reversed(follow(choice, last, "previous")) for pk in ids(page)] == expected


def test_it_shows_the_end_of_the_list_though_people_have_come_since_it_was_counted(cast: Cast) -> None:
    choice = Choice(cast.northwind, cast.northwind, PeopleFilter(search="zed"))
    last = people_page(choice, Position()).counted(PEOPLE - 7).last
    make_person(cast.maths, "Zed 9999")

    page = people_page(choice, position(last))

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
