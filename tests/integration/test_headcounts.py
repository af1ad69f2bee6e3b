"""The kept counts: they say what counting would say, whoever writes people and however."""

from collections import Counter
from random import Random

import pytest
from django.db import connection, transaction

from people.listing.headcounts import people_counts, role_counts
from people.models import Headcount, Membership, Person
from people.models.headcounts import EVERYBODY, IN_DEPARTMENTS
from people.roles import Role
from tests.factories import Cast, make_cast, make_person, place

pytestmark = pytest.mark.django_db


def kept() -> dict[tuple[int, str], int]:
    """The counts that are not zero."""
    rows = Headcount.objects.exclude(people=0).values_list("account_id", "what", "people")
    return {(account, what): people for account, what, people in rows}


def counted() -> dict[tuple[int, str], int]:
    """The same, one by one."""
    memberships = list(Membership.objects.values_list("partner_id", "account_id", "person_id", "role"))
    counted = [(partner, EVERYBODY) for partner in Person.objects.values_list("partner_id", flat=True)]
    counted += [(account, role) for _, account, _, role in memberships]
    in_departments = {(partner, person) for partner, account, person, _ in memberships if account != partner}
    counted += [(partner, IN_DEPARTMENTS) for partner, _ in in_departments]
    return dict(Counter(counted))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_it_counts_whoever_is_made(cast: Cast) -> None:
    assert kept() == counted()


@pytest.mark.parametrize("seed", range(3))
def test_it_counts_after_any_changes(cast: Cast, seed: int) -> None:
    random = Random(seed)
    for number in range(25):
        memberships = list(Membership.objects.order_by("pk"))
        match random.choice(["make", "place", "role", "remove", "several", "gone"]):
            case "make":
                make_person(random.choice([cast.northwind, cast.maths, cast.wards]), f"Somebody {number}")
            case "place":
                person = make_person(cast.maths, f"Placed {number}")
                place(person, random.choice([cast.northwind, cast.physics]), Role.LEARNER)
            case "role" if memberships:
                random.choice(memberships).person.memberships.update(role=Role.COURSE_MANAGER.value)
            case "remove" if memberships:
                random.choice(memberships).delete()
            case "several":
                Membership.objects.filter(pk__in=[each.pk for each in memberships if random.random() < 0.3]).delete()
            case "gone" if memberships:
                random.choice(memberships).person.delete()
        assert kept() == counted()


def test_it_counts_what_sql_writes_at_once(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_membership (partner_id, person_id, account_id, role, created_at)"
            " SELECT partner_id, id, %s, 'learner', now() FROM people_person WHERE partner_id = %s"
            " ON CONFLICT DO NOTHING",
            [cast.physics.pk, cast.northwind.pk],
        )

    assert kept() == counted()
    assert people_counts(cast.northwind).in_departments == 7


def test_it_forgets_a_change_that_is_taken_back(cast: Cast) -> None:
    before = kept()
    with transaction.atomic():
        make_person(cast.maths, "Nobody")
        transaction.set_rollback(True)

    assert kept() == before


def test_it_counts_nobody_in_an_emptied_table(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE people_person CASCADE")

    assert kept() == {}


def test_it_knows_how_many_have_each_role(cast: Cast) -> None:
    assert role_counts([cast.maths.pk, cast.physics.pk]) == {
        cast.maths.pk: {Role.ADMIN: 1, Role.LEARNER: 1},
        cast.physics.pk: {Role.ADMIN: 1},
    }
