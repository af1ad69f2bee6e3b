"""The decider, as properties over generated files and generated people."""

from itertools import groupby
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from people.imports.deciding import decide as decider
from people.imports.deciding.counts import Counts
from people.imports.deciding.decide import decide
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Known, KnownMembership, KnownPerson, Options, Plan
from people.imports.issues import Severity
from people.outcomes import Outcome
from people.roles import STAFF_ROLES, Role

PARTNER = 1
DEPARTMENTS = frozenset({11, 12, 13})
EMAILS = [f"{name}@northwind.example" for name in ("ana", "bo", "cy", "di")]

rows = st.lists(
    st.builds(
        dict,
        email=st.sampled_from(EMAILS),
        name=st.sampled_from(["Ana", "Bo", "Cy"]),
        department=st.sampled_from([None, 11, 12, 13, 77]),
        role=st.sampled_from([None, *sorted(STAFF_ROLES)]),
        member_id=st.sampled_from(["", "", "1", "2"]),
    ),
    max_size=12,
)
persons = st.dictionaries(
    st.sampled_from(EMAILS),
    st.builds(
        lambda name, roles, is_deactivated: KnownPerson(
            id=hash(name),
            name=name,
            memberships={account: KnownMembership(role, "") for account, role in roles.items()},
            is_deactivated=is_deactivated,
        ),
        name=st.sampled_from(["Ana", "Bo", "Cy"]),
        roles=st.dictionaries(st.sampled_from([PARTNER, *DEPARTMENTS]), st.sampled_from(sorted(STAFF_ROLES))),
        is_deactivated=st.sampled_from([False, False, False, True]),
    ),
)


def parsed(given_rows: list[dict]) -> list[ParsedRow]:
    """Rows as the run hands them over: by person, then number, with the rivals for a member ID marked."""
    numbered = [ParsedRow(number=number, **values) for number, values in enumerate(given_rows, start=2)]
    first: dict[tuple[int, str], ParsedRow] = {}
    marked = []
    for row in numbered:
        earliest = first.setdefault((row.department or PARTNER, row.member_id), row)
        is_rival = row.member_id and earliest.email != row.email
        marked.append(ParsedRow(**{**_values(row), "rival": earliest.number if is_rival else None}))
    return sorted(marked, key=lambda row: (row.email, row.number))


def _values(row: ParsedRow) -> dict:
    return {name: getattr(row, name) for name in ParsedRow._fields}


def known(people: dict[str, KnownPerson]) -> Known:
    holders: dict[tuple[int, str], str] = {}
    admins: dict[int, int] = {}
    for email, person in people.items():
        for account, membership in person.memberships.items():
            if membership.member_id:
                holders[account, membership.member_id] = email
            if membership.role is Role.ADMIN and not person.is_deactivated:
                admins[account] = admins.get(account, 0) + 1
    return Known(PARTNER, PARTNER, "mara@northwind.example", DEPARTMENTS, people, holders, admins)


def applied(people: dict[str, KnownPerson], plans: list[Plan]) -> dict[str, KnownPerson]:
    """The people after ``plans``."""
    after = dict(people)
    for plan in plans:
        if not plan.writes and plan.name is None:
            continue
        before = people.get(plan.email) or KnownPerson(0, plan.name or "", {})
        written = {write.account: KnownMembership(write.role, write.member_id) for write in plan.writes}
        memberships = {**before.memberships, **written}
        after[plan.email] = KnownPerson(before.id, plan.name or before.name, memberships, before.is_deactivated)
    return after


def outcomes(plans: list[Plan]) -> dict[int, Outcome]:
    return {decision.row.number: decision.outcome for plan in plans for decision in plan.decisions}


@given(rows, persons)
def test_applying_a_plan_and_deciding_again_gives_unchanged(given_rows, people):
    file = parsed(given_rows)
    first = decide(file, known(people), Options(), {})
    second = outcomes(decide(file, known(applied(people, first)), Options(), {}))

    for number, outcome in outcomes(first).items():
        if outcome in (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED):
            assert second[number] is Outcome.UNCHANGED
        elif outcome is Outcome.SKIPPED:
            assert second[number] is Outcome.SKIPPED


@given(rows, persons)
def test_every_row_has_one_outcome_and_the_counts_add_up(given_rows, people):
    file = parsed(given_rows)
    plans = decide(file, known(people), Options(), {})

    assert sorted(outcomes(plans)) == sorted(row.number for row in file)
    assert Counts().plus(plans).rows == len(file)


@given(rows, persons)
def test_a_row_fails_if_and_only_if_an_error_stands_against_it(given_rows, people):
    for plan in decide(parsed(given_rows), known(people), Options(), {}):
        for decision in plan.decisions:
            has_error = any(issue.severity is Severity.ERROR for issue in decision.issues)
            assert (decision.outcome is Outcome.FAILED) == has_error


@given(rows, persons, st.randoms(use_true_random=False))
def test_r12_to_r14_don_t_see_the_order_of_the_rows(given_rows, people, random):
    # One row a place, so that R16, which is about order, has nothing to say.
    unique = {(row["email"], row["department"]): {**row, "member_id": ""} for row in given_rows}
    ordered = list(unique.values())
    shuffled = random.sample(ordered, len(ordered))

    def in_partner(file: list[dict]) -> dict[str, Role | None]:
        after = applied(people, decide(parsed(file), known(people), Options(), {}))
        return {
            email: person.memberships[PARTNER].role for email, person in after.items() if PARTNER in person.memberships
        }

    assert in_partner(ordered) == in_partner(shuffled)


@given(rows, persons)
def test_r12_somebody_has_department_staff_only_with_a_staff_role_in_a_department(given_rows, people):
    after = applied(people, decide(parsed(given_rows), known(people), Options(), {}))
    for email, person in after.items():
        staff_in = [account for account in DEPARTMENTS if _role(person, account) in STAFF_ROLES]
        if _role(person, PARTNER) is Role.DEPARTMENT_STAFF:
            assert staff_in
        if email not in people and staff_in:
            assert PARTNER in person.memberships


def _role(person: KnownPerson, account: int) -> Role | None:
    membership = person.memberships.get(account)
    return membership.role if membership else None


@given(rows, persons)
def test_each_person_s_rows_are_decided_apart_from_all_others(given_rows, people):
    file = parsed([{**row, "role": None, "member_id": ""} for row in given_rows])
    together = outcomes(decide(file, known(people), Options(), {}))
    for _, group in groupby(file, key=lambda row: row.email):
        for number, outcome in outcomes(decide(list(group), known(people), Options(), {})).items():
            assert together[number] is outcome


@given(rows, persons)
def test_the_short_way_for_new_people_is_the_way_of_all_others(given_rows: list[dict], people: dict) -> None:
    short: dict[int, int] = {}
    long: dict[int, int] = {}
    decided = decide(parsed(given_rows), known(people), Options(), short)
    with patch.object(decider, "_newcomer", lambda *_: None):
        assert decided == decide(parsed(given_rows), known(people), Options(), long)
    assert short == long
