"""The decider, as tables of cases: rows that meet somebody who is there already (R17 to R23)."""

import pytest

from people.imports.deciding.decide import decide
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Change, KnownMembership, KnownPerson, Options
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue
from people.roles import Role
from tests.unit.imports.decisions import (
    ADD_ONLY,
    CREATED,
    FAILED,
    MATHEMATICS,
    PARTNER,
    PHYSICS,
    SKIPPED,
    UNCHANGED,
    UPDATED,
    ana,
    as_learner,
    codes,
    known,
    outcomes,
    places,
    plan,
    row,
)


def test_r17_somebody_who_is_there_just_so_is_unchanged():
    decided = plan(row(2), there=known(ana({PARTNER: as_learner()})))

    assert outcomes(decided) == [UNCHANGED]
    assert (decided.name, decided.writes) == (None, ())


def test_r17_what_differs_is_updated_with_old_and_new_values():
    there = known(ana({PARTNER: as_learner()}, name="A. Ruiz"))
    decided = plan(row(2, role=Role.COURSE_VIEWER, member_id="417"), there=there)

    assert outcomes(decided) == [UPDATED]
    assert decided.decisions[0].changes == (
        Change(Field.NAME, "A. Ruiz", "Ana Ruiz"),
        Change(Field.ROLE, "learner", "course_viewer"),
        Change(Field.MEMBER, "", "417"),
    )


def test_r17_a_further_place_for_somebody_who_is_there_is_an_update():
    decided = plan(row(2, department=MATHEMATICS), there=known(ana({PARTNER: as_learner()})))

    assert outcomes(decided) == [UPDATED]
    assert decided.decisions[0].is_new_membership


def test_r17_when_only_adding_somebody_who_is_there_is_skipped_with_all_their_rows():
    rows = [row(2, name="Other"), row(3, department=MATHEMATICS)]
    decided = plan(*rows, there=known(ana({PARTNER: as_learner()})), options=ADD_ONLY)

    assert outcomes(decided) == [SKIPPED, SKIPPED]
    assert codes(decided) == [[Code.PERSON_EXISTS], [Code.PERSON_EXISTS]]
    assert (decided.name, decided.writes) == (None, ())


def test_r17_when_only_adding_new_people_may_have_several_rows():
    decided = plan(row(2, department=MATHEMATICS), row(3, department=PHYSICS), options=ADD_ONLY)

    assert outcomes(decided) == [CREATED, CREATED]


def test_r18_blank_cells_change_nothing():
    there = known(ana({PARTNER: KnownMembership(Role.COURSE_MANAGER, "417")}))

    assert outcomes(plan(row(2), there=there)) == [UNCHANGED]


def test_r19_another_valid_role_is_an_update():
    there = known(ana({PARTNER: KnownMembership(Role.COURSE_MANAGER, "")}))

    assert places(plan(row(2, role=Role.COURSE_VIEWER), there=there)) == {PARTNER: Role.COURSE_VIEWER}


def test_r19_a_file_never_takes_the_admin_role_from_the_uploader():
    there = known(
        ana({PARTNER: KnownMembership(Role.ADMIN, "")}), uploader="ana@northwind.example", admins={PARTNER: 5}
    )
    decided = plan(row(2, role=Role.COURSE_VIEWER), there=there)

    assert outcomes(decided) == [FAILED]
    assert codes(decided) == [[Code.ROLE_OWN_ADMIN]]


def test_r19_a_file_never_takes_it_from_the_last_admin_even_when_it_takes_it_from_several():
    persons = {
        f"{name}@northwind.example": KnownPerson(number, name, {MATHEMATICS: KnownMembership(Role.ADMIN, "")})
        for number, name in enumerate(["ana", "bo", "cy"])
    }
    rows = [row(2 + index, email=email, name=person.name) for index, (email, person) in enumerate(persons.items())]
    rows = [
        ParsedRow(each.number, each.name, each.email, department=MATHEMATICS, role=Role.COURSE_VIEWER) for each in rows
    ]
    ledger: dict[int, int] = {}
    plans = decide(rows, known(persons, admins={MATHEMATICS: 3}), Options(), ledger)

    assert [outcomes(each) for each in plans] == [[UPDATED], [UPDATED], [FAILED]]
    assert codes(plans[2]) == [[Code.ROLE_LAST_ADMIN]]
    assert ledger == {MATHEMATICS: -2}


