"""Failed rows, corrected and tried again in the same import: what comes of them, and that nothing else changes."""

import pytest

from cerego.errors import Refused
from people.imports import run as runs
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.models import Event, Import, ImportCorrection, Person
from people.models.events import EventKind
from people.models.imports import Status
from people.roles import Role
from tests.factories import Cast, make_person
from tests.integration.fixings import assert_adds_up, correct, for_all, outcomes, retry, row_of
from tests.integration.runs import codes, counts, everything, finish, places, work
from tests.integration.undoings import people, undo

pytestmark = pytest.mark.usefixtures("small_batches")


@pytest.fixture
def run(cast: Cast) -> Import:
    """Rows 3, 4 and 6 have failed, and 7 came in as a Learner."""
    return finish(
        cast.northwind,
        cast.mara,
        "Ann Arbor,ann@x.example,,,",
        "Bo Ek,bo@nowhere,,course_manager,",
        "Cy Dahl,cy@x.example,700077,,9",
        f"Dee Dee,dee@x.example,{cast.maths.pk},,",
        ",eve@x.example,,,",
        "Fay Fox,fay@x.example,,Mgr,",
    )


def test_a_corrected_row_comes_in_by_the_same_import(cast: Cast, run: Import) -> None:
    assert counts(run) == {"created": 3, "failed": 3}
    run = correct(run, 3, cast.mara, email="bo@x.example")
    run = correct(run, 4, cast.mara, department=str(cast.maths.pk))

    run = retry(run, cast.mara)

    assert run.status == Status.DONE
    assert counts(run) == {"created": 5, "failed": 1}
    assert (run.people, run.people_created, run.warnings) == (5, 5, 1)
    assert places(cast.northwind) >= {
        ("bo@x.example", "Northwind Academy", "course_manager", ""),
        ("cy@x.example", "Mathematics", "learner", "9"),
    }
    assert codes(run) == {6: ["name.missing"], 7: ["role.unrecognised"]}


def test_the_cells_stay_as_they_were_read(cast: Cast, run: Import) -> None:
    cells = row_of(run, 3)["cells"]
    run = retry(correct(run, 3, cast.mara, email="bo@x.example"), cast.mara)
    assert row_of(run, 3)["cells"] == cells == ["Bo Ek", "bo@nowhere", "", "course_manager", ""]
    assert row_of(run, 3)["email"] == "bo@x.example"


def test_all_rows_have_an_outcome_at_any_moment(cast: Cast, run: Import) -> None:
    for number in (3, 4, 6):
        run = correct(run, number, cast.mara, name="X Y", email=f"x{number}@x.example", department="")
    run = runs.retry(run=run, by=cast.mara)
    assert_adds_up(run)
    while runs.work(run.pk):
        assert_adds_up(run)
    assert_adds_up(run)
    assert counts(run) == {"created": 6}


def test_a_row_that_is_still_wrong_fails_again_with_the_reason_of_now(cast: Cast, run: Import) -> None:
    run = retry(correct(run, 3, cast.mara, email="liv@x.example", department="700088"), cast.mara)
    assert counts(run) == {"created": 3, "failed": 3}
    assert codes(run)[3] == ["department.unknown"]
    run = retry(correct(run, 3, cast.mara, email="liv@x.example"), cast.mara)
    assert outcomes(run)[3] == "created"


def test_a_row_is_tried_again_as_it_is_when_what_stood_in_its_way_is_gone(cast: Cast) -> None:
    ann = make_person(cast.northwind, "Ann Arbor", member_id="9")
    run = finish(cast.northwind, cast.mara, "Bo Ek,bo@x.example,,,9")
    assert codes(run) == {2: ["member_id.taken"]}
    ann.memberships.update(member_id="")
    run = retry(correct(run, 2, cast.mara), cast.mara)
    assert counts(run) == {"created": 1}


def test_r16_a_row_that_now_equals_one_that_is_in_is_skipped_and_names_it(cast: Cast, run: Import) -> None:
    run = retry(correct(run, 6, cast.mara, name="Ann Arbor", email="ann@x.example"), cast.mara)
    assert counts(run) == {"created": 3, "skipped": 1, "failed": 2}
    assert row_of(run, 6)["issues"][0]["code"] == "row.repeated"
    assert row_of(run, 6)["issues"][0]["details"] == {"first": 2}


