"""The decider, as tables of cases: where a row places somebody, and rows that meet each other (R9 to R16)."""

import pytest

from people.imports.deciding.plan import KnownMembership
from people.imports.issues import Code
from people.roles import STAFF_ROLES, Role
from tests.unit.imports.decisions import (
    CREATED,
    FAILED,
    MATHEMATICS,
    PARTNER,
    PHYSICS,
    SKIPPED,
    ana,
    codes,
    known,
    outcomes,
    places,
    plan,
    row,
)


def test_r9_a_blank_department_means_the_account_worked_in():
    assert places(plan(row(2))) == {PARTNER: Role.LEARNER}


@pytest.mark.parametrize("department", [77, PARTNER, 999_999_999_999])
def test_r9_an_id_that_is_no_live_department_of_the_partner_fails_and_creates_nothing(department):
    decided = plan(row(2, department=department))

    assert outcomes(decided) == [FAILED]
    assert codes(decided) == [[Code.DEPARTMENT_UNKNOWN]]
    assert decided.writes == ()


def test_r10_no_role_means_learner():
    assert places(plan(row(2, department=MATHEMATICS))) == {MATHEMATICS: Role.LEARNER}


def test_r11_a_row_makes_a_person_who_is_not_there_and_places_them():
    decided = plan(row(2, department=MATHEMATICS, member_id="00417"))

    assert outcomes(decided) == [CREATED]
    assert decided.person is None
    assert decided.name == "Ana Ruiz"
    assert [(write.account, write.member_id, write.is_new) for write in decided.writes] == [
        (MATHEMATICS, "00417", True)
    ]


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_r12_a_staff_role_in_a_department_also_makes_department_staff_in_the_partner(role):
    decided = plan(row(2, department=MATHEMATICS, role=role))

    assert places(decided) == {MATHEMATICS: role, PARTNER: Role.DEPARTMENT_STAFF}
    assert [decision.gives_staff for decision in decided.decisions] == [True]


def test_r12_several_departments_make_one_department_staff_membership():
    decided = plan(row(2, department=MATHEMATICS, role=Role.ADMIN), row(3, department=PHYSICS, role=Role.COURSE_VIEWER))

    assert [write.account for write in decided.writes].count(PARTNER) == 1
    assert [decision.gives_staff for decision in decided.decisions] == [True, False]


def test_r12_a_learner_in_a_department_gets_none():
    assert PARTNER not in places(plan(row(2, department=MATHEMATICS)))


def test_r12_a_staff_role_in_the_partner_itself_gets_none():
    assert places(plan(row(2, role=Role.ADMIN))) == {PARTNER: Role.ADMIN}


def test_r12_a_row_that_fails_brings_none():
    taken = known(holders={(MATHEMATICS, "1"): "bo@northwind.example"})
    decided = plan(row(2, department=MATHEMATICS, role=Role.ADMIN, member_id="1"), there=taken)

    assert decided.writes == ()


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_r13_an_existing_membership_in_the_partner_is_never_changed_by_it(role):
    there = known(ana({PARTNER: KnownMembership(role, "")}))

    assert places(plan(row(2, department=MATHEMATICS, role=Role.ADMIN), there=there)) == {MATHEMATICS: Role.ADMIN}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_r13_a_row_for_the_partner_itself_wins_in_either_order(order):
    rows = [{"department": MATHEMATICS, "role": Role.ADMIN}, {"department": None}]
    decided = plan(*(row(number, **rows[index]) for number, index in enumerate(order, start=2)))

    assert places(decided) == {MATHEMATICS: Role.ADMIN, PARTNER: Role.LEARNER}


def test_r15_a_person_in_several_departments_may_have_another_role_and_member_id_in_each():
    decided = plan(
        row(2, department=MATHEMATICS, role=Role.ADMIN, member_id="1"), row(3, department=PHYSICS, member_id="2")
    )

    assert outcomes(decided) == [CREATED, CREATED]
    assert {write.account: write.member_id for write in decided.writes if write.account != PARTNER} == {
        MATHEMATICS: "1",
        PHYSICS: "2",
    }


def test_r15_the_first_rows_name_stands_and_the_others_carry_a_warning():
    decided = plan(row(2, department=MATHEMATICS), row(3, department=PHYSICS, name="Anna Ruiz"))

    assert decided.name == "Ana Ruiz"
    assert outcomes(decided) == [CREATED, CREATED]
    assert codes(decided) == [[], [Code.NAME_DIFFERS]]
    assert decided.decisions[1].issues[0].details == {"first": 2, "name": "Ana Ruiz"}


def test_r15_a_row_that_fails_gives_no_name():
    decided = plan(row(2, department=77, name="Wrong"), row(3, department=PHYSICS))

    assert decided.name == "Ana Ruiz"
    assert codes(decided)[1] == []


def test_r16_the_same_again_is_skipped_and_names_the_first():
    decided = plan(row(2, department=MATHEMATICS), row(5, department=MATHEMATICS))

    assert outcomes(decided) == [CREATED, SKIPPED]
    assert decided.decisions[1].issues[0].details == {"first": 2}


@pytest.mark.parametrize(
    ("other", "field"),
    [({"role": Role.ADMIN}, "cerego_role"), ({"member_id": "9"}, "member_id"), ({"name": "Anna"}, "name")],
)
def test_r16_the_same_place_with_other_values_fails_and_names_the_row_and_the_fields(other, field):
    decided = plan(row(2), row(5, **other))

    assert outcomes(decided) == [CREATED, FAILED]
    assert decided.decisions[1].issues[0].code is Code.ROW_CONFLICT
    assert decided.decisions[1].issues[0].details == {"first": 2, "fields": [field]}


def test_r16_a_row_after_one_that_failed_stands_for_itself():
    taken = known(holders={(PARTNER, "1"): "bo@northwind.example"})

    assert outcomes(plan(row(2, member_id="1"), row(3, member_id="2"), there=taken)) == [FAILED, CREATED]