def test_r19_an_admin_whom_the_file_makes_counts():
    there = known(ana({MATHEMATICS: KnownMembership(Role.ADMIN, "")}), admins={MATHEMATICS: 1})
    rows = [
        row(2, email="al@northwind.example", department=MATHEMATICS, role=Role.ADMIN),
        row(3, department=MATHEMATICS, role=Role.COURSE_VIEWER),
    ]

    assert [outcomes(each) for each in decide(rows, there, Options(), {})] == [[CREATED], [UPDATED]]


def test_r20_a_member_id_that_somebody_else_has_fails():
    there = known(holders={(MATHEMATICS, "417"): "bo@northwind.example"})
    decided = plan(row(2, department=MATHEMATICS, member_id="417"), there=there)

    assert outcomes(decided) == [FAILED]
    assert codes(decided) == [[Code.MEMBER_ID_TAKEN]]


def test_r20_the_same_member_id_in_another_account_is_fine():
    there = known(holders={(PHYSICS, "417"): "bo@northwind.example"})

    assert outcomes(plan(row(2, department=MATHEMATICS, member_id="417"), there=there)) == [CREATED]


def test_r20_another_member_id_for_somebody_who_has_one_fails():
    decided = plan(row(2, member_id="418"), there=known(ana({PARTNER: as_learner("417")})))

    assert codes(decided) == [[Code.MEMBER_ID_DIFFERS]]


def test_r20_one_member_id_for_two_people_of_the_file_fails_for_the_later():
    assert codes(plan(row(9, member_id="417", rival=4))) == [[Code.MEMBER_ID_REPEATED]]


def test_r21_a_deactivated_person_is_skipped_with_a_reason():
    decided = plan(row(2, role=Role.ADMIN), there=known(ana({PARTNER: as_learner()}, is_deactivated=True)))

    assert outcomes(decided) == [SKIPPED]
    assert codes(decided) == [[Code.PERSON_DEACTIVATED]]
    assert decided.writes == ()


def test_r22_people_the_file_does_not_name_are_in_no_plan():
    persons = ana({PARTNER: as_learner()}) | {"bo@northwind.example": KnownPerson(8, "Bo", {PARTNER: as_learner()})}

    assert [each.email for each in decide([row(2)], known(persons), Options(), {})] == ["ana@northwind.example"]


@pytest.mark.parametrize(("department", "outcome"), [(None, CREATED), (MATHEMATICS, CREATED), (PHYSICS, FAILED)])
def test_r23_in_a_department_only_that_department_can_be_named(department, outcome):
    there = known(account=MATHEMATICS, departments=frozenset({MATHEMATICS}))

    assert outcomes(plan(row(2, department=department), there=there)) == [outcome]


def test_r23_a_blank_cell_and_the_departments_own_id_are_the_same_place():
    there = known(account=MATHEMATICS, departments=frozenset({MATHEMATICS}))

    assert outcomes(plan(row(2), row(3, department=MATHEMATICS), there=there)) == [CREATED, SKIPPED]


def test_r23_a_name_that_others_use_too_is_kept():
    there = known(ana({MATHEMATICS: as_learner()}, name="A. Ruiz", is_elsewhere=True), account=MATHEMATICS)
    decided = plan(row(2), there=there)

    assert outcomes(decided) == [UNCHANGED]
    assert codes(decided) == [[Code.NAME_KEPT]]
    assert decided.name is None


def test_r20_the_file_s_own_clash_is_told_before_the_database_s():
    there = known(holders={(PARTNER, "417"): "bo@northwind.example"})

    assert codes(plan(row(9, member_id="417", rival=4), there=there)) == [[Code.MEMBER_ID_REPEATED]]


def test_r9_a_row_without_an_address_is_told_of_its_department_too():
    broken = ParsedRow(2, department=77, issues=(Issue(Code.EMAIL_MISSING, Field.EMAIL),))

    assert codes(plan(broken)) == [[Code.EMAIL_MISSING, Code.DEPARTMENT_UNKNOWN]]


def test_r23_a_kept_name_is_told_only_of_people_in_the_department():
    there = known(ana({PHYSICS: as_learner()}, name="A. Ruiz", is_elsewhere=True), account=MATHEMATICS)

    assert plan(row(2), there=there).decisions[0].issues[0].details == {}


def test_every_issue_of_a_row_is_collected():
    there = known(ana({PARTNER: KnownMembership(Role.ADMIN, "1")}), admins={PARTNER: 1})
    decided = plan(row(2, role=Role.COURSE_VIEWER, member_id="2"), there=there)

    assert codes(decided) == [[Code.ROLE_LAST_ADMIN, Code.MEMBER_ID_DIFFERS]]