def test_r16_a_row_that_contradicts_one_that_is_in_fails_and_names_it(cast: Cast, run: Import) -> None:
    run = retry(correct(run, 3, cast.mara, name="Dee Dee", email="dee@x.example"), cast.mara)
    run = retry(correct(run, 4, cast.mara, email="dee@x.example", department=str(cast.maths.pk)), cast.mara)
    assert row_of(run, 4)["issues"] == [
        {"code": "row.conflict", "column": "", "value": "", "details": {"first": 5, "fields": ["name", "member_id"]}}
    ]
    assert places(cast.northwind) >= {("dee@x.example", "Mathematics", "learner", "")}


def test_r15_a_further_department_of_somebody_who_is_in_keeps_their_name(cast: Cast, run: Import) -> None:
    run = retry(
        correct(run, 6, cast.mara, name="Another", email="dee@x.example", department=str(cast.physics.pk)), cast.mara
    )
    assert outcomes(run)[6] == "created"
    assert (run.people, run.people_created) == (3, 3)
    assert codes(run)[6] == ["name.differs"]
    assert Person.objects.get(email="dee@x.example").full_name == "Dee Dee"


def test_r17_only_adding_new_people_takes_further_rows_of_those_it_has_added(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, "Dee Dee,dee@x.example,,,", "Dee Dee,dee@x.example,700077,,")
    Import.objects.filter(pk=run.pk).update(options={"existing": "add-only", "problems": "skip"})
    run = retry(correct(run, 3, cast.mara, department=str(cast.maths.pk)), cast.mara)
    assert counts(run) == {"created": 2}


def test_r20_two_corrected_rows_with_one_member_id_do_not_meet_in_the_database(cast: Cast, run: Import) -> None:
    for number in (3, 4, 6):
        run = correct(run, number, cast.mara, name="X", email=f"x{number}@x.example", department="", member_id="42")
    run = retry(run, cast.mara)
    assert counts(run) == {"created": 4, "failed": 2}
    assert codes(run)[4] == codes(run)[6] == ["member_id.repeated"]


def test_r19_a_retried_row_takes_no_last_admin(cast: Cast, run: Import) -> None:
    run = correct(run, 3, cast.mara, name="Mara Okafor", email=cast.mara.email)
    run = retry(run, cast.mara)
    assert codes(run)[3] == ["role.own_admin"]
    run = retry(
        correct(run, 3, cast.mara, email="pete.park@northwind.example", department=str(cast.physics.pk)), cast.mara
    )
    assert codes(run)[3] == ["role.last_admin"]


def test_one_wrong_value_is_corrected_in_all_rows_that_failed_by_it(cast: Cast) -> None:
    rows = [f"P {number},p{number}@x.example,{700077 if number % 2 else 700088},," for number in range(10)]
    run = finish(cast.northwind, cast.mara, *rows)
    change = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.maths.pk))
    run = retry(runs.correct_all(run=run, changes=[change], by=cast.mara), cast.mara)
    assert counts(run) == {"created": 5, "failed": 5}
    assert {name for _, name, _, _ in places(cast.northwind) if name == "Mathematics"}


