"""Undoing an import (R32): what it made goes, what it changed is as before, what was changed since stays."""

import pytest
from django.contrib.auth.signals import user_logged_in
from django.db import IntegrityError, transaction
from django.utils import timezone

from people import memberships
from people.models import Event, Import, ImportRow, Membership, Person, User
from people.models.events import EventKind
from people.models.imports import Status
from people.roles import Role
from tests.factories import PASSWORD, Cast, make_person, place
from tests.integration.runs import counts, finish
from tests.integration.undoings import at, people, person, role_of, said, undo

pytestmark = pytest.mark.usefixtures("small_batches")


def mixed_rows(cast: Cast) -> list[str]:
    """Created, updated, unchanged, skipped and failed rows; Department staff; several departments; some batches of it."""
    maths, physics = cast.maths.pk, cast.physics.pk
    return [
        f"Åsa Öberg,asa@northwind.example,{maths},course_manager,0001",
        f"Åsa Öberg,asa@northwind.example,{physics},,0001",
        f"Bo Ek,bo@northwind.example,{maths},admin,",
        "Cy Dahl,cy@northwind.example,,course_viewer,9",
        f"Liv Lund-Berg,liv.lund@northwind.example,{maths},course_viewer,007",
        f"Liv Lund-Berg,liv.lund@northwind.example,{physics},,",
        f"Vera Voss,vera.voss@northwind.example,{physics},content_manager,",
        "Cora Cole,cora.cole@northwind.example,,admin,C1",
        "Connie Cruz,connie.cruz@northwind.example,,,",
        "Bad,nowhere,,,",
        "Cy Dahl,cy@northwind.example,,course_viewer,9",
        f"Dee Dee,dee@northwind.example,{physics},,",
    ]


def test_r32_undone_at_once_the_database_is_as_before(cast: Cast) -> None:
    before = people()
    run = finish(cast.northwind, cast.mara, *mixed_rows(cast))
    assert counts(run) == {"created": 5, "updated": 4, "unchanged": 1, "skipped": 1, "failed": 1}
    run = undo(run, cast.mara)
    assert run.status == Status.UNDONE
    assert (run.reversed, run.kept, run.nothing_to_undo) == (9, 0, 3)
    assert people() == before
    wrote_nothing = {10, 11, 12}
    assert said(run) == {n: "nothing not_written" if n in wrote_nothing else "reversed" for n in range(2, 14)}


def test_r32_what_was_changed_by_hand_since_is_kept_row_by_row(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *mixed_rows(cast))
    memberships.change_role(membership=at("asa@northwind.example", cast.physics), role=Role.COURSE_VIEWER, by=cast.mara)
    memberships.remove(membership=at("vera.voss@northwind.example", cast.physics), by=cast.mara)
    memberships.change_role(membership=at("liv.lund@northwind.example", cast.maths), role=Role.ADMIN, by=cast.mara)
    memberships.remove(membership=at("dee@northwind.example", cast.physics), by=cast.mara)
    Person.objects.filter(email="cy@northwind.example").update(deactivated_at=timezone.now())
    run = undo(run, cast.mara)
    assert said(run) == {
        2: "reversed",
        3: "kept changed",
        4: "reversed",
        5: "kept deactivated",
        6: "kept changed",
        7: "reversed",
        8: "nothing gone",
        9: "reversed",
        10: "nothing not_written",
        11: "nothing not_written",
        12: "nothing not_written",
        13: "reversed",
    }
    assert (role_of("asa@northwind.example", cast.maths), role_of("asa@northwind.example", cast.northwind)) == (
        None,
        Role.DEPARTMENT_STAFF,
    )
    assert person("liv.lund@northwind.example").full_name == "Liv Lund-Berg"
    assert role_of("liv.lund@northwind.example", cast.physics) is None
    assert not User.objects.filter(email__in=["bo@northwind.example", "dee@northwind.example"]).exists()
    assert role_of("cora.cole@northwind.example", cast.northwind) is Role.COURSE_MANAGER


def test_r32_what_a_second_import_changed_is_kept_and_what_it_found_goes(cast: Cast) -> None:
    first = finish(
        cast.northwind,
        cast.mara,
        f"Ann,ann@northwind.example,{cast.maths.pk},,",
        f"Ben,ben@northwind.example,{cast.maths.pk},course_viewer,",
        f"Cat,cat@northwind.example,{cast.maths.pk},,",
        f"Dan,dan@northwind.example,{cast.maths.pk},,",
    )
    second = finish(
        cast.northwind,
        cast.mara,
        f"Anna,ann@northwind.example,{cast.maths.pk},,",
        f"Ben,ben@northwind.example,{cast.physics.pk},course_viewer,",
        f"Cat,cat@northwind.example,{cast.maths.pk},,",
        f"Dan,dan@northwind.example,{cast.maths.pk},,D1",
    )
    first = undo(first, cast.mara)
    assert said(first) == {2: "kept changed", 3: "reversed", 4: "reversed", 5: "kept changed"}
    assert role_of("ben@northwind.example", cast.northwind) is Role.DEPARTMENT_STAFF
    assert role_of("ben@northwind.example", cast.maths) is None
    second = undo(second, cast.mara)
    assert said(second) == {2: "reversed", 3: "reversed", 4: "nothing not_written", 5: "reversed"}
    assert (person("ann@northwind.example").full_name, at("dan@northwind.example", cast.maths).member_id) == ("Ann", "")
    assert Membership.objects.filter(person__email="ben@northwind.example").count() == 0


