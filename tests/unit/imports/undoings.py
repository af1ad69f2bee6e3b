"""Rows that were done and people as they are now, for the tests of undoing."""

import json

from people.imports.deciding.plan import Decision, KnownMembership
from people.imports.deciding.reversal import reverse
from people.imports.deciding.undoing import Circumstances, DoneRow, PersonNow, Reason, Undoing
from people.imports.stored.rows.changes import changes_of
from people.outcomes import Outcome, Reversal
from people.roles import Role

PARTNER, MATHEMATICS, PHYSICS = 1, 12, 13
ANA, MARA = "ana@northwind.example", "mara@northwind.example"
REVERSED = Reversal.REVERSED, None
STAFF = KnownMembership(Role.DEPARTMENT_STAFF, "")


def as_(role: Role = Role.LEARNER, member_id: str = "") -> KnownMembership:
    return KnownMembership(role, member_id)


def created(number: int = 2, account: int = MATHEMATICS, role: Role = Role.LEARNER, **values) -> DoneRow:
    return done(number, Outcome.CREATED, account, role, **values)


def updated(number: int = 2, account: int = MATHEMATICS, role: Role = Role.LEARNER, **values) -> DoneRow:
    return done(number, Outcome.UPDATED, account, role, **values)


def done(number: int, outcome: Outcome | None, account: int, role: Role, **values) -> DoneRow:
    defaults = {"name": "Ana Ruiz", "member_id": "", "before": {}, "after": {}, "made": ()}
    facts = defaults | values
    facts["made"] = frozenset(facts["made"])
    return DoneRow(number=number, outcome=outcome, account=account, role=role, **facts)


def ana(memberships: dict[int, KnownMembership] | None = None, **facts) -> PersonNow:
    return PersonNow(**{"id": 7, "email": ANA, "name": "Ana Ruiz", "memberships": memberships or {}, **facts})


def undone(
    *of: DoneRow, now: PersonNow | None, email: str = ANA, ledger: dict[int, int] | None = None, **circumstances
) -> Undoing:
    """What is to be undone of rows that give the address ``email``."""
    facts = {"partner": PARTNER, "undoer": MARA, **circumstances}
    return reverse(email, of, now, Circumstances(**facts), {} if ledger is None else ledger)


def kept(reason: Reason) -> tuple[Reversal, Reason]:
    return Reversal.KEPT, reason


def nothing(reason: Reason) -> tuple[Reversal, Reason]:
    return Reversal.NOTHING, reason


def does_nothing(undoing: Undoing) -> bool:
    return not (undoing.goes or undoing.name or undoing.removals or undoing.writes)


def places(undoing: Undoing) -> dict[int, KnownMembership]:
    """What is put back, by account."""
    return {write.account: KnownMembership(write.role, write.member_id) for write in undoing.writes}


def done_by(decision: Decision, account: int) -> DoneRow:
    """The row of a decision, the way it is stored and read again; ``account`` is the one worked in."""
    before, after = changes_of(decision) or ("{}", "{}")
    changed = json.loads(after)
    made = frozenset(changed.pop("made", ()))
    row = decision.row
    place = account if row.department is None else row.department
    role = row.role or Role.LEARNER
    values = (row.number, decision.outcome, place, row.name, role, row.member_id, json.loads(before), changed, made)
    return DoneRow(*values)