def test_a_role_that_nobody_understood_is_made_good_afterwards(cast: Cast, run: Import) -> None:
    change = for_all(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr", "course_manager")
    run = retry(runs.correct_all(run=run, changes=[change], by=cast.mara), cast.mara)
    assert ("fay@x.example", "Northwind Academy", "course_manager", "") in places(cast.northwind)
    assert counts(run) == {"created": 3, "failed": 3}
    assert (run.people, run.people_created, run.warnings) == (3, 3, 0)


def test_a_role_made_good_in_a_department_brings_department_staff(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, f"Fay Fox,fay@x.example,{cast.maths.pk},Mgr,")
    before = people()
    change = for_all(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr", "course_manager")
    run = retry(runs.correct_all(run=run, changes=[change], by=cast.mara), cast.mara)
    assert ("fay@x.example", "Northwind Academy", "department_staff", "") in places(cast.northwind)
    assert (run.created, run.staff) == (1, 1)
    assert people() != before


def test_a_role_that_can_not_be_made_good_leaves_the_row_as_it_was(cast: Cast, run: Import) -> None:
    fay = Person.objects.get(email="fay@x.example")
    fay.memberships.update(role=Role.ADMIN.value)
    cast.mara.persons.get().memberships.update(role=Role.ADMIN.value)
    Import.objects.filter(pk=run.pk).update(created_by=fay.user)
    run.refresh_from_db()
    change = for_all(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr", "course_manager")
    run = retry(runs.correct_all(run=run, changes=[change], by=cast.mara), cast.mara)
    assert outcomes(run)[7] == "created"
    assert codes(run)[7] == ["role.own_admin"]
    assert row_of(run, 7)["role"] == ""
    assert fay.memberships.get().role == "admin"
    assert run.warnings == 1


def test_r32_undoing_knows_by_which_row_somebody_was_named(cast: Cast) -> None:
    before = people()
    rows = ["Ann Elder,ann@x.example,700077,,", "Ann Arbor,ann@x.example,,,"]
    run = finish(cast.northwind, cast.mara, *rows)
    run = retry(correct(run, 2, cast.mara, department=str(cast.maths.pk)), cast.mara)
    assert outcomes(run) == {2: "created", 3: "created"}

    run = undo(run, cast.mara)

    assert (run.reversed, run.kept) == (2, 0)
    assert people() == before


def test_undoing_takes_the_retried_rows_back_too(cast: Cast) -> None:
    before = people()
    liv = f"Liv Lund,liv.lund@northwind.example,{cast.maths.pk},Mgr,007"
    vera = "Vera Vossen,vera.voss@northwind.example,,Mgr,"
    run = finish(
        cast.northwind, cast.mara, liv, vera, f"Fay Fox,fay@x.example,{cast.maths.pk},Mgr,", "Bo,bo@nowhere,,,",
        "Cora Cole,cora.cole@northwind.example,700077,,",
    )  # fmt: skip
    assert counts(run) == {"created": 1, "updated": 1, "unchanged": 1, "failed": 2}
    change = for_all(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr", "content_manager")
    run = runs.correct_all(run=run, changes=[change], by=cast.mara)
    run = correct(run, 5, cast.mara, email="bo@x.example", role="admin")
    run = correct(run, 6, cast.mara, department=str(cast.physics.pk))
    run = retry(run, cast.mara)
    assert counts(run) == {"created": 2, "updated": 3}
    run = undo(run, cast.mara)
    assert (run.reversed, run.kept, run.nothing_to_undo) == (5, 0, 0)
    assert people() == before


def test_only_failed_rows_are_tried_again(cast: Cast, run: Import) -> None:
    for number in (2, 7, 99):
        with pytest.raises(Refused, match=r"row\.not_failed"):
            correct(run, number, cast.mara, name="Somebody else")
    assert not ImportCorrection.objects.exists()
    change = for_all(Code.NAME_DIFFERS, Field.NAME, "x", "y")
    with pytest.raises(Refused, match=r"import\.nothing_to_correct"):
        runs.correct_all(run=run, changes=[change], by=cast.mara)


def test_without_a_correction_there_is_nothing_to_try(cast: Cast, run: Import) -> None:
    before = everything()
    assert runs.retry(run=run, by=cast.mara).status == Status.DONE
    run = correct(run, 3, cast.mara, email="bo@x.example")
    run = runs.take_back(run=run, number=3, by=cast.mara)
    assert runs.retry(run=run, by=cast.mara).status == Status.DONE
    assert everything() == before


def test_who_did_it_is_told(cast: Cast, run: Import) -> None:
    run = retry(correct(run, 3, cast.mara, email="bo@x.example"), cast.mara)
    kinds = [EventKind.IMPORT_CORRECTED, EventKind.IMPORT_RETRIED]
    told = Event.objects.filter(import_run=run, kind__in=kinds).order_by("pk")
    assert [(event.kind, event.by, event.details) for event in told] == [
        (kind, cast.mara, {"rows": 1}) for kind in kinds
    ]
    assert work(run).status == Status.DONE
