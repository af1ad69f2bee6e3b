"""The rows of one person of a file, decided one after the other (R11–R21). Pure."""

from collections.abc import Iterable, Sequence

from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import (
    Change,
    Decision,
    Existing,
    Known,
    KnownMembership,
    Ledger,
    Options,
    Plan,
    Write,
)
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue, Severity
from people.outcomes import Outcome
from people.roles import STAFF_ROLES, Role


class OnePerson:
    """The rows of one person, as they are decided one after the other."""

    def __init__(
        self, email: str, known: Known, options: Options, ledger: Ledger, done: Sequence[ParsedRow] = ()
    ) -> None:
        self.email = email
        self.known = known
        self.options = options
        self.ledger = ledger
        self.there = known.persons.get(email)
        self.done = done if self.there else ()
        self.name = self.done[0].name if self.done else None
        self.named_by = self.done[0].number if self.done else 0
        self.placed: dict[int, ParsedRow] = {}
        self.writes: dict[int, Write] = {}

    def plan(self, rows: Sequence[ParsedRow]) -> Plan:
        """The plan for all of the person's rows. Those done already count as earlier, unless they are done once more."""
        again = {row.number for row in rows}
        for row in self.done:
            if row.number not in again:
                self.placed.setdefault(self.known.account if row.department is None else row.department, row)
        decisions = [self._decide(row) for row in rows]
        decisions = self._with_department_staff(decisions)
        return Plan(
            email=self.email,
            decisions=tuple(decisions),
            person=self.there.id if self.there else None,
            name=self._name_to_write(),
            writes=tuple(self.writes.values()),
        )

    def _decide(self, row: ParsedRow) -> Decision:
        account, unknown = account_of(row, self.known)
        issues = [*row.issues, *unknown]
        if row.is_broken or account is None:
            return failed(row, issues, account)
        reason = self._reason_to_skip()
        if reason is not None:
            return Decision(row, Outcome.SKIPPED, account, (*issues, Issue(reason)))
        earlier = self.placed.get(account)
        if earlier is not None:
            return self._meet_earlier(row, account, earlier, issues)
        return self._place(row, account, issues)

    def _reason_to_skip(self) -> Code | None:
        if self.there is None:
            return None
        if self.there.is_deactivated:
            return Code.PERSON_DEACTIVATED
        is_old = self.options.existing is Existing.ADD_ONLY and not self.there.is_made_here
        return Code.PERSON_EXISTS if is_old else None

    def _meet_earlier(self, row: ParsedRow, account: int, earlier: ParsedRow, issues: list[Issue]) -> Decision:
        """The same person in the same account once more (R16)."""
        pairs = {
            Field.NAME: (earlier.name, row.name),
            Field.ROLE: (earlier.role, row.role),
            Field.MEMBER: (earlier.member_id, row.member_id),
        }
        fields = [name.value for name, (first, second) in pairs.items() if first != second]
        if not fields:
            issue = Issue(Code.ROW_REPEATED, details={"first": earlier.number})
            return Decision(row, Outcome.SKIPPED, account, (*issues, issue))
        details = {"first": earlier.number, "fields": fields}
        return failed(row, [*issues, Issue(Code.ROW_CONFLICT, details=details)], account)

    def _place(self, row: ParsedRow, account: int, issues: list[Issue]) -> Decision:
        """Into an account that no earlier row has placed them in."""
        membership = self.there.memberships.get(account) if self.there else None
        role = row.role or (membership.role if membership else Role.LEARNER)
        member_id = row.member_id or (membership.member_id if membership else "")
        issues += self._role_issues(account, membership, role)
        issues += self._member_id_issues(row, account, membership)
        if issues and any(issue.severity is Severity.ERROR for issue in issues):
            return failed(row, issues, account)
        changes = self._name_changes(row, issues)
        if membership:
            changes += _changes(Field.ROLE, membership.role.value, role.value)
            changes += _changes(Field.MEMBER, membership.member_id, member_id)
        self.placed[account] = row
        if membership is None or KnownMembership(role, member_id) != membership:
            self.writes[account] = Write(account, role, member_id, is_new=membership is None)
            self._count_admins(account, membership, role)
        outcome = self._outcome_of(membership, changes)
        return Decision(row, outcome, account, tuple(issues), tuple(changes), is_new_membership=membership is None)

    def _outcome_of(self, membership: KnownMembership | None, changes: list[Change]) -> Outcome:
        if self.there is None or (self.there.is_made_here and membership is None):
            return Outcome.CREATED
        return Outcome.UPDATED if changes or membership is None else Outcome.UNCHANGED

    def _role_issues(self, account: int, membership: KnownMembership | None, role: Role) -> list[Issue]:
        """A file never takes the admin role from the uploader, nor from the last admin of an account (R19)."""
        if membership is None or membership.role is not Role.ADMIN or role is Role.ADMIN:
            return []
        if self.email == self.known.uploader:
            return [Issue(Code.ROLE_OWN_ADMIN, Field.ROLE, role.value)]
        if self.known.admins.get(account, 0) + self.ledger.get(account, 0) <= 1:
            return [Issue(Code.ROLE_LAST_ADMIN, Field.ROLE, role.value)]
        return []

    def _member_id_issues(self, row: ParsedRow, account: int, membership: KnownMembership | None) -> list[Issue]:
        """Whether the member ID can be given (R20)."""
        given = row.member_id
        if not given or (membership and membership.member_id == given):
            return []
        if membership and membership.member_id:
            return [Issue(Code.MEMBER_ID_DIFFERS, Field.MEMBER, given, {"has": membership.member_id})]
        # The file first: by the time this row is applied, the rival may hold it, and the reason must be the check's.
        if row.rival is not None:
            return [Issue(Code.MEMBER_ID_REPEATED, Field.MEMBER, given, {"first": row.rival})]
        holder = self.known.holders.get((account, given))
        if holder is not None and holder != self.email:
            return [Issue(Code.MEMBER_ID_TAKEN, Field.MEMBER, given, {"holder": holder})]
        return []

    def _name_changes(self, row: ParsedRow, issues: list[Issue]) -> list[Change]:
        """What the row does to the name: the first row's stands, the others' is a warning (R15)."""
        if self.name is not None:
            if row.name != self.name:
                details = {"first": self.named_by, "name": self.name}
                issues.append(Issue(Code.NAME_DIFFERS, Field.NAME, row.name, details))
            return []
        self.name, self.named_by = row.name, row.number
        if self.there is None or self.there.name == row.name:
            return []
        if self.there.is_elsewhere:
            # Who is not in the department yet is not named to its admin: an address must not be enough to learn a name.
            is_seen = self.known.account in self.there.memberships
            details = {"name": self.there.name} if is_seen else {}
            issues.append(Issue(Code.NAME_KEPT, Field.NAME, row.name, details))
            return []
        return _changes(Field.NAME, self.there.name, row.name)

    def _name_to_write(self) -> str | None:
        if self.there is None:
            return self.name
        return None if self.done or self.name == self.there.name or self.there.is_elsewhere else self.name

    def _count_admins(self, account: int, membership: KnownMembership | None, role: Role) -> None:
        was = membership is not None and membership.role is Role.ADMIN
        change = int(role is Role.ADMIN) - int(was)
        if change:
            self.ledger[account] = self.ledger.get(account, 0) + change

    def _with_department_staff(self, decisions: list[Decision]) -> list[Decision]:
        """A staff role in a department brings "Department staff" in the partner account, unless they have anything there
        or a row puts them there (R12, R13). The first row that brings it says so.
        """
        partner = self.known.partner
        if partner in self.placed or (self.there and partner in self.there.memberships):
            return decisions
        for position, decision in enumerate(decisions):
            account = decision.account
            if self.placed.get(account or 0) is not decision.row or account == partner:
                continue
            if decision.row.role in STAFF_ROLES:
                self.writes[partner] = Write(partner, Role.DEPARTMENT_STAFF, "", is_new=True)
                outcome = Outcome.UPDATED if decision.outcome is Outcome.UNCHANGED else decision.outcome
                decisions[position] = decision._replace(outcome=outcome, gives_staff=True)
                break
        return decisions


def _changes(name: Field, before: str, after: str) -> list[Change]:
    return [Change(name, before, after)] if before != after else []


def failed(row: ParsedRow, issues: Iterable[Issue], account: int | None = None) -> Decision:
    """The decision for a row that fails, with all that is said about it."""
    return Decision(row, Outcome.FAILED, account, tuple(issues))


def account_of(row: ParsedRow, known: Known) -> tuple[int | None, list[Issue]]:
    """The account the row places the person in (R9, R23), or what is wrong with its department."""
    if row.department is None:
        return known.account, []
    if row.department in known.departments:
        return row.department, []
    return None, [Issue(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, str(row.department))]
