"""What is to be taken back of an import, person by person: (what its rows did, who is there now) → undoings. Pure.

Each row ends reversed, kept or with nothing to undo, as a whole (R32). What has changed since the import stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence

from people.imports.deciding.plan import KnownMembership, Ledger, Write
from people.imports.deciding.undoing import Circumstances, DoneRow, PersonNow, Reason, Undoing
from people.imports.header.columns import Field
from people.outcomes import Outcome, Reversal
from people.roles import STAFF_ROLES, Role


def reverse(
    email: str, rows: Sequence[DoneRow], now: PersonNow | None, circumstances: Circumstances, ledger: Ledger
) -> Undoing:
    """What to take back of the ``rows`` of one person, known in the file by ``email``.

    ``ledger`` says how many admins accounts have more (or fewer) than ``circumstances`` knows; it is added to.
    """
    if now is None or not email:
        return Undoing(tuple(_nothing(row) for row in rows))
    return _Person(email, now, circumstances, ledger).undoing(rows)


def _nothing(row: DoneRow) -> tuple[Reversal, Reason]:
    if row.outcome is None:
        return Reversal.NOTHING, Reason.NOT_IMPORTED
    is_written = row.outcome in {Outcome.CREATED, Outcome.UPDATED}
    return Reversal.NOTHING, Reason.GONE if is_written else Reason.NOT_WRITTEN


class _Person:
    """One person, as their rows are taken back one after the other."""

    def __init__(self, email: str, now: PersonNow, circumstances: Circumstances, ledger: Ledger) -> None:
        self.email = email
        self.now = now
        self.circumstances = circumstances
        self.ledger = ledger
        self.name: str | None = None
        self.memberships = dict(now.memberships)

    def undoing(self, rows: Sequence[DoneRow]) -> Undoing:
        """What to take back of all of their rows."""
        reversals = [self._reverse(row, rows) for row in rows]
        self._settle_department_staff()
        goes = not self.memberships and self._why_person_stays(rows) is None and _made_by(rows)
        for position, row in enumerate(rows):
            if "staff" in row.made and reversals[position] == (Reversal.NOTHING, Reason.GONE):
                reversals[position] = self._reverse_staff_alone(row)
            if goes and row.outcome is Outcome.CREATED:
                reversals[position] = Reversal.REVERSED, None
        before, after = self.now.memberships, self.memberships
        return Undoing(
            reversals=tuple(reversals),
            person=self.now.id,
            goes=goes,
            name=self.name,
            removals=tuple(sorted(before.keys() - after.keys())),
            writes=tuple(_writes(before, after)),
        )

    def _reverse(self, row: DoneRow, rows: Sequence[DoneRow]) -> tuple[Reversal, Reason | None]:
        if row.outcome is Outcome.CREATED:
            reason = self._why_person_stays(rows) or self._take_out(row)
        elif row.outcome is Outcome.UPDATED:
            reason = self._put_back(row)
        else:
            return _nothing(row)
        if reason is None:
            return Reversal.REVERSED, None
        return (Reversal.NOTHING if reason is Reason.GONE else Reversal.KEPT), reason

    def _why_person_stays(self, rows: Sequence[DoneRow]) -> Reason | None:
        """Why somebody whom the import made is not to be touched."""
        if self.now.has_joined:
            return Reason.SIGNED_IN
        if self.now.is_deactivated:
            return Reason.DEACTIVATED
        names = (row.name for row in rows if row.outcome is Outcome.CREATED and row.gives_name)
        name = next(names, self.now.name)
        return Reason.CHANGED if (self.now.name, self.now.email) != (name, self.email) else None

    def _take_out(self, row: DoneRow) -> Reason | None:
        """Out of an account into which the row has put them; returns why not."""
        membership = self.memberships.get(row.account)
        if membership is None:
            return Reason.GONE
        if membership != KnownMembership(row.role, row.member_id):
            return Reason.CHANGED
        reason = self._why_admin_stays(row.account, membership, None)
        if reason is None:
            self._count_admins(row.account, membership, None)
            del self.memberships[row.account]
        return reason

    def _put_back(self, row: DoneRow) -> Reason | None:
        """The values of somebody who was there before; all that the row did, or nothing; returns why not."""
        name = row.before.get(Field.NAME)
        reason = self._why_name_stays(row) if name is not None else Reason.GONE
        if reason not in {None, Reason.GONE}:
            return reason
        placed = self._take_out(row) if "membership" in row.made else self._put_membership_back(row)
        if placed not in {None, Reason.GONE}:
            return placed
        if reason is None:
            self.name = name
        return Reason.GONE if reason is placed is Reason.GONE else None

    def _why_name_stays(self, row: DoneRow) -> Reason | None:
        if self.now.name == row.before[Field.NAME]:
            return Reason.GONE
        if self.now.name != row.after[Field.NAME]:
            return Reason.CHANGED
        return Reason.USED_ELSEWHERE if self.now.is_elsewhere else None

    def _put_membership_back(self, row: DoneRow) -> Reason | None:
        membership = self.memberships.get(row.account)
        changed = row.before.keys() & {Field.ROLE, Field.MEMBER}
        if membership is None or not changed:
            return Reason.GONE
        values = {Field.ROLE: membership.role.value, Field.MEMBER: membership.member_id}
        if all(values[Field(key)] == row.before[key] for key in changed):
            return Reason.GONE
        if any(values[Field(key)] != row.after[key] for key in changed):
            return Reason.CHANGED
        role = Role(row.before.get(Field.ROLE, membership.role.value))
        reason = self._why_admin_stays(row.account, membership, role)
        if reason is None:
            self._count_admins(row.account, membership, role)
            self.memberships[row.account] = KnownMembership(role, row.before.get(Field.MEMBER, membership.member_id))
        return reason

    def _why_admin_stays(self, account: int, membership: KnownMembership, role: Role | None) -> Reason | None:
        """As for a file (R19): nobody loses their own admin role by it, and no partner account its last admin.

        A department may be left without one: most had none before the import brought the first, and the partner's admins
        rule it anyway.
        """
        if membership.role is not Role.ADMIN or role is Role.ADMIN:
            return None
        if self.now.email == self.circumstances.undoer:
            return Reason.OWN_ADMIN
        if account != self.circumstances.partner:
            return None
        left = self.circumstances.admins.get(account, 0) + self.ledger.get(account, 0)
        return Reason.LAST_ADMIN if left <= 1 and not self.now.is_deactivated else None

    def _count_admins(self, account: int, membership: KnownMembership, role: Role | None) -> None:
        change = int(role is Role.ADMIN) - int(membership.role is Role.ADMIN)
        if change and not self.now.is_deactivated:
            self.ledger[account] = self.ledger.get(account, 0) + change

    def _settle_department_staff(self) -> None:
        """A staff role in a department brings "Department staff", which goes with the last such role (R12, R14)."""
        partner = self.circumstances.partner
        if self.memberships == self.now.memberships:
            return
        is_staff = any(
            membership.role in STAFF_ROLES for account, membership in self.memberships.items() if account != partner
        )
        in_partner = self.memberships.get(partner)
        if is_staff and in_partner is None:
            self.memberships[partner] = KnownMembership(Role.DEPARTMENT_STAFF, "")
        elif not is_staff and in_partner is not None and in_partner.role is Role.DEPARTMENT_STAFF:
            del self.memberships[partner]

    def _reverse_staff_alone(self, row: DoneRow) -> tuple[Reversal, Reason | None]:
        """For a row of which nothing is left but the "Department staff" that it brought."""
        partner = self.circumstances.partner
        before, after = self.now.memberships.get(partner), self.memberships.get(partner)
        if before is None or before.role is not Role.DEPARTMENT_STAFF:
            return Reversal.NOTHING, Reason.GONE
        return (Reversal.REVERSED, None) if after is None else (Reversal.KEPT, Reason.STILL_STAFF)


def _made_by(rows: Sequence[DoneRow]) -> bool:
    return any(row.outcome is Outcome.CREATED for row in rows)


def _writes(before: Mapping[int, KnownMembership], after: Mapping[int, KnownMembership]) -> Iterator[Write]:
    for account, membership in sorted(after.items()):
        if before.get(account) != membership:
            yield Write(account, membership.role, membership.member_id, account not in before)
