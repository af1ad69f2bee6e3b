"""Home: where one belongs, and for admins the way into each Admin area."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import User
from people.roles import Role
from tests.factories import Cast, make_person

As = Callable[[User], Client]


def test_it_leads_an_admin_to_the_admin_page(cast: Cast, mara: Client) -> None:
    page = mara.get(reverse("home")).content.decode()

    assert f'href="{reverse("admin_home", args=[cast.northwind.pk])}">Admin<' in page


def test_it_leads_a_departments_admin_to_that_department_only(cast: Cast, as_: As) -> None:
    page = as_(cast.dora).get(reverse("home")).content.decode()

    assert reverse("admin_home", args=[cast.maths.pk]) in page
    assert reverse("admin_home", args=[cast.northwind.pk]) not in page


def test_it_shows_a_learner_where_they_belong_and_nothing_more(cast: Cast, as_: As) -> None:
    page = as_(cast.liv).get(reverse("home")).content.decode()

    assert "Northwind Academy" in page
    assert "Mathematics" in page
    assert "/accounts/" not in page


def test_it_says_so_to_somebody_who_belongs_nowhere(db: None, as_: As) -> None:
    page = as_(User.objects.create_user("nobody@example.org")).get(reverse("home")).content.decode()

    assert "belong to any organisation yet" in page


def test_it_shows_every_partner_one_belongs_to(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        mara.get(reverse("home"))
    make_person(cast.contoso, "M. Okafor", email=cast.mara.email, role=Role.LEARNER)

    with django_assert_num_queries(6):
        page = mara.get(reverse("home")).content.decode()

    assert "Contoso" in page
    assert "M. Okafor" in page


def test_it_shows_what_there_is_on_the_admin_page(cast: Cast, mara: Client, as_: As) -> None:
    page = mara.get(reverse("admin_home", args=[cast.northwind.pk])).content.decode()
    assert "<h1>Admin</h1>" in page
    for name in ("people", "imports", "departments"):
        assert reverse(name, args=[cast.northwind.pk]) in page

    own = as_(cast.dora).get(reverse("admin_home", args=[cast.maths.pk])).content.decode()
    assert reverse("departments", args=[cast.maths.pk]) not in own