def test_r32_two_imports_undone_last_first_leave_nothing(cast: Cast) -> None:
    before = people()
    first = finish(cast.northwind, cast.mara, *mixed_rows(cast))
    second = finish(
        cast.northwind,
        cast.mara,
        f"Åsa Ö,asa@northwind.example,{cast.maths.pk},admin,",
        f"Cora C,cora.cole@northwind.example,{cast.maths.pk},course_viewer,",
    )
    undo(second, cast.mara)
    undo(first, cast.mara)
    assert people() == before


def sign_in(email: str) -> None:
    """For the first time, with a password of their own."""
    user = User.objects.get(email=email)
    user.set_password(PASSWORD)
    user.save()
    user_logged_in.send(sender=User, user=user, request=None)


@pytest.mark.parametrize("is_invited", [True, False])
def test_r32_somebody_who_has_signed_in_stays(cast: Cast, is_invited: bool) -> None:
    run = finish(cast.northwind, cast.mara, "Ann,ann@northwind.example,,,", "Ben,ben@northwind.example,,,")
    if is_invited:
        Person.objects.filter(email="ann@northwind.example").update(invited_at=timezone.now())
    sign_in("ann@northwind.example")
    before = Person.objects.values().get(email="ann@northwind.example")
    run = undo(run, cast.mara)
    assert said(run) == {2: "kept signed_in", 3: "reversed"}
    assert Person.objects.values().get(email="ann@northwind.example") == before
    assert role_of("ann@northwind.example", cast.northwind) is Role.LEARNER


def test_somebody_who_signs_in_at_another_partner_s_goes_here_and_stays_there(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, "Olga,olga@contoso.example,,,", "Ben,ben@northwind.example,,,")
    sign_in("olga@contoso.example")
    make_person(cast.contoso, "Ben at Contoso", email="ben@northwind.example")
    run = undo(run, cast.mara)
    assert said(run) == {2: "reversed", 3: "reversed"}
    assert set(Person.objects.filter(user__email__in=["olga@contoso.example", "ben@northwind.example"])) == set(
        Person.objects.filter(partner=cast.contoso)
    )
    assert User.objects.filter(email__in=["olga@contoso.example", "ben@northwind.example"]).count() == 2


def test_a_user_who_was_there_before_the_import_stays(cast: Cast) -> None:
    user = User.objects.create_user("ann@northwind.example")
    undo(finish(cast.northwind, cast.mara, "Ann,ann@northwind.example,,,"), cast.mara)
    assert User.objects.filter(pk=user.pk).exists()
    assert not Person.objects.filter(user=user).exists()


def test_a_user_to_whom_something_else_refers_stays(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, "Ann,ann@northwind.example,,admin,", "Ben,ben@northwind.example,,,")
    ann, ben = (User.objects.get(email=f"{name}@northwind.example") for name in ("ann", "ben"))
    finish(cast.northwind, ann, "Cat,cat@northwind.example,,,")
    ben.emailaddress_set.create(email=ben.email, primary=True, verified=False)
    assert said(undo(run, cast.mara)) == {2: "reversed", 3: "reversed"}
    assert User.objects.filter(pk__in=[ann.pk, ben.pk]).count() == 2
    assert not Person.objects.filter(user__in=[ann, ben]).exists()


def test_what_was_told_of_somebody_who_went_is_still_there(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, f"Ann,ann@northwind.example,{cast.maths.pk},,")
    memberships.remove(membership=at("ann@northwind.example", cast.maths), by=cast.mara)
    event = Event.objects.get(kind=EventKind.MEMBERSHIP_REMOVED)
    assert event.person is not None
    undo(run, cast.mara)
    event.refresh_from_db()
    assert (event.person, event.by) == (None, cast.mara)


def test_r19_a_department_s_first_admin_goes_and_one_s_own_role_stays(cast: Cast) -> None:
    run = finish(
        cast.northwind,
        cast.mara,
        f"Ann,ann@northwind.example,{cast.physics.pk},admin,",
        f"Mara Okafor,{cast.mara.email},{cast.maths.pk},admin,",
        "Cora Cole,cora.cole@northwind.example,,admin,",
    )
    memberships.change_role(membership=at(cast.pete.email, cast.physics), role=Role.LEARNER, by=cast.mara)
    assert said(undo(run, cast.mara)) == {2: "reversed", 3: "kept own_admin", 4: "reversed"}


def test_r23_a_name_that_others_use_since_stays_and_so_does_all_that_the_row_did(cast: Cast) -> None:
    run = finish(cast.maths, cast.dora, "Liv Lund-Berg,liv.lund@northwind.example,,course_viewer,")
    assert counts(run) == {"updated": 1}
    place(person("liv.lund@northwind.example"), cast.physics)
    assert said(undo(run, cast.dora)) == {2: "kept used_elsewhere"}
    assert role_of("liv.lund@northwind.example", cast.maths) is Role.COURSE_VIEWER


def test_the_database_holds_that_the_counts_of_an_undone_import_add_up(cast: Cast) -> None:
    run = undo(finish(cast.northwind, cast.mara, "Ann,ann@northwind.example,,,"), cast.mara)
    with pytest.raises(IntegrityError, match="import_undo_counts_add_up"), transaction.atomic():
        Import.objects.filter(pk=run.pk).update(kept=1)
    with pytest.raises(IntegrityError, match="importrow_reversal_known"), transaction.atomic():
        ImportRow.objects.filter(import_run=run).update(reversal="perhaps")
