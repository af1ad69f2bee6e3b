"""Changes of people that come at the same moment: what is claimed of accounts and member IDs holds whoever comes first."""

from collections.abc import Callable

from cerego.errors import Refused
from people import memberships, persons
from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from people.roles import Role
from tests.factories import Cast, make_person, place
from tests.integration.test_concurrency import together


def refusal(act: Callable[[], object]) -> Callable[[], str]:
    """The same, returning the code of the refusal, or nothing."""

    def ask() -> str:
        try:
            act()
        except Refused as refused:
            return refused.code
        return ""

    return ask


def test_two_admins_who_take_the_role_from_each_other_leave_one(committed_cast: Cast) -> None:
    cast = committed_cast
    max_ = make_person(cast.northwind, "Max Mustermann", role=Role.ADMIN)
    of = {user.pk: Membership.objects.get(person__user=user, account=cast.northwind) for user in (cast.mara, max_.user)}

    said = together(
        refusal(lambda: memberships.change_role(membership=of[max_.user_id], role=Role.LEARNER, by=cast.mara)),
        refusal(lambda: memberships.remove(membership=of[cast.mara.pk], by=max_.user)),
    )

    assert sorted(map(str, said)) == ["", "role.last_admin"]
    assert Membership.objects.filter(account=cast.northwind, role=Role.ADMIN).count() == 1


def test_two_admins_who_deactivate_each_other_leave_one(committed_cast: Cast) -> None:
    cast = committed_cast
    max_ = make_person(cast.northwind, "Max Mustermann", role=Role.ADMIN)
    mara = Person.objects.get(user=cast.mara)

    said = together(
        refusal(lambda: persons.deactivate(person=max_, by=cast.mara)),
        refusal(lambda: persons.deactivate(person=mara, by=max_.user)),
    )

    assert sorted(map(str, said)) == ["", "role.last_admin"]


def test_a_member_id_is_given_to_one_of_two(committed_cast: Cast) -> None:
    cast = committed_cast
    first, second = (make_person(cast.physics, name) for name in ("Ann Arbor", "Ben Berg"))
    of_first, of_second = (Membership.objects.get(person=person) for person in (first, second))

    said = together(
        refusal(lambda: memberships.change_member_id(membership=of_first, member_id="9", by=cast.mara)),
        refusal(lambda: memberships.change_member_id(membership=of_second, member_id="9", by=cast.mara)),
    )

    assert sorted(map(str, said)) == ["", "member_id.taken"]


def test_an_address_is_given_to_one_of_two(committed_cast: Cast) -> None:
    cast = committed_cast
    first, second = (make_person(cast.physics, name) for name in ("Ann Arbor", "Ben Berg"))

    said = together(
        refusal(lambda: persons.change_email(person=first, email="one@northwind.example", by=cast.mara)),
        refusal(lambda: persons.change_email(person=second, email="one@northwind.example", by=cast.mara)),
    )

    assert sorted(map(str, said)) == ["", "email.taken"]


def test_two_partners_that_find_the_same_new_address_share_one_sign_in(committed_cast: Cast) -> None:
    cast = committed_cast
    here, there = make_person(cast.physics, "Ann Arbor"), make_person(cast.wards, "A. Arbor", email="ann@c.example")

    together(
        lambda: persons.change_email(person=here, email="ann@new.example", by=cast.mara),
        lambda: persons.change_email(person=there, email="ann@new.example", by=cast.olga),
    )

    user = User.objects.get(email="ann@new.example")
    assert set(Person.objects.filter(user=user).values_list("pk", flat=True)) == {here.pk, there.pk}


def test_clicks_at_once_add_and_remove_once(committed_cast: Cast) -> None:
    cast = committed_cast
    ann = make_person(cast.physics, "Ann Arbor")

    together(*[lambda: memberships.add(person=ann, account=cast.maths, role=Role.ADMIN, by=cast.mara)] * 4)

    assert Event.objects.filter(person=ann, kind=EventKind.MEMBERSHIP_ADDED).count() == 1
    membership = Membership.objects.get(person=ann, account=cast.maths)
    said = together(*[refusal(lambda: memberships.remove(membership=membership, by=cast.mara))] * 4)
    assert sorted(map(str, said)) == ["", *["membership.gone"] * 3]
    assert not Membership.objects.filter(person=ann, account=cast.northwind).exists()


def test_sessions_end_when_both_partners_deactivate_at_once(committed_cast: Cast) -> None:
    cast = committed_cast
    here = make_person(cast.physics, "Ann Arbor")
    there = make_person(cast.wards, "A. Arbor", email=here.email)
    place(there, cast.contoso)

    together(
        lambda: persons.deactivate(person=here, by=cast.mara),
        lambda: persons.deactivate(person=there, by=cast.olga),
    )

    assert User.objects.get(pk=here.user_id).sessions_ended == 1
