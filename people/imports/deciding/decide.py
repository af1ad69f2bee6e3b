"""What is to be done with the rows of a file: (parsed rows, what is known, options) → plans. Pure, and the heart of it all.

Rows are decided person by person, because all cross-row rules but two (member IDs given to two people, the last admin of an
account) are about one person; so the order of a person's rows is the only order that can matter, and R12–R14 don't see it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from people.imports.deciding.one_person import OnePerson, account_of, failed
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Decision, Known, Ledger, Options, Plan, Write
from people.imports.issues import Code
from people.outcomes import Outcome
from people.roles import Role

NOTHING_DONE: Final[Mapping[str, Sequence[ParsedRow]]] = {}


def decide(
    rows: Sequence[ParsedRow],
    known: Known,
    options: Options,
    ledger: Ledger,
    done: Mapping[str, Sequence[ParsedRow]] = NOTHING_DONE,
) -> list[Plan]:
    """Plans for ``rows``, which hold each person's rows together and in order of number.

    ``ledger`` is carried on: it goes in with what earlier batches decided but did not write, and is added to. ``done`` are
    rows of the file that have brought these people in already, by address: what is decided has to agree with them (R15, R16).
    """
    plans: list[Plan] = []
    for email, group in _by_person(rows):
        plan = _newcomer(group[0], known, ledger) if len(group) == 1 else None
        if plan is not None:
            plans.append(plan)
        elif email:
            plans.append(OnePerson(email, known, options, ledger, done.get(email, ())).plan(group))
        else:
            plans.extend(Plan("", (_without_address(row, known),)) for row in group)
    return plans


def _by_person(rows: Sequence[ParsedRow]) -> Iterator[tuple[str, Sequence[ParsedRow]]]:
    begin, count = 0, len(rows)
    while begin < count:
        email = rows[begin].email
        end = begin + 1
        while end < count and rows[end].email == email:
            end += 1
        yield email, rows[begin:end]
        begin = end


def _newcomer(row: ParsedRow, known: Known, ledger: Ledger) -> Plan | None:
    """The plan for somebody new with this one row and nothing to be said about it; none for anybody else.

    Just what :class:`OnePerson` would plan (a property holds them together), in a quarter of the time: a million rows are
    mostly such people.
    """
    _, name, email, department, role, member_id, issues, rival = row
    account = known.account if department is None else department
    is_strange = issues or rival is not None or not email or email in known.persons
    if is_strange or (department is not None and department not in known.departments):
        return None
    if member_id and (account, member_id) in known.holders:
        return None
    gives_staff = role is not None and account != known.partner
    if role is Role.ADMIN:
        ledger[account] = ledger.get(account, 0) + 1
    writes: tuple[Write, ...] = (Write(account, role or Role.LEARNER, member_id, True),)
    if gives_staff:
        writes += (Write(known.partner, Role.DEPARTMENT_STAFF, "", True),)
    return Plan(email, (Decision(row, Outcome.CREATED, account, (), (), True, gives_staff),), None, name, writes)


def _without_address(row: ParsedRow, known: Known) -> Decision:
    """A row that is about nobody fails, and yet all that is wrong with it is said; unless it was left out."""
    if any(issue.code is Code.ROW_LEFT_OUT for issue in row.issues):
        return Decision(row, Outcome.SKIPPED, None, row.issues)
    account, unknown = account_of(row, known)
    return failed(row, [*row.issues, *unknown], account)
