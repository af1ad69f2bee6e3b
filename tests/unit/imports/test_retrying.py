"""Second tries: what stays on record of the first, which corrected rows meet, and counts that go on adding up."""

from hypothesis import given
from hypothesis import strategies as st

from people.imports.deciding.counts import Counts
from people.imports.deciding.decide import decide
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Decision, Options
from people.imports.deciding.retrying import FirstTry, SecondTry, among_themselves, change_of_counts, together
from people.outcomes import WRITTEN, Outcome
from people.roles import Role
from tests.unit.imports.decisions import (
    CREATED,
    FAILED,
    MATHEMATICS,
    PARTNER,
    SKIPPED,
    UNCHANGED,
    UPDATED,
    ana,
    as_learner,
    known,
    row,
)

firsts = st.builds(
    FirstTry,
    st.sampled_from(sorted(Outcome)),
    st.booleans(),
    st.sampled_from([{}, {"cerego_role": "learner"}]),
    st.sampled_from([{}, {"cerego_role": "admin"}, {"made": ["membership"]}]),
)


def failed(has_issues: bool = True) -> FirstTry:
    return FirstTry(FAILED, has_issues, {}, {})


def decision(outcome: Outcome) -> Decision:
    return Decision(row(2), outcome, PARTNER)


def test_a_row_that_had_failed_starts_afresh() -> None:
    assert together(failed(), decision(UPDATED), {"name": "A"}, {"name": "B"}) == SecondTry(
        UPDATED, True, {"name": "A"}, {"name": "B"}
    )


@given(first=firsts)
def test_what_a_row_has_written_stays_on_record_when_its_second_try_fails(first: FirstTry) -> None:
    for outcome in (FAILED, SKIPPED):
        second = together(first, decision(outcome), {}, {})
        was_written = first.outcome in WRITTEN
        assert second == (
            SecondTry(first.outcome, False, first.before, first.after)
            if was_written
            else SecondTry(outcome, True, {}, {})
        )


def test_somebody_whom_a_row_has_created_stays_created() -> None:
    first = FirstTry(CREATED, True, {}, {})
    again = together(first, decision(UPDATED), {"cerego_role": "learner"}, {"cerego_role": "admin", "made": ["staff"]})
    assert again == SecondTry(CREATED, True, {}, {"made": ["staff"]})


def test_the_first_of_two_old_values_is_the_old_one() -> None:
    first = FirstTry(UPDATED, True, {"name": "A", "cerego_role": "learner"}, {"name": "B", "cerego_role": "admin"})
    again = together(first, decision(UPDATED), {"cerego_role": "admin"}, {"cerego_role": "course_viewer"})
    assert again.before == {"name": "A", "cerego_role": "learner"}
    assert again.after == {"name": "B", "cerego_role": "course_viewer"}


def test_a_row_that_had_changed_nothing_may_change_something_now() -> None:
    first = FirstTry(UNCHANGED, True, {}, {})
    assert together(first, decision(UPDATED), {"cerego_role": "learner"}, {}).outcome is UPDATED
    assert together(first, decision(UNCHANGED), {}, {}).outcome is UNCHANGED


def test_r20_the_first_of_corrected_rows_has_the_member_id() -> None:
    rows = [
        row(4, "bo@x.example", member_id="1"),
        row(3, "ana@x.example", member_id="1", rival=99),
        row(5, "cy@x.example", member_id="1", department=MATHEMATICS),
        row(6, "ana@x.example", member_id="1"),
        row(7, "di@x.example"),
    ]
    assert [each.rival for each in among_themselves(rows, PARTNER)] == [3, None, None, None, None]


@given(
    emails=st.lists(st.sampled_from(["ana@northwind.example", "bo@x.example", ""]), min_size=1, max_size=6),
    known_already=st.sampled_from([frozenset(), frozenset({"ana@northwind.example"})]),
)
def test_the_counts_change_by_as_much_as_rows_leave_one_outcome_for_another(
    emails: list[str], known_already: frozenset[str]
) -> None:
    rows = [row(number, email) for number, email in enumerate(sorted(emails), start=2)]
    plans = decide(rows, known(ana({PARTNER: as_learner()})), Options(), {})
    decisions = [each for plan in plans for each in plan.decisions]
    tries = {each.row.number: (failed(), together(failed(), each, {}, {})) for each in decisions}

    change = change_of_counts(plans, tries, known_already)

    fresh = Counts().plus(plans, known_already).as_json()
    fresh["failed"] -= len(rows)
    assert change == fresh
    assert sum(change[outcome.value] for outcome in Outcome) == 0


def test_rows_that_are_done_count_as_earlier_ones() -> None:
    there = known(ana({PARTNER: as_learner("7"), MATHEMATICS: as_learner()}))
    done = {"ana@northwind.example": [row(9, name="Ana R.", member_id="7")]}

    def outcome_of(again: ParsedRow) -> tuple[Outcome, list[str]]:
        (plan,) = decide([again], there, Options(), {}, done)
        assert plan.name is None
        return plan.decisions[0].outcome, [issue.code.value for issue in plan.decisions[0].issues]

    assert outcome_of(row(2, name="Ana R.", member_id="7")) == (SKIPPED, ["row.repeated"])
    assert outcome_of(row(2, name="Ana R.", role=Role.ADMIN)) == (FAILED, ["row.conflict"])
    assert outcome_of(row(2, name="Ana Ruiz", department=MATHEMATICS)) == (UNCHANGED, ["name.differs"])
    assert outcome_of(row(9, name="Ana R.", role=Role.ADMIN, member_id="7")) == (UPDATED, [])
