"""Putting back what an import changed of people who were there before, and admins (R32)."""

import pytest

from people.imports.deciding.undoing import Reason
from people.imports.header.columns import Field
from people.roles import Role
from tests.unit.imports.undoings import (
    MARA,
    MATHEMATICS,
    PARTNER,
    PHYSICS,
    REVERSED,
    STAFF,
    ana,
    as_,
    created,
    does_nothing,
    kept,
    nothing,
    places,
    undone,
    updated,
)

RENAMED = {"before": {Field.NAME: "Ana"}, "after": {Field.NAME: "Ana Ruiz"}}
PROMOTED = {"before": {Field.ROLE: "learner"}, "after": {Field.ROLE: "course_manager"}}
NUMBERED = {"before": {Field.MEMBER: ""}, "after": {Field.MEMBER: "007"}}
BOTH = {"before": RENAMED["before"] | PROMOTED["before"], "after": RENAMED["after"] | PROMOTED["after"]}


def test_r32_what_was_changed_is_as_before():
    row = updated(
        before={Field.NAME: "Ana", Field.ROLE: "learner", Field.MEMBER: ""},
        after={Field.NAME: "Ana Ruiz", Field.ROLE: "admin", Field.MEMBER: "007"},
    )
    undoing = undone(row, now=ana({MATHEMATICS: as_(Role.ADMIN, "007"), PARTNER: as_()}), admins={MATHEMATICS: 2})
    assert undoing.reversals == (REVERSED,)
    assert (undoing.name, places(undoing)) == ("Ana", {MATHEMATICS: as_()})
    assert (undoing.goes, undoing.removals) == (False, ())


def test_r32_a_place_that_was_made_for_somebody_who_was_there_goes_and_they_stay():
    row = updated(role=Role.COURSE_VIEWER, made=["membership", "staff"])
    undoing = undone(row, now=ana({MATHEMATICS: as_(Role.COURSE_VIEWER), PARTNER: STAFF}))
    assert undoing.reversals == (REVERSED,)
    assert (undoing.removals, undoing.goes) == ((PARTNER, MATHEMATICS), False)


def test_values_that_the_row_did_not_change_stay_as_they_are_now():
    undoing = undone(updated(**PROMOTED), now=ana({MATHEMATICS: as_(Role.COURSE_MANAGER, "later"), PARTNER: as_()}))
    assert places(undoing) == {MATHEMATICS: as_(Role.LEARNER, "later")}


@pytest.mark.parametrize(
    "now",
    [
        ana({MATHEMATICS: as_(Role.ADMIN)}),
        ana({MATHEMATICS: as_(Role.COURSE_MANAGER)}, name="Ana Lopez"),
    ],
)
def test_name_and_role_go_back_together_or_not_at_all(now):
    undoing = undone(updated(**BOTH), now=now)
    assert undoing.reversals == (kept(Reason.CHANGED),)
    assert does_nothing(undoing)


@pytest.mark.parametrize(
    "now",
    [
        ana({MATHEMATICS: as_(Role.LEARNER)}),
        ana({MATHEMATICS: as_(Role.COURSE_MANAGER)}, name="Ana"),
        ana({}),
    ],
)
def test_what_is_as_before_already_does_not_keep_the_rest(now):
    undoing = undone(updated(**BOTH), now=now)
    assert undoing.reversals == (REVERSED,)
    assert undoing.name == (None if now.name == "Ana" else "Ana")
    assert places(undoing) == ({MATHEMATICS: as_()} if now.name == "Ana" else {})


@pytest.mark.parametrize(
    ("row", "now"),
    [
        (updated(**RENAMED), ana({MATHEMATICS: as_()}, name="Ana")),
        (updated(**PROMOTED), ana({MATHEMATICS: as_(Role.LEARNER, "1")})),
        (updated(**NUMBERED), ana({})),
        (updated(made=["membership"]), ana({PHYSICS: as_()})),
        (updated(**BOTH), ana({}, name="Ana")),
    ],
)
def test_what_is_gone_or_as_before_is_nothing_to_undo(row, now):
    undoing = undone(row, now=now)
    assert undoing.reversals == (nothing(Reason.GONE),)
    assert does_nothing(undoing)


@pytest.mark.parametrize("facts", [{"has_joined": True}, {"is_deactivated": True}])
def test_r32_who_was_there_before_gets_their_values_back_whatever_they_did_since(facts):
    undoing = undone(updated(**NUMBERED), now=ana({MATHEMATICS: as_(Role.LEARNER, "007")}, **facts))
    assert places(undoing) == {MATHEMATICS: as_()}


def test_somebody_who_was_there_before_never_goes():
    row = updated(made=["membership"])
    undoing = undone(row, now=ana({MATHEMATICS: as_()}))
    assert (undoing.reversals, undoing.removals, undoing.goes) == ((REVERSED,), (MATHEMATICS,), False)


def test_each_department_s_row_has_an_answer_of_its_own():
    rows = [updated(2, **PROMOTED), updated(3, PHYSICS, made=["membership"]), updated(4, PARTNER, **NUMBERED)]
    now = ana({MATHEMATICS: as_(Role.ADMIN), PHYSICS: as_(), PARTNER: as_(Role.LEARNER, "007")})
    undoing = undone(*rows, now=now)
    assert undoing.reversals == (kept(Reason.CHANGED), REVERSED, REVERSED)
    assert (undoing.removals, places(undoing)) == ((PHYSICS,), {PARTNER: as_()})


