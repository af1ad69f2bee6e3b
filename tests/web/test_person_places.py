"""A person's places on their page: role and member ID changed, places added and removed; stale pages and double clicks."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from departments.models import Account
from people import memberships
from people.models import Event, Membership, Person, User
from people.roles import Role
from tests.factories import Cast, make_person, place
from tests.web.test_person import of, words

As = Callable[[User], Client]


@pytest.fixture
def liv(cast: Cast) -> Person:
    return Person.objects.get(user=cast.liv)


def in_(account: Account, person: Person) -> Membership | None:
    return Membership.objects.filter(account=account, person=person).first()


def as_what(account: Account, person: Person) -> tuple[str, str]:
    membership = Membership.objects.get(account=account, person=person)
    return membership.role, membership.member_id


LEARNER_007 = {"seen_role": "learner", "seen_member_id": "007"}


def test_it_changes_role_and_member_id_once_however_often_it_is_sent(cast: Cast, mara: Client, liv: Person) -> None:
    sent = {"role": "course_manager", "member_id": " 008 ", **LEARNER_007}

    for _ in range(2):
        answer = mara.post(of("change_place", cast, liv, cast.maths.pk), sent, follow=True)
        assert "Saved: Liv Lund in Mathematics: Course manager, member ID 008." in words(answer.content)

    assert as_what(cast.maths, liv) == ("course_manager", "008")
    assert Event.objects.filter(person=liv).count() == 2
    assert "Role in Mathematics: <del>Learner</del> → <ins>Course manager</ins>" in words(answer.content)
    assert in_(cast.northwind, liv)


def test_it_says_at_the_field_that_a_member_id_is_taken_and_keeps_what_was_typed(
    cast: Cast, mara: Client, liv: Person
) -> None:
    make_person(cast.maths, "Ann Arbor", member_id="9")

    answer = mara.post(of("change_place", cast, liv, cast.maths.pk), {"role": "admin", "member_id": "9", **LEARNER_007})

    page = words(answer.content)
    assert answer.status_code == 422
    assert "Ann Arbor has the member ID 9 already." in page.split(f'id="place-{cast.maths.pk}-member_id_error"')[1]
    assert '<option value="admin" selected>' in page
    assert "<details open>" in page
    assert as_what(cast.maths, liv) == ("learner", "007")


@pytest.mark.parametrize("role", ["department_staff", "king", ""])
def test_it_offers_no_other_roles(cast: Cast, mara: Client, liv: Person, role: str) -> None:
    sent = {"role": role, "member_id": "007", **LEARNER_007}

    assert mara.post(of("change_place", cast, liv, cast.maths.pk), sent).status_code == 422


def test_an_old_page_is_told_so(cast: Cast, mara: Client, liv: Person) -> None:
    memberships.change_role(membership=in_(cast.maths, liv), role=Role.ADMIN, by=cast.mara)
    sent = {"role": "course_viewer", "member_id": "007", **LEARNER_007}

    answer = mara.post(of("change_place", cast, liv, cast.maths.pk), sent)

    page = words(answer.content)
    assert answer.status_code == 422
    assert "Somebody else has changed the place of Liv Lund in Mathematics meanwhile." in page
    assert 'name="seen_role" value="admin"' in page
    assert mara.post(of("change_place", cast, liv, cast.maths.pk), sent | {"seen_role": "admin"}).status_code == 302


def test_a_place_that_has_gone_is_told_so(cast: Cast, mara: Client, liv: Person) -> None:
    memberships.remove(membership=in_(cast.maths, liv), by=cast.mara)

    answer = mara.post(of("change_place", cast, liv, cast.maths.pk), {"role": "admin", **LEARNER_007}, follow=True)

    assert "Liv Lund is not in Mathematics. Nothing was changed." in words(answer.content)


def test_it_adds_and_removes_a_place_once_however_often_it_is_sent(cast: Cast, mara: Client, liv: Person) -> None:
    sent = {"account": cast.physics.pk, "role": "learner", "member_id": "4"}
    for _ in range(2):
        answer = mara.post(of("add_place", cast, liv), sent, follow=True)
        assert "Liv Lund is in Physics now: Learner." in words(answer.content)
    assert Event.objects.filter(person=liv).count() == 1

    for said in ("is not in Physics any more.", "is not in Physics. Nothing was changed."):
        answer = mara.post(of("remove_place", cast, liv, cast.physics.pk), follow=True)
        assert said in words(answer.content)
    assert in_(cast.physics, liv) is None
    assert Event.objects.filter(person=liv).count() == 2


@pytest.mark.parametrize("where", ["wards", "nowhere", ""])
def test_it_adds_only_to_accounts_that_it_offers(cast: Cast, mara: Client, liv: Person, where: str) -> None:
    account = getattr(getattr(cast, where, None), "pk", where)

    answer = mara.post(of("add_place", cast, liv), {"account": account, "role": "learner"})

    assert answer.status_code == 422
    assert "Choose an account." in words(answer.content).split('id="new-place-account_error"')[1]
    assert Membership.objects.filter(person=liv).count() == 1


def test_it_says_at_the_field_that_somebody_is_there_already(cast: Cast, mara: Client, liv: Person) -> None:
    answer = mara.post(of("add_place", cast, liv), {"account": cast.maths.pk, "role": "admin"})

    assert answer.status_code == 422
    assert "Liv Lund is in Mathematics already." in words(answer.content).split('id="new-place-account_error"')[1]


def test_it_opens_the_form_of_one_place_by_its_address(cast: Cast, mara: Client, liv: Person) -> None:
    page = words(mara.get(of("change_place", cast, liv, cast.maths.pk)).content)

    assert page.count("<details open>") == 1


def test_nobody_takes_their_own_admin_role(cast: Cast, mara: Client) -> None:
    make_person(cast.northwind, "Max Mustermann", role=Role.ADMIN)
    me = Person.objects.get(user=cast.mara)
    sent = {"role": "learner", "member_id": "", "seen_role": "admin", "seen_member_id": ""}

    answer = mara.post(of("change_place", cast, me, cast.northwind.pk), sent)
    assert answer.status_code == 422
    assert "from yourself" in words(answer.content).split(f'id="place-{cast.northwind.pk}-role_error"')[1]
    removed = mara.post(of("remove_place", cast, me, cast.northwind.pk), follow=True)
    assert "from yourself" in words(removed.content)


def test_a_departments_admin_changes_and_removes_in_their_own_department_alone(
    cast: Cast, as_: As, liv: Person
) -> None:
    dora, page = as_(cast.dora), [cast.maths.pk, liv.pk]
    place(liv, cast.physics)

    for elsewhere in (cast.physics.pk, cast.northwind.pk, cast.wards.pk):
        assert dora.post(reverse("change_place", args=[*page, elsewhere]), {"role": "admin"}).status_code == 404
        assert dora.post(reverse("remove_place", args=[*page, elsewhere])).status_code == 404
    answer = dora.post(reverse("remove_place", args=[*page, cast.maths.pk]), follow=True)

    assert "Liv Lund is not in Mathematics any more." in words(answer.content)
    assert answer.redirect_chain[-1][0] == reverse("people", args=[cast.maths.pk])
    assert in_(cast.physics, liv)


def test_an_archived_place_is_shown_and_left_alone(cast: Cast, mara: Client, liv: Person) -> None:
    cast.maths.archived_at = "2026-01-01T00:00Z"
    cast.maths.save()

    page = words(mara.get(of("person", cast, liv)).content)
    answer = mara.post(of("remove_place", cast, liv, cast.maths.pk), follow=True)

    assert "Archived" in page
    assert "Remove from Mathematics" not in page
    assert "Mathematics is archived." in words(answer.content)
    assert in_(cast.maths, liv)
