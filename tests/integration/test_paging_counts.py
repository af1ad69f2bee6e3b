"""How many a page of the people list says there are, and how it is found out without counting very many."""

import pytest

from people.listing import finding, paging
from people.listing import page as listing
from people.listing.filters import PeopleFilter, Position
from people.listing.finding import Choice
from people.listing.page import people_page
from people.roles import Role
from tests.factories import Cast
from tests.integration.people_pages import PEOPLE, SORTS, cast, follow, ids, short_pages, whole

__all__ = ["cast", "short_pages"]
pytestmark = pytest.mark.django_db


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