def test_r23_a_name_that_other_accounts_use_too_stays():
    now = ana({MATHEMATICS: as_(), PHYSICS: as_()}, is_elsewhere=True)
    undoing = undone(updated(**RENAMED), now=now)
    assert undoing.reversals == (kept(Reason.USED_ELSEWHERE),)
    assert does_nothing(undoing)


@pytest.mark.parametrize("there", [{PARTNER: STAFF}, {}])
def test_department_staff_goes_when_a_role_goes_back_to_learner(there):
    row = updated(**PROMOTED, made=["staff"])
    undoing = undone(row, now=ana({MATHEMATICS: as_(Role.COURSE_MANAGER), **there}))
    assert undoing.reversals == (REVERSED,)
    assert undoing.removals == tuple(there)


def test_a_row_that_only_brought_department_staff_keeps_it_while_the_role_is_there():
    row = updated(role=Role.COURSE_MANAGER, made=["staff"])
    undoing = undone(row, now=ana({MATHEMATICS: as_(Role.COURSE_MANAGER), PARTNER: STAFF}))
    assert undoing.reversals == (kept(Reason.STILL_STAFF),)
    assert does_nothing(undoing)


def test_r13_a_place_in_the_partner_that_was_department_staff_is_that_again():
    row = updated(2, PARTNER, before={Field.ROLE: "department_staff"}, after={Field.ROLE: "admin"})
    now = ana({PARTNER: as_(Role.ADMIN), MATHEMATICS: as_(Role.COURSE_VIEWER)})
    assert places(undone(row, now=now, admins={PARTNER: 2})) == {PARTNER: STAFF}


def test_r14_department_staff_does_not_come_back_to_somebody_who_is_no_staff_any_more():
    row = updated(2, PARTNER, before={Field.ROLE: "department_staff"}, after={Field.ROLE: "course_viewer"})
    undoing = undone(row, now=ana({PARTNER: as_(Role.COURSE_VIEWER), MATHEMATICS: as_()}))
    assert (undoing.reversals, undoing.removals, places(undoing)) == ((REVERSED,), (PARTNER,), {})


# Admins

MADE_ADMIN = {"before": {Field.ROLE: "learner"}, "after": {Field.ROLE: "admin"}}
UNMADE_ADMIN = {"before": {Field.ROLE: "admin"}, "after": {Field.ROLE: "course_viewer"}}


def test_r19_nobody_takes_the_admin_role_from_themselves():
    now = ana({MATHEMATICS: as_(Role.ADMIN)}, email=MARA)
    for row in (updated(**MADE_ADMIN), updated(role=Role.ADMIN, made=["membership"])):
        undoing = undone(row, now=now, email=MARA, admins={MATHEMATICS: 5})
        assert undoing.reversals == (kept(Reason.OWN_ADMIN),)
        assert does_nothing(undoing)


@pytest.mark.parametrize("row", [updated(2, PARTNER, **MADE_ADMIN), created(2, PARTNER, Role.ADMIN)])
def test_r19_the_last_admin_of_a_partner_stays(row):
    undoing = undone(row, now=ana({PARTNER: as_(Role.ADMIN)}), admins={PARTNER: 1})
    assert undoing.reversals == (kept(Reason.LAST_ADMIN),)
    assert does_nothing(undoing)


def test_a_deactivated_admin_is_not_the_last():
    undoing = undone(
        updated(2, PARTNER, **MADE_ADMIN), now=ana({PARTNER: as_(Role.ADMIN)}, is_deactivated=True), admins={PARTNER: 1}
    )
    assert undoing.reversals == (REVERSED,)


@pytest.mark.parametrize("row", [updated(**MADE_ADMIN), created(role=Role.ADMIN)])
def test_a_department_s_first_admin_goes_like_everybody_else(row):
    assert undone(row, now=ana({MATHEMATICS: as_(Role.ADMIN)}), admins={MATHEMATICS: 1}).reversals == (REVERSED,)


def test_r19_it_counts_the_admins_over_several_people():
    ledger: dict[int, int] = {}
    made, unmade = updated(2, PARTNER, **MADE_ADMIN), updated(3, PARTNER, **UNMADE_ADMIN)
    facts = {"admins": {PARTNER: 2}, "ledger": ledger}
    admin, viewer = ana({PARTNER: as_(Role.ADMIN)}), ana({PARTNER: as_(Role.COURSE_VIEWER)})
    assert undone(made, now=admin, **facts).reversals == (REVERSED,)
    assert ledger == {PARTNER: -1}
    assert undone(made, now=admin, **facts).reversals == (kept(Reason.LAST_ADMIN),)
    assert ledger == {PARTNER: -1}
    assert undone(unmade, now=viewer, **facts).reversals == (REVERSED,)
    assert ledger == {PARTNER: 0}
    assert undone(created(2, PARTNER, Role.ADMIN), now=admin, **facts).reversals == (REVERSED,)
    assert ledger == {PARTNER: -1}
