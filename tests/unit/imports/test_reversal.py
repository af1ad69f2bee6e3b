"""Taking back people whom an import made (R32)."""

import pytest

from people.imports.deciding.undoing import Reason
from people.outcomes import Outcome, Reversal
from people.roles import Role
from tests.unit.imports.undoings import (
    MATHEMATICS,
    PARTNER,
    PHYSICS,
    REVERSED,
    STAFF,
    ana,
    as_,
    created,
    does_nothing,
    done,
    kept,
    nothing,
    places,
    undone,
)


def test_r32_somebody_whom_the_import_made_goes():
    undoing = undone(created(), now=ana({MATHEMATICS: as_()}))
    assert undoing.reversals == (REVERSED,)
    assert (undoing.person, undoing.goes, undoing.removals) == (7, True, (MATHEMATICS,))


def test_r32_everything_that_one_file_made_of_somebody_goes():
    rows = [created(2, role=Role.ADMIN, made=["staff"]), created(3, PHYSICS, member_id="007")]
    now = ana({MATHEMATICS: as_(Role.ADMIN), PHYSICS: as_(Role.LEARNER, "007"), PARTNER: STAFF})
    undoing = undone(*rows, now=now, admins={MATHEMATICS: 1})
    assert undoing.reversals == (REVERSED, REVERSED)
    assert (undoing.goes, undoing.removals) == (True, (PARTNER, MATHEMATICS, PHYSICS))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"has_joined": True}, Reason.SIGNED_IN),
        ({"is_deactivated": True}, Reason.DEACTIVATED),
        ({"name": "Ana Ruiz-Lopez"}, Reason.CHANGED),
        ({"email": "ana.ruiz@northwind.example"}, Reason.CHANGED),
        ({"has_joined": True, "is_deactivated": True, "name": "Other"}, Reason.SIGNED_IN),
    ],
)
def test_somebody_who_was_made_and_then_came_in_or_was_changed_stays_in_every_place(facts, reason):
    now = ana({MATHEMATICS: as_(Role.ADMIN), PHYSICS: as_(), PARTNER: STAFF}, **facts)
    rows = [created(2, role=Role.ADMIN, made=["staff"]), created(3, PHYSICS)]
    undoing = undone(*rows, now=now)
    assert undoing.reversals == (kept(reason), kept(reason))
    assert does_nothing(undoing)


@pytest.mark.parametrize("now_there", [as_(Role.COURSE_VIEWER), as_(Role.LEARNER, "9")])
def test_a_place_that_was_changed_is_kept_and_the_person_with_it(now_there):
    rows = [created(2), created(3, PHYSICS)]
    undoing = undone(*rows, now=ana({MATHEMATICS: now_there, PHYSICS: as_()}))
    assert undoing.reversals == (kept(Reason.CHANGED), REVERSED)
    assert (undoing.goes, undoing.removals) == (False, (PHYSICS,))


def test_somebody_placed_elsewhere_since_is_only_taken_out_of_what_the_import_made():
    now = ana({MATHEMATICS: as_(Role.COURSE_MANAGER), PHYSICS: as_(), PARTNER: STAFF})
    undoing = undone(created(role=Role.COURSE_MANAGER, made=["staff"]), now=now)
    assert undoing.reversals == (REVERSED,)
    assert (undoing.goes, undoing.removals) == (False, (PARTNER, MATHEMATICS))


def test_somebody_taken_out_of_all_places_by_hand_still_goes():
    undoing = undone(created(), created(3, PHYSICS), now=ana())
    assert undoing.reversals == (REVERSED, REVERSED)
    assert undoing.goes


def test_a_place_out_of_which_somebody_was_taken_by_hand_is_gone():
    undoing = undone(created(), created(3, PHYSICS), now=ana({PHYSICS: as_(Role.COURSE_VIEWER)}))
    assert undoing.reversals == (nothing(Reason.GONE), kept(Reason.CHANGED))
    assert does_nothing(undoing)


