"""The decider, as tables of cases: one test, or more, for each of R9 to R23."""

import pytest

from people.imports.columns import Field
from people.imports.decide import decide
from people.imports.issues import Code, Issue
from people.imports.parse import ParsedRow
from people.imports.plan import Change, Existing, Known, KnownMembership, KnownPerson, Options, Plan
from people.outcomes import Outcome
from people.roles import STAFF_ROLES, Role

PARTNER, MATHEMATICS, PHYSICS = 1, 12, 13
ADD_ONLY = Options(existing=Existing.ADD_ONLY)
CREATED, UPDATED, UNCHANGED, SKIPPED, FAILED = Outcome


def row(number: int, email: str = "ana@northwind.example", name: str = "Ana Ruiz", **values) -> ParsedRow:
    return ParsedRow(number=number, name=name, email=email, **values)


def known(persons: dict[str, KnownPerson] | None = None, **facts) -> Known:
    defaults = {"account": PARTNER, "partner": PARTNER, "uploader": "mara@northwind.example"}
    defaults["departments"] = frozenset({MATHEMATICS, PHYSICS})
    return Known(**{**defaults, "persons": persons or {}, **facts})


def ana(memberships: dict[int, KnownMembership] | None = None, **facts) -> dict[str, KnownPerson]:
    return {"ana@northwind.example": KnownPerson(7, facts.pop("name", "Ana Ruiz"), memberships or {}, **facts)}


def as_learner(member_id: str = "") -> KnownMembership:
    return KnownMembership(Role.LEARNER, member_id)


def plan(*rows: ParsedRow, there: Known | None = None, options: Options | None = None) -> Plan:
    (only,) = decide(list(rows), there or known(), options or Options(), {})
    return only


def outcomes(of: Plan) -> list[Outcome]:
    return [decision.outcome for decision in of.decisions]


def codes(of: Plan) -> list[list[Code]]:
    return [[issue.code for issue in decision.issues] for decision in of.decisions]


def places(of: Plan) -> dict[int, Role]:
    return {write.account: write.role for write in of.writes}


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
