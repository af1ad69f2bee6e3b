"""Changes of one place at a time: R12, R14 and the last admin."""

import pytest

from cerego.errors import Refused
from departments.models import Department
from people import memberships
from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from people.roles import Role
from people.services import create_partner, create_person

pytestmark = pytest.mark.django_db


class Place:
    """A partner with two departments, its admin Mara, and Ana, who is in it nowhere yet."""

    def __init__(self) -> None:
        self.partner, self.mara = create_partner(name="Northwind", admin_email="mara@northwind.example", by=None)
        departments = Department.objects
        self.mathematics = departments.create_department(partner=self.partner, name="Mathematics")
        self.physics = departments.create_department(partner=self.partner, name="Physics")
        user = User.objects.create_user("ana@northwind.example")
        self.ana = create_person(partner_id=self.partner.pk, user=user, full_name="Ana Ruiz")

    def put(self, person: Person, account, role: Role) -> Membership:
        return Membership.objects.create(
            person=person, partner_id=self.partner.pk, account_id=account.pk, role=role.value
        )

    def role_in_partner(self) -> str | None:
        return (
            Membership.objects.filter(person=self.ana, account=self.partner.pk).values_list("role", flat=True).first()
        )


def take(membership: Membership, how: str, *, by: User) -> None:
    """Take the role away: by another one, or with the membership."""
    if how == "demoted":
        memberships.change_role(membership=membership, role=Role.LEARNER, by=by)
    else:
        memberships.remove(membership=membership, by=by)


@pytest.fixture
def place() -> Place:
    return Place()


def test_r12_somebody_who_becomes_staff_of_a_department_becomes_department_staff(place):
    membership = place.put(place.ana, place.mathematics, Role.LEARNER)

    memberships.change_role(membership=membership, role=Role.COURSE_MANAGER, by=place.mara)

    assert place.role_in_partner() == Role.DEPARTMENT_STAFF


def test_r14_department_staff_stays_while_there_is_another_staff_role(place):
    membership = place.put(place.ana, place.mathematics, Role.COURSE_MANAGER)
    place.put(place.ana, place.physics, Role.COURSE_VIEWER)
    place.put(place.ana, place.partner, Role.DEPARTMENT_STAFF)

    memberships.change_role(membership=membership, role=Role.LEARNER, by=place.mara)

    assert place.role_in_partner() == Role.DEPARTMENT_STAFF


@pytest.mark.parametrize("how", ["demoted", "removed"])
def test_r14_department_staff_goes_with_the_last_staff_role(place, how):
    membership = place.put(place.ana, place.mathematics, Role.COURSE_MANAGER)
    place.put(place.ana, place.partner, Role.DEPARTMENT_STAFF)

    take(membership, how, by=place.mara)

    assert place.role_in_partner() is None


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ADMIN])
def test_r14_a_role_in_the_partner_that_somebody_chose_stays(place, role):
    membership = place.put(place.ana, place.mathematics, Role.COURSE_MANAGER)
    place.put(place.ana, place.partner, role)

    memberships.remove(membership=membership, by=place.mara)

    assert place.role_in_partner() == role


@pytest.mark.parametrize("how", ["demoted", "removed"])
def test_it_refuses_to_take_the_last_admin(place, how):
    membership = Membership.objects.get(account=place.partner.pk, role=Role.ADMIN)

    with pytest.raises(Refused, match=r"role\.last_admin"):
        take(membership, how, by=place.mara)


def test_nobody_is_given_department_staff_by_choice(place):
    membership = place.put(place.ana, place.partner, Role.LEARNER)

    with pytest.raises(Refused, match=r"role\.not_chosen"):
        memberships.change_role(membership=membership, role=Role.DEPARTMENT_STAFF, by=place.mara)


def test_it_writes_who_did_what_in_the_same_transaction(place):
    membership = place.put(place.ana, place.mathematics, Role.LEARNER)

    memberships.change_role(membership=membership, role=Role.ADMIN, by=place.mara)

    event = Event.objects.get(kind=EventKind.ROLE_CHANGED)
    assert (event.by, event.person, event.details) == (place.mara, place.ana, {"before": "learner", "after": "admin"})
