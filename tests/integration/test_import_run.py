"""The import run: from the upload to the end, its check, its batches, its options, who may do it (design §6)."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from people.imports import run as runs
from people.imports.deciding.plan import Existing, Options
from people.models import Import, ImportRow, Membership, Person, User
from people.models.imports import Status
from people.roles import Role
from tests.factories import PASSWORD, Cast, make_person, place
from tests.integration.runs import (
    STOP,
    codes,
    counts,
    everything,
    finish,
    foreseen,
    places,
    upload,
    work,
)
from tests.integration.runs import check as checked

pytestmark = pytest.mark.usefixtures("small_batches")


def mixed_rows(cast: Cast) -> list[str]:
    """Something of everything: new, known, changed, repeated, in conflict, broken; more than one batch of it."""
    maths, physics = cast.maths.pk, cast.physics.pk
    return [
        f"Åsa Öberg,asa@northwind.example,{maths},course_manager,0001",
        f"Åsa Öberg,asa@northwind.example,{physics},,0001",
        "Liv Lund-Berg,LIV.LUND@northwind.example,,,",
        f"Liv Lund-Berg,liv.lund@northwind.example,{maths},,007",
        "Bo Ek,bo@northwind.example,999999,,",
        ",nameless@northwind.example,,,",
        "Cy Dahl,cy@northwind.example,,teacher,",
        "Cy Dahl,cy@northwind.example,,teacher,",
        "Cy Dahl,cy@northwind.example,,admin,",
        "Di Eng,di at northwind.example,,,",
        f"Ed Falk,ed@northwind.example,{maths},,007",
        f"Vera Voss,vera.voss@northwind.example,{physics},content_manager,",
    ]


def test_a_check_writes_nothing_about_people(cast: Cast) -> None:
    before = everything()
    run = checked(cast.northwind, cast.mara, *mixed_rows(cast))
    assert run.status == Status.CHECKED
    assert counts(run) == {}
    assert foreseen(run) == {"created": 3, "updated": 2, "unchanged": 1, "skipped": 1, "failed": 5}
    assert everything() == before


def test_the_numbers_of_the_check_come_true(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *mixed_rows(cast))
    assert run.status == Status.DONE
    assert counts(run) == foreseen(run)
    assert {"people": run.people, "staff": run.staff, "warnings": run.warnings}.items() <= run.check_counts.items()
    assert all(row.action == row.outcome for row in ImportRow.objects.filter(import_run=run))
    assert codes(run) == {
        6: ["department.unknown"],
        7: ["name.missing"],
        8: ["role.unrecognised"],
        9: ["role.unrecognised", "row.repeated"],
        10: ["row.conflict"],
        11: ["email.invalid"],
        12: ["member_id.repeated"],
    }
    assert places(cast.northwind) >= {
        ("asa@northwind.example", "Mathematics", "course_manager", "0001"),
        ("asa@northwind.example", "Physics", "learner", "0001"),
        ("asa@northwind.example", "Northwind Academy", "department_staff", ""),
        ("cy@northwind.example", "Northwind Academy", "learner", ""),
        ("vera.voss@northwind.example", "Physics", "content_manager", ""),
        ("vera.voss@northwind.example", "Northwind Academy", "course_viewer", ""),
        ("liv.lund@northwind.example", "Northwind Academy", "learner", ""),
    }
    assert Person.objects.get(email="liv.lund@northwind.example").full_name == "Liv Lund-Berg"


def test_importing_twice_leaves_everything_unchanged(cast: Cast) -> None:
    rows = [row for row in mixed_rows(cast) if "admin" not in row]
    finish(cast.northwind, cast.mara, *rows)
    before = everything()
    again = finish(cast.northwind, cast.mara, *rows)
    assert counts(again) == foreseen(again) == {"unchanged": 6, "skipped": 1, "failed": 4}
    assert everything() == before


def test_work_on_an_ended_import_does_nothing(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *mixed_rows(cast))
    before = everything()
    assert runs.work(run.pk) == []
    assert runs.work(run.pk) == []
    assert everything() == before
    assert counts(Import.objects.get(pk=run.pk)) == counts(run)


def test_batches_never_split_a_person(cast: Cast, settings: Settings) -> None:
    settings.IMPORT_BATCH_ROWS = 2
    accounts = [cast.maths.pk, "", cast.physics.pk, cast.maths.pk, 999_999]
    rows = [f"P {letter},{letter}@northwind.example,{account},," for account in accounts for letter in "abc"]
    run = runs.start(run=checked(cast.northwind, cast.mara, *rows), by=cast.mara)
    slices = 0
    while run.pk in runs.work(run.pk):
        slices += 1
        done = set(ImportRow.objects.filter(import_run=run).exclude(outcome="").values_list("email", flat=True))
        left = set(ImportRow.objects.filter(import_run=run, outcome="").values_list("email", flat=True))
        assert not done & left
    assert slices > 1
    run.refresh_from_db()
    assert counts(run) == {"created": 9, "skipped": 3, "failed": 3}


def test_rows_without_an_address_are_worked_on_in_batches_too(cast: Cast) -> None:
    run = finish(
        cast.northwind, cast.mara, *[f"Nobody {number},,,," for number in range(8)], "A,a@northwind.example,,,"
    )
    assert counts(run) == {"created": 1, "failed": 8}


def test_people_may_be_only_added(cast: Cast) -> None:
    run = finish(
        cast.northwind,
        cast.mara,
        f"Liv Changed,liv.lund@northwind.example,{cast.physics.pk},admin,",
        "New,new@northwind.example,,,",
        options=Options(Existing.ADD_ONLY),
    )
    assert counts(run) == {"created": 1, "skipped": 1}
    assert codes(run) == {2: ["person.exists"]}


def test_r28_an_import_that_is_to_stop_at_problems_does_not_start(cast: Cast) -> None:
    before = everything()
    run = checked(cast.northwind, cast.mara, *mixed_rows(cast), options=STOP)
    with pytest.raises(Refused, match=r"import\.has_problems"):
        runs.start(run=run, by=cast.mara)
    assert run.status == Status.CHECKED
    assert everything() == before


def test_r28_an_import_that_is_to_stop_at_problems_stays_checked_if_it_was_started_before(cast: Cast) -> None:
    before = everything()
    run = upload(cast.northwind, cast.mara, *mixed_rows(cast), options=STOP)
    runs.start(run=run, by=cast.mara)
    assert work(run).status == Status.CHECKED
    assert everything() == before


def test_r28_nothing_is_written_when_people_have_changed_so_that_there_is_a_problem_now(cast: Cast) -> None:
    rows = [f"P {number},p{number}@northwind.example,{cast.maths.pk},,{number}" for number in range(10)]
    run = runs.start(run=checked(cast.northwind, cast.mara, *rows, options=STOP), by=cast.mara)
    Membership.objects.filter(person__email="dora.diaz@northwind.example", account=cast.maths).update(member_id="8")
    before = everything()
    assert work(run).status == Status.CHECKED
    assert everything() == before
    assert foreseen(run) == {"created": 9, "failed": 1}
    assert codes(run) == {10: ["member_id.taken"]}
    with pytest.raises(Refused, match=r"import\.has_problems"):
        runs.start(run=run, by=cast.mara)
    Membership.objects.filter(member_id="8").update(member_id="")
    run = work(runs.start(run=checked(cast.northwind, cast.mara, *rows, options=STOP), by=cast.mara))
    assert counts(run) == {"created": 10}


def test_an_import_goes_by_the_people_of_now_not_of_the_check(cast: Cast) -> None:
    rows = ["Al,al@northwind.example,,,", "Bo,bo@northwind.example,,,", "Liv Lund,liv.lund@northwind.example,,,9"]
    run = checked(cast.northwind, cast.mara, *rows)
    make_person(cast.northwind, "Al", email="al@northwind.example")
    Person.objects.filter(email="liv.lund@northwind.example").update(deactivated_at=timezone.now())
    run = work(runs.start(run=run, by=cast.mara))
    assert counts(run) == {"created": 1, "unchanged": 1, "skipped": 1}
    assert codes(run) == {4: ["person.deactivated"]}


@pytest.mark.parametrize("lost", ["demoted", "deactivated", "locked out", "removed"])
def test_an_uploader_who_lost_the_right_stops_the_import(cast: Cast, lost: str) -> None:
    run = runs.start(run=checked(cast.maths, cast.dora, *[f"P,p{n}@x.example,,," for n in range(7)]), by=cast.dora)
    assert runs.work(run.pk) == [run.pk]
    mine = Membership.objects.filter(person__user=cast.dora, account=cast.maths)
    if lost == "demoted":
        mine.update(role=Role.LEARNER.value)
    elif lost == "deactivated":
        Person.objects.filter(user=cast.dora).update(deactivated_at=timezone.now())
    elif lost == "locked out":
        User.objects.filter(pk=cast.dora.pk).update(is_active=False)
    else:
        mine.delete()
    before = everything()
    run = work(run)
    assert (run.status, run.failure_reason) == (Status.FAILED, "import.rights_lost")
    assert everything() == before
    assert counts(run) == {"created": 3}
    assert "no longer an admin" in refusal_sentence(run.failure_reason, run.failure_context)


def test_a_department_s_admin_imports_into_that_department_only(cast: Cast) -> None:
    place(Person.objects.get(user=cast.liv), cast.physics)
    run = finish(
        cast.maths,
        cast.dora,
        "New One,one@northwind.example,,course_viewer,1",
        f"New Two,two@northwind.example,{cast.maths.pk},,2",
        f"Other,three@northwind.example,{cast.physics.pk},,",
        f"Parent,four@northwind.example,{cast.northwind.pk},,",
        f"Outside,five@northwind.example,{cast.wards.pk},,",
        "Liv Renamed,liv.lund@northwind.example,,,",
    )
    assert counts(run) == {"created": 2, "unchanged": 1, "failed": 3}
    unknown = ["department.unknown"]
    assert codes(run) == {4: unknown, 5: unknown, 6: unknown, 7: ["name.kept"]}
    assert Person.objects.get(user=cast.liv).full_name == "Liv Lund"
    assert ("one@northwind.example", "Northwind Academy", "department_staff", "") in places(cast.northwind)
    assert ("two@northwind.example", "Mathematics", "learner", "2") in places(cast.northwind)


def test_partners_share_the_sign_in_and_nothing_else(cast: Cast) -> None:
    cast.liv.set_password(PASSWORD)
    cast.liv.save()
    here = places(cast.northwind)
    run = finish(cast.contoso, cast.olga, "Olivia Other,Liv.Lund@northwind.example,,admin,007")
    assert counts(run) == {"created": 1}
    assert places(cast.northwind) == here
    names = Person.objects.filter(user=cast.liv).values_list("partner__name", "full_name")
    assert set(names) == {("Northwind Academy", "Liv Lund"), ("Contoso", "Olivia Other")}
    assert User.objects.filter(email="liv.lund@northwind.example").count() == 1
    assert User.objects.get(pk=cast.liv.pk).check_password(PASSWORD)


def test_new_users_can_not_sign_in_until_they_set_a_password(cast: Cast) -> None:
    finish(cast.northwind, cast.mara, "A,a@northwind.example,,,", "B,b@northwind.example,,,")
    new = User.objects.filter(email__in=["a@northwind.example", "b@northwind.example"])
    assert not any(user.has_usable_password() or user.check_password("") for user in new)
    assert len({user.password for user in new}) == 2
