"""Taking back what a file did, as properties over generated people, files, and what happens in between."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from people.imports.deciding.decide import decide
from people.imports.deciding.plan import Known, KnownMembership, KnownPerson, Options, Plan
from people.imports.deciding.reversal import reverse
from people.imports.deciding.undoing import Circumstances, PersonNow, Reason, Undoing
from people.outcomes import Outcome, Reversal
from people.roles import STAFF_ROLES, Role
from tests.unit.imports.test_decide_properties import DEPARTMENTS, EMAILS, PARTNER, applied, parsed, rows
from tests.unit.imports.undoings import MARA, done_by

People = dict[str, KnownPerson]
ADMIN = KnownMembership(Role.ADMIN, "")
STAFF = KnownMembership(Role.DEPARTMENT_STAFF, "")
KEPT = {Reason.CHANGED, Reason.SIGNED_IN, Reason.DEACTIVATED, Reason.STILL_STAFF}
NOTHING = {Reason.GONE, Reason.NOT_WRITTEN}

roles = st.sampled_from([Role.LEARNER, Role.LEARNER, *sorted(STAFF_ROLES)])
places = st.dictionaries(st.sampled_from([PARTNER, *sorted(DEPARTMENTS)]), roles, max_size=3)
changes = st.lists(
    st.tuples(
        st.sampled_from(EMAILS),
        st.sampled_from(["role", "number", "remove", "add", "rename", "join", "deactivate", "delete"]),
        st.sampled_from([PARTNER, *sorted(DEPARTMENTS)]),
        roles,
    ),
    max_size=6,
)


def settled(memberships: dict[int, KnownMembership]) -> dict[int, KnownMembership]:
    """As R12 and R14 would have them."""
    is_staff = any(there.role in STAFF_ROLES for account, there in memberships.items() if account != PARTNER)
    if is_staff:
        return {PARTNER: STAFF, **memberships}
    in_partner = memberships.get(PARTNER)
    is_auto = in_partner is not None and in_partner.role is Role.DEPARTMENT_STAFF
    return {account: there for account, there in memberships.items() if account != PARTNER or not is_auto}


def person(number: int, name: str, given: dict[int, Role], is_deactivated: bool) -> KnownPerson:
    memberships = settled({account: KnownMembership(role, "") for account, role in given.items()})
    return KnownPerson(number, name, memberships, is_deactivated)


@st.composite
def worlds(draw: st.DrawFn) -> People:
    """Some people, and Mara, who imports and undoes."""
    names, is_deactivated = st.sampled_from(["Ana", "Bo", "Cy"]), st.sampled_from([False, False, False, True])
    there = draw(st.sets(st.sampled_from(EMAILS)))
    people = {
        email: person(number, draw(names), draw(places), draw(is_deactivated))
        for number, email in enumerate(EMAILS, start=1)
        if email in there
    }
    return {**people, MARA: person(99, "Mara", {PARTNER: Role.ADMIN}, False)}


def known(people: People) -> Known:
    holders = {
        (account, there.member_id): email
        for email, one in people.items()
        for account, there in one.memberships.items()
        if there.member_id
    }
    return Known(PARTNER, PARTNER, MARA, DEPARTMENTS, people, holders, admins(people))


def admins(people: People) -> dict[int, int]:
    counts: dict[int, int] = {}
    for one in people.values():
        for account, there in one.memberships.items():
            if there.role is Role.ADMIN and not one.is_deactivated:
                counts[account] = counts.get(account, 0) + 1
    return counts


def imported(people: People, given_rows: list[dict]) -> tuple[People, list[Plan]]:
    """The people after a file, with ids for those it made."""
    plans = decide(parsed(given_rows), known(people), Options(), {})
    after = applied(people, plans)
    return {email: replace(one, id=one.id or 100 + EMAILS.index(email)) for email, one in after.items()}, plans


def reversed_all(people: People, plans: list[Plan], joined: frozenset[str] = frozenset()) -> dict[str, Undoing]:
    ledger: dict[int, int] = {}
    circumstances = Circumstances(PARTNER, MARA, admins(people))
    undoings = {}
    for plan in plans:
        one = people.get(plan.email)
        now = (
            PersonNow(one.id, plan.email, one.name, one.memberships, plan.email in joined, one.is_deactivated)
            if one
            else None
        )
        done = [done_by(decision, PARTNER) for decision in plan.decisions]
        undoings[plan.email] = reverse(plan.email, done, now, circumstances, ledger)
    return undoings


def after(people: People, undoings: dict[str, Undoing]) -> People:
    """The people once they are written."""
    left = dict(people)
    for email, undoing in undoings.items():
        if undoing.goes:
            del left[email]
        elif undoing.person is not None:
            one = people[email]
            there = {account: at for account, at in one.memberships.items() if account not in undoing.removals}
            for write in undoing.writes:
                assert write.is_new is (write.account not in one.memberships)
                there[write.account] = KnownMembership(write.role, write.member_id)
            left[email] = replace(one, name=undoing.name or one.name, memberships=there)
    return left


def changed(people: People, happenings: list[tuple]) -> tuple[People, frozenset[str]]:
    """The people after what happened, by the rules of people.memberships; and who came in."""
    now, joined = dict(people), set()
    for email, what, account, role in happenings:
        one = now.get(email)
        if one is None:
            continue
        there = dict(one.memberships)
        at = there.get(account)
        if what == "delete":
            del now[email]
            continue
        if what == "join":
            joined.add(email)
        elif what == "remove":
            there.pop(account, None)
        elif (what == "add" and at is None) or (what == "role" and at is not None):
            there[account] = KnownMembership(role, at.member_id if at else "")
        elif what == "number" and at is not None:
            there[account] = KnownMembership(at.role, "later")
        name = "Di" if what == "rename" else one.name
        is_deactivated = one.is_deactivated or what == "deactivate"
        now[email] = KnownPerson(one.id, name, settled(there), is_deactivated)
    return now, frozenset(joined)


@given(worlds(), rows)
def test_r32_undone_at_once_everybody_is_as_before(people, given_rows):
    imported_people, plans = imported(people, given_rows)
    undoings = reversed_all(imported_people, plans)

    assert after(imported_people, undoings) == people
    for plan in plans:
        for decision, (reversal, reason) in zip(plan.decisions, undoings[plan.email].reversals, strict=True):
            has_written = decision.outcome in {Outcome.CREATED, Outcome.UPDATED}
            expected = (Reversal.REVERSED, None) if has_written else (Reversal.NOTHING, Reason.NOT_WRITTEN)
            assert (reversal, reason) == expected


@given(worlds(), rows, changes)
def test_every_row_has_one_answer_with_a_reason(people, given_rows, happenings):
    imported_people, plans = imported(people, given_rows)
    now, joined = changed(imported_people, happenings)
    undoings = reversed_all(now, plans, joined)

    for plan in plans:
        reversals = undoings[plan.email].reversals
        assert len(reversals) == len(plan.decisions)
        for reversal, reason in reversals:
            assert reason in {Reversal.REVERSED: {None}, Reversal.KEPT: KEPT, Reversal.NOTHING: NOTHING}[reversal]


@given(worlds(), rows, changes)
def test_what_was_changed_since_is_not_touched(people, given_rows, happenings):
    imported_people, plans = imported(people, given_rows)
    now, joined = changed(imported_people, happenings)
    left = after(now, reversed_all(now, plans, joined))

    for email, one in now.items():
        was, there = imported_people[email], left.get(email)
        if _given(one) and _given(one) != _given(was):
            assert there is not None or _given(one).keys() < _given(was).keys()
        if email not in people and (email in joined or one.is_deactivated or one.name != was.name):
            assert there == one
        if there is not None:
            assert there.name in ({one.name} if one.name != was.name else {one.name, people.get(email, one).name})
            _assert_places_untouched(was.memberships, one.memberships, there.memberships)


def _given(one: KnownPerson) -> dict[int, KnownMembership]:
    """Where somebody has put them; "Department staff" comes and goes by itself (R12, R14)."""
    return {account: place for account, place in one.memberships.items() if place.role is not Role.DEPARTMENT_STAFF}


def _assert_places_untouched(was, now, left) -> None:
    for account in now.keys() | left.keys():
        if KnownMembership(Role.DEPARTMENT_STAFF, "") in (now.get(account), left.get(account)):
            continue  # R12 and R14 say what becomes of it
        before, at = was.get(account), now.get(account)
        if at != before and not (at and at.role is Role.DEPARTMENT_STAFF):
            assert at is None or account in left
        if at and before:
            assert account not in left or at.role is before.role or left[account].role is at.role
            assert account not in left or at.member_id == before.member_id or left[account].member_id == at.member_id
        if at is None:
            assert account not in left


@given(worlds(), rows, changes)
def test_r12_r14_and_r19_hold_afterwards(people, given_rows, happenings):
    imported_people, plans = imported(people, given_rows)
    now, joined = changed(imported_people, happenings)
    left = after(now, reversed_all(now, plans, joined))

    assert left[MARA] == people[MARA]
    for one in left.values():
        assert one.memberships == settled(dict(one.memberships))


@given(worlds(), rows, changes)
def test_undoing_decided_again_after_it_was_written_finds_nothing_more(people, given_rows, happenings):
    imported_people, plans = imported(people, given_rows)
    now, joined = changed(imported_people, happenings)
    left = after(now, reversed_all(now, plans, joined))

    assert after(left, reversed_all(left, plans, joined)) == left
