"""The person page: who they are, where they belong, what happened; forms that are refused, old, or sent twice."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import Department
from people import memberships, persons
from people.models import Event, Membership, Person, User
from people.outcomes import Outcome
from people.roles import Role
from tests.factories import Cast, make_import, make_person, make_row, place

As = Callable[[User], Client]


@pytest.fixture
def liv(cast: Cast) -> Person:
    return Person.objects.get(user=cast.liv)


def of(name: str, cast: Cast, person: Person, *more: int) -> str:
    """An address of the person's pages below Northwind."""
    return reverse(name, args=[cast.northwind.pk, person.pk, *more])


def words(page: bytes) -> str:
    return " ".join(page.decode().replace("&#x27;", "’").split())


def test_it_shows_who_they_are_and_where_they_belong(cast: Cast, mara: Client, liv: Person) -> None:
    place(liv, cast.physics, Role.COURSE_VIEWER)

    page = words(mara.get(of("person", cast, liv)).content)

    assert "<title>Liv Lund · Northwind Academy</title>" in page
    assert liv.email in page
    assert 'data-kind="not_invited">Not invited' in page
    assert page.index(">Mathematics<") < page.index(">Physics<")
    assert "007" in page
    assert "Course viewer" in page


def test_a_departments_admin_sees_their_own_department_alone(cast: Cast, as_: As, liv: Person) -> None:
    memberships.add(person=liv, account=cast.physics, role=Role.COURSE_VIEWER, by=cast.mara)

    page = words(as_(cast.dora).get(reverse("person", args=[cast.maths.pk, liv.pk])).content)

    assert "Physics" not in page
    assert "Department staff" not in page
    assert "Change name" not in page
    assert "Deactivate" not in page
    assert "Add to an account" not in page


def test_it_asks_equally_often_for_few_places_and_for_many(
    cast: Cast, mara: Client, liv: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = make_import(cast.northwind, cast.mara)
    make_row(run, 2, liv, Outcome.CREATED, department=cast.maths.pk)
    persons.rename(person=liv, full_name="Liv Berg", by=cast.mara)
    mara.get(of("person", cast, liv))
    with django_assert_num_queries(17):
        mara.get(of("person", cast, liv))
    for number in range(40):
        department = Department.objects.create_department(partner=cast.northwind, name=f"Group {number}")
        memberships.add(person=liv, account=department, role=Role.COURSE_VIEWER, by=cast.mara)
    with django_assert_num_queries(17):
        mara.get(of("person", cast, liv))


def test_it_changes_name_and_address(cast: Cast, mara: Client, liv: Person) -> None:
    seen = {"seen_name": liv.full_name, "seen_email": liv.email}
    sent = {"full_name": "Liv Berg", "email": "LIV@northwind.example", **seen}

    answer = mara.post(of("edit_person", cast, liv), sent, follow=True)

    assert "Saved: Liv Berg, liv@northwind.example." in words(answer.content)
    assert "Address: <del>liv.lund@northwind.example</del> → <ins>liv@northwind.example</ins>" in words(answer.content)
    again = mara.post(of("edit_person", cast, liv), sent)
    assert (again.status_code, Event.objects.filter(person=liv).count()) == (302, 2)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("full_name", "", "The name is missing."),
        ("full_name", "L\u202eiv", "characters in it that can’t be seen"),
        ("email", "liv", "needs one part before and one after an @"),
        ("email", "Dora.Diaz@northwind.example", "Dora Diaz has the address"),
    ],
)
def test_it_says_what_is_wrong_at_the_field_and_keeps_what_was_typed(
    cast: Cast, mara: Client, liv: Person, field: str, value: str, said: str
) -> None:
    sent = {"full_name": "Liv Berg", "email": liv.email, "seen_name": "Liv Lund", "seen_email": liv.email}

    answer = mara.post(of("edit_person", cast, liv), sent | {field: value})

    page = words(answer.content)
    assert answer.status_code == 422
    assert said in page.split(f'id="id_{field}_error"')[1]
    assert field == "full_name" or 'value="Liv Berg"' in page
    assert Person.objects.get(pk=liv.pk).full_name == "Liv Lund"


def test_it_says_what_is_wrong_with_both_fields_at_once(cast: Cast, mara: Client, liv: Person) -> None:
    path = reverse("edit_person", args=[cast.northwind.pk, liv.pk])

    answer = mara.post(path, {"full_name": "", "email": "nowhere"})

    assert answer.status_code == 422
    assert re.findall(r'id="id_(\w+)_error"', answer.content.decode()) == ["full_name", "email"]
    assert 'value="nowhere"' in answer.content.decode()


def test_an_old_page_is_told_so_once_and_then_goes_through(cast: Cast, mara: Client, liv: Person) -> None:
    sent = {"full_name": "Liv Berg", "email": liv.email, "seen_name": "Liv", "seen_email": liv.email}

    answer = mara.post(of("edit_person", cast, liv), sent)

    assert answer.status_code == 422
    assert "Somebody else has changed the name or address" in words(answer.content)
    assert 'name="seen_name" value="Liv Lund"' in words(answer.content)
    assert mara.post(of("edit_person", cast, liv), sent | {"seen_name": "Liv Lund"}).status_code == 302


def test_it_deactivates_and_reactivates(cast: Cast, mara: Client, liv: Person) -> None:
    for _ in range(2):
        answer = mara.post(of("deactivate", cast, liv), follow=True)
        assert "is deactivated" in words(answer.content)
    assert 'data-kind="deactivated"' in words(answer.content)

    answer = mara.post(of("reactivate", cast, liv), follow=True)

    assert "can come into Northwind Academy again" in words(answer.content)
    assert Event.objects.filter(person=liv).count() == 2


def test_it_does_not_offer_to_deactivate_oneself_and_refuses_it(cast: Cast, mara: Client) -> None:
    me = Person.objects.get(user=cast.mara)
    assert "Deactivate" not in words(mara.get(of("person", cast, me)).content)

    answer = mara.post(of("deactivate", cast, me), follow=True)

    assert "You can’t deactivate yourself." in words(answer.content)
    assert Person.objects.get(pk=me.pk).deactivated_at is None


def test_it_says_of_which_account_somebody_is_the_last_admin(cast: Cast, mara: Client) -> None:
    dora = Person.objects.get(user=cast.dora)

    answer = mara.post(of("deactivate", cast, dora), follow=True)

    assert "Dora Diaz is the last admin of Mathematics." in words(answer.content)


def test_it_tells_last_sign_in_only_of_those_who_came_in_here(cast: Cast, mara: Client, liv: Person) -> None:
    User.objects.filter(pk=cast.liv.pk).update(last_login=timezone.now())
    make_person(cast.contoso, "L. Lund", email=liv.email)

    page = words(mara.get(of("person", cast, liv)).content)

    assert page.split("<dt>Last sign-in</dt>")[1].startswith('<dd><span class="muted">Not yet')
    assert "Contoso" not in page
    assert Membership.objects.filter(person__user=cast.liv).count() == 2
