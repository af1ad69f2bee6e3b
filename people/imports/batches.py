"""One batch of an import: in one transaction people, outcomes, cursor and counts (L2).

So a batch happened wholly or not at all, and done twice it does nothing the second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.db.models import F

from cerego.errors import Refused
from people.imports import apply, known, lease, undo
from people.imports.deciding.counts import Counts
from people.imports.deciding.decide import decide
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Known, Ledger, Options
from people.imports.deciding.retrying import change_of_counts
from people.imports.deciding.reversal import reverse
from people.imports.stored import corrected_rows, done_rows, rows, sending, statistics
from people.imports.stored.corrected_rows import DoneRow
from people.imports.stored.done_rows import StoredDoneRow
from people.imports.stored.rows import StoredRow
from people.imports.stored.sought import Sought, sought
from people.models import Import, User
from people.outcomes import Outcome
from people.selectors import accounts_administered_by
from people.services import lock_people

_PARTS: Final = (1, 5)
"""The parts in which a batch is decided and written. The server waits for the first, so that is small; and it is longer at
writing it than the rest takes to be decided here."""


class Stopped(Exception):
    """Somebody has asked for the import to stop (L9)."""


def apply_next(run: Import) -> bool:
    """Apply the next batch of ``run``, on which the caller has a lease; returns whether there was one.

    Decides again, against the people as they are now. Raises :class:`Refused` when the uploader has no right to it any more
    (L8), :class:`Stopped`, and LeaseLost.
    """
    with lease.held(run):
        lock_people(run.partner_id)  # before the rows are read: removing somebody for good moves rows that name them
        batch = rows.next_batch(run, settings.IMPORT_BATCH_ROWS)
        if not batch:
            return False
        if run.stop_requested:
            raise Stopped
        _check_rights(run, run.created_by)
        due = [
            stored for stored in batch if not stored.outcome
        ]  # the others were corrected after a stop, and tried again
        done = corrected_rows.done_rows(run, [stored.parsed for stored in due]) if len(due) < len(batch) else {}
        what_is = _known(run, sought(run, batch), done)
        counts = _apply(run, due, what_is, done)
        last = batch[-1].parsed
        _renew(run, counts.as_json(), cursor=last.email, cursor_number=last.number)
    return True


def _apply(run: Import, due: Sequence[StoredRow], what_is: Known, done: Mapping[str, Sequence[DoneRow]]) -> Counts:
    """Decide and write in some parts: the server writes one while the next is decided here."""
    counts, options, ledger, parsed_done = Counts(), Options.from_json(run.options), Ledger(), _parsed(done)
    reserved = iter(apply.reserve(len({row.parsed.email for row in due} - what_is.persons.keys())))
    written = 0
    with sending.server() as server:
        for part in rows.parts(due, _PARTS):
            plans = decide([stored.parsed for stored in part], what_is, options, ledger, parsed_done)
            decisions = [decision for plan in plans for decision in plan.decisions]
            persons = apply.ids_of(plans, reserved)
            counts = counts.plus(plans, known_already=frozenset(done))
            changes, marks = apply.changes_of(plans, persons), rows.marks_of(part, decisions, persons)
            server.wait()
            if written:
                statistics.count_people_anew(written)
            server.give(apply.apply(run, changes) + rows.record(marks))
            written += len(changes.newcomers)
    return counts


def retry_next(run: Import) -> bool:
    """Try the next batch of corrected rows of ``run`` again, on which the caller has a lease; returns whether there was one.

    A row keeps its outcome until the very transaction that gives it the next: so all rows have one at any moment. Raises what
    :func:`apply_next` does.
    """
    with lease.held(run):
        lock_people(run.partner_id)
        batch = corrected_rows.next_batch(run, settings.IMPORT_BATCH_ROWS)
        if not batch:
            return False
        if run.stop_requested:
            raise Stopped
        _check_rights(run, run.created_by)
        parsed = [each.parsed for each in batch]
        done = corrected_rows.done_rows(run, parsed)
        what_is = _known(run, corrected_rows.sought(run, parsed), done)
        plans = decide(parsed, what_is, Options.from_json(run.options), {}, _parsed(done))
        decisions = [decision for plan in plans for decision in plan.decisions]
        tries = corrected_rows.second_tries(batch, decisions)
        persons = apply.ids_of(plans, iter(apply.reserve(len(plans))))
        with sending.server() as server:
            server.give(apply.apply(run, apply.changes_of(plans, persons)))
        corrected_rows.record(run, decisions, tries, persons)
        _renew(run, change_of_counts(plans, tries, frozenset(done)))
    return True


def undo_next(run: Import) -> bool:
    """Take back the next batch of ``run`` (R32), on which the caller has a lease; returns whether there was one.

    With the rights of whoever asked for it. Raises :class:`Refused` when they have none any more, and LeaseLost.
    """
    with lease.held(run):
        lock_people(run.partner_id)
        batch = done_rows.next_batch(run, settings.IMPORT_BATCH_ROWS)
        if not batch:
            return False
        _check_rights(run, run.undone_by)
        undo.lock([row.person for row in batch if row.person and row.done.outcome is Outcome.CREATED])
        people = undo.people_now(run, [row.person for row in batch if row.person])
        circumstances = undo.circumstances(run, people)
        ledger: Ledger = {}
        undoings = [
            reverse(
                email, [row.done for row in rows_of_one], people.get(_person_of(rows_of_one)), circumstances, ledger
            )
            for email, rows_of_one in done_rows.by_person(batch)
        ]
        undo.undo(run, undoings)
        counts = done_rows.record(batch, [reversal for undoing in undoings for reversal in undoing.reversals])
        _renew(run, counts, cursor=batch[-1].email, cursor_number=batch[-1].done.number)
    return True


def _known(run: Import, sought: Sought, done: Mapping[str, Sequence[DoneRow]]) -> Known:
    """What is there, and who of it was made by rows of this import that are done."""
    what_is = known.read(run, sought, known.departments_of(run))
    made_here = {email for email, rows_done in done.items() if any(row.is_created for row in rows_done)}
    persons = (
        {email: replace(person, is_made_here=email in made_here) for email, person in what_is.persons.items()}
        if made_here
        else what_is.persons
    )
    return replace(what_is, persons=persons)


def _parsed(done: Mapping[str, Sequence[DoneRow]]) -> dict[str, list[ParsedRow]]:
    return {email: [row.parsed for row in rows_done] for email, rows_done in done.items()}


def _renew(run: Import, counts: Mapping[str, int], **changes: Any) -> None:
    more = {name: F(name) + count for name, count in counts.items()}
    lease.renew(run, attempt=0, **changes, **more)


def _person_of(stored: Sequence[StoredDoneRow]) -> int:
    return next((row.person for row in stored if row.person), 0)


def _check_rights(run: Import, user: User | None) -> None:
    if user is None or not accounts_administered_by(user).filter(pk=run.account_id).exists():
        raise Refused("import.rights_lost")
