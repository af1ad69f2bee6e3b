"""The account switcher: a list for a few accounts, a search for many; without JavaScript a page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.models import Department
from people.models import User
from tests.factories import Cast
from tests.web.test_person import words

As = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def many(cast: Cast) -> None:
    Department.objects.bulk_create(
        Department(parent_id=cast.northwind.pk, partner_id=cast.northwind.pk, name=f"Group {n:03}") for n in range(300)
    )


def test_a_few_accounts_are_listed_without_a_search(cast: Cast, mara: Client) -> None:
    page = words(mara.get(reverse("people", args=[cast.northwind.pk])).content)

    assert "Search your accounts" not in page
    assert reverse("people", args=[cast.physics.pk]) in page


def test_many_are_searched(cast: Cast, mara: Client, many: None) -> None:
    page = words(mara.get(reverse("people", args=[cast.northwind.pk])).content)
    assert "Search your accounts" in page
    assert reverse("people", args=[cast.physics.pk]) not in page

    answer = mara.get(reverse("switch", args=[cast.northwind.pk]), {"q": "phys"}, headers=HTMX)

    part = words(answer.content)
    assert part.startswith('<div class="menu__list" id="switch-results" data-announce="1 account">')
    assert reverse("people", args=[cast.physics.pk]) in part
    assert "HX-Request" in answer["Vary"]


def test_it_works_as_a_page(cast: Cast, mara: Client, many: None) -> None:
    address = reverse("switch", args=[cast.maths.pk])

    first, second = mara.get(address), mara.get(address, {"page": 2, "q": "group"})

    assert words(first.content).count("· ID") == words(second.content).count("· ID") == 50
    assert "q=group&amp;page=3" in words(second.content)
    assert "No account matches" in words(mara.get(address, {"q": "nowhere"}).content)


def test_it_finds_nobody_elses_accounts(cast: Cast, as_: As, mara: Client) -> None:
    assert "Wards" not in words(mara.get(reverse("switch", args=[cast.northwind.pk]), {"q": "ward"}).content)
    own = as_(cast.dora).get(reverse("switch", args=[cast.maths.pk]))
    assert [account.name for account in own.context["page"]] == ["Mathematics"]


def test_it_asks_equally_often_for_few_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("switch", args=[cast.northwind.pk])
    mara.get(address)
    with django_assert_num_queries(10):
        mara.get(address)
    Department.objects.bulk_create(
        Department(parent_id=cast.northwind.pk, partner_id=cast.northwind.pk, name=f"Group {n}") for n in range(60)
    )
    with django_assert_num_queries(10):
        mara.get(address)