def test_somebody_who_is_not_there_any_more_is_gone():
    undoing = undone(created(), done(3, Outcome.FAILED, PHYSICS, Role.LEARNER), now=None)
    assert undoing.reversals == (nothing(Reason.GONE), nothing(Reason.NOT_WRITTEN))
    assert (undoing.person, does_nothing(undoing)) == (None, True)


@pytest.mark.parametrize("outcome", [None, Outcome.UNCHANGED, Outcome.SKIPPED, Outcome.FAILED])
def test_a_row_that_wrote_nothing_has_nothing_to_undo(outcome):
    undoing = undone(done(2, outcome, MATHEMATICS, Role.LEARNER), now=ana({MATHEMATICS: as_()}))
    assert undoing.reversals == (nothing(Reason.NOT_WRITTEN if outcome else Reason.NOT_IMPORTED),)
    assert does_nothing(undoing)


def test_rows_that_wrote_nothing_stay_out_of_it_when_the_person_goes():
    rows = [created(2), done(3, Outcome.SKIPPED, MATHEMATICS, Role.LEARNER)]
    undoing = undone(*rows, now=ana({MATHEMATICS: as_()}))
    assert undoing.reversals == (REVERSED, nothing(Reason.NOT_WRITTEN))
    assert undoing.goes


def test_the_name_of_the_first_row_that_made_somebody_is_theirs():
    # R15: the others carried a warning.
    rows = [created(2), created(3, PHYSICS, name="Anna Ruiz")]
    undoing = undone(*rows, now=ana({MATHEMATICS: as_(), PHYSICS: as_()}))
    assert undoing.reversals == (REVERSED, REVERSED)
    assert undoing.goes


def test_rows_that_name_nobody_have_one_answer_each():
    rows = [done(number, Outcome.FAILED, PARTNER, Role.LEARNER) for number in (2, 3)]
    undoing = undone(*rows, now=None, email="")
    assert undoing.reversals == (nothing(Reason.NOT_WRITTEN),) * 2


def test_r14_department_staff_brought_by_the_import_goes_with_the_last_staff_role():
    rows = [created(2, role=Role.ADMIN, made=["staff"]), created(3, PHYSICS, Role.COURSE_VIEWER)]
    now = ana({MATHEMATICS: as_(Role.ADMIN), PHYSICS: as_(Role.CONTENT_MANAGER), PARTNER: STAFF})
    assert undone(*rows, now=now).removals == (MATHEMATICS,)
    now = ana({MATHEMATICS: as_(Role.ADMIN), PHYSICS: as_(Role.LEARNER, "1"), PARTNER: STAFF})
    undoing = undone(*rows, now=now)
    assert undoing.removals == (PARTNER, MATHEMATICS)
    assert undoing.reversals == (REVERSED, kept(Reason.CHANGED))


def test_r12_department_staff_comes_when_the_place_in_the_partner_goes_and_a_staff_role_stays():
    rows = [created(2, PARTNER), created(3, role=Role.COURSE_VIEWER)]
    now = ana({PARTNER: as_(), MATHEMATICS: as_(Role.ADMIN)})
    undoing = undone(*rows, now=now)
    assert undoing.reversals == (REVERSED, kept(Reason.CHANGED))
    assert (places(undoing), undoing.removals) == ({PARTNER: STAFF}, ())
    assert [write.is_new for write in undoing.writes] == [False]


def test_department_staff_that_other_departments_need_is_kept_when_nothing_else_is_left_of_the_row():
    now = ana({PHYSICS: as_(Role.ADMIN), PARTNER: STAFF})
    undoing = undone(created(role=Role.ADMIN, made=["staff"]), now=now)
    assert undoing.reversals == ((Reversal.KEPT, Reason.STILL_STAFF),)
    assert does_nothing(undoing)
