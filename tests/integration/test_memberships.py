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
        take(membership, how, by=place.ana.user)


@pytest.mark.parametrize("how", ["demoted", "removed"])
def test_nobody_takes_their_own_admin_role(place, how):
    place.put(place.ana, place.partner, Role.ADMIN)
    membership = Membership.objects.get(person__user=place.mara)

    with pytest.raises(Refused, match=r"role\.own_admin"):
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


def test_it_adds_a_person_with_what_follows_from_it(place):
    membership = memberships.add(
        person=place.ana, account=place.physics, role=Role.COURSE_VIEWER, member_id=" 007 ", by=place.mara
    )

    assert (membership.role, membership.member_id) == ("course_viewer", "007")
    assert place.role_in_partner() == Role.DEPARTMENT_STAFF
    event = Event.objects.get(kind=EventKind.MEMBERSHIP_ADDED)
    assert (event.account, event.details) == (place.physics, {"role": "course_viewer", "member_id": "007"})


def test_it_refuses_to_add_who_is_there_otherwise(place):
    place.put(place.ana, place.physics, Role.COURSE_VIEWER)

    with pytest.raises(Refused, match=r"membership\.exists"):
        memberships.add(person=place.ana, account=place.physics, by=place.mara)


def test_it_gives_and_takes_a_member_id(place):
    membership = place.put(place.ana, place.physics, Role.LEARNER)

    memberships.change_member_id(membership=membership, member_id=" 0042 ", by=place.mara)
    memberships.change_member_id(membership=membership, member_id="", by=place.mara)

    details = Event.objects.filter(kind=EventKind.MEMBER_ID_CHANGED).order_by("id").values_list("details", flat=True)
    assert list(details) == [{"before": "", "after": "0042"}, {"before": "0042", "after": ""}]


@pytest.mark.parametrize("how", ["added", "changed"])
def test_r20_a_member_id_belongs_to_one_person_of_an_account(place, how):
    mara = Membership.objects.get(person__user=place.mara)
    memberships.change_member_id(membership=mara, member_id="7", by=place.mara)

    def give():
        if how == "added":
            return memberships.add(person=place.ana, account=place.partner, member_id="7", by=place.mara)
        ana = place.put(place.ana, place.partner, Role.LEARNER)
        return memberships.change_member_id(membership=ana, member_id="7", by=place.mara)

    with pytest.raises(Refused, match=r"member_id\.taken") as refusal:
        give()

    assert refusal.value.context["details"] == {"holder": "mara"}


@pytest.mark.parametrize(("member_id", "code"), [("x" * 101, "too_long"), ("1\x002", "control_characters")])
def test_r8_holds_for_member_ids_that_are_typed(place, member_id, code):
    membership = place.put(place.ana, place.physics, Role.LEARNER)

    with pytest.raises(Refused, match=code):
        memberships.change_member_id(membership=membership, member_id=member_id, by=place.mara)


def test_r14_department_staff_is_not_removed_by_hand(place):
    place.put(place.ana, place.mathematics, Role.COURSE_MANAGER)
    automatic = place.put(place.ana, place.partner, Role.DEPARTMENT_STAFF)

    with pytest.raises(Refused, match=r"membership\.automatic"):
        memberships.remove(membership=automatic, by=place.mara)


def test_r12_who_is_staff_of_a_department_stays_department_staff_when_taken_out_of_the_partner(place):
    place.put(place.ana, place.mathematics, Role.COURSE_MANAGER)
    chosen = place.put(place.ana, place.partner, Role.LEARNER)

    memberships.remove(membership=chosen, by=place.mara)

    assert place.role_in_partner() == Role.DEPARTMENT_STAFF


def test_it_refuses_what_was_decided_on_a_page_that_is_old(place):
    membership = place.put(place.ana, place.physics, Role.COURSE_VIEWER)

    with pytest.raises(Refused, match=r"membership\.changed"):
        memberships.change_role(membership=membership, role=Role.ADMIN, by=place.mara, expected=Role.LEARNER)
    with pytest.raises(Refused, match=r"membership\.changed"):
        memberships.change_member_id(membership=membership, member_id="8", by=place.mara, expected="7")
    memberships.remove(membership=membership, by=place.mara)
    with pytest.raises(Refused, match=r"membership\.gone"):
        memberships.remove(membership=membership, by=place.mara)


def test_what_is_asked_for_twice_is_done_once(place):
    for _ in range(2):
        membership = memberships.add(person=place.ana, account=place.physics, by=place.mara)
    for _ in range(2):
        memberships.change_role(membership=membership, role=Role.ADMIN, by=place.mara, expected=Role.LEARNER)
        memberships.change_member_id(membership=membership, member_id="7", by=place.mara, expected="")

    kinds = Event.objects.filter(person=place.ana).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [EventKind.MEMBERSHIP_ADDED, EventKind.ROLE_CHANGED, EventKind.MEMBER_ID_CHANGED]


def test_no_place_in_an_archived_department_changes(place):
    membership = place.put(place.ana, place.physics, Role.LEARNER)
    Department.objects.filter(pk=place.physics.pk).update(archived_at="2026-01-01T00:00Z")

    acts = [
        lambda: memberships.change_role(membership=membership, role=Role.ADMIN, by=place.mara),
        lambda: memberships.change_member_id(membership=membership, member_id="7", by=place.mara),
        lambda: memberships.remove(membership=membership, by=place.mara),
        lambda: memberships.add(person=place.ana, account=place.physics, by=place.mara),
    ]
    for act in acts:
        with pytest.raises(Refused, match=r"department\.archived"):
            act()
