"""The check: reads the whole file, stores its rows and foresees what each will do. Writes nothing about people (L1).

First all rows go in as they stand in the file; then they are decided as the import itself will decide them, by the same code
in the same order, and against the same people. So its numbers come true unless the people change in between.
"""

from typing import Final

from django.conf import settings

from cerego.errors import Refused
from people.imports import known, lease
from people.imports import open_files as reading
from people.imports.deciding.corrections import parse_corrected
from people.imports.deciding.counts import Counts
from people.imports.deciding.decide import decide
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Options
from people.imports.header.columns import Field
from people.imports.matching.mapping import Mapping
from people.imports.reading.dialect import Dialect
from people.imports.reading.reader import SourceRow
from people.imports.stored import corrected_rows, rows
from people.imports.stored.sought import sought
from people.models import Import, ImportRow

_SAMPLE: Final = 40
"""So many rows tell of a piece whether its people are new."""


def check_next(run: Import) -> bool:
    """Do the next piece of the check of ``run``, on which the caller has a lease; returns whether there was one.

    A piece happens wholly or not at all; what follows it goes on from there, whoever does it. Raises :class:`Refused` when
    the file can't be used (R27), and LeaseLost.
    """
    if run.is_stored:
        return _decide(run)
    _store(run)
    return True


def _store(run: Import) -> None:
    """Some more rows of the file; after the last, what can only be said of all of them together."""
    mapping = Mapping.from_json(run.mapping)
    read = reading.next_rows(run, settings.IMPORT_BATCH_ROWS)
    with lease.held(run):
        if not run.rows:
            ImportRow.objects.filter(import_run=run).delete()  # of an earlier check
            corrected_rows.take_in(run)
        corrections = corrected_rows.corrections_of(run, [row.number for row in read])

        def parsed(row: SourceRow) -> ParsedRow:
            return parse_corrected(row, mapping, corrections.get(row.number))

        likely = known.likely_outcome(run, [parsed(row).email for row in read[:: len(read) // _SAMPLE + 1]])
        # Each is parsed only when it is sent, so that the server stores some while others are parsed here.
        count = run.rows + rows.put(run, ((row, parsed(row)) for row in read), likely)
        is_stored = len(read) < settings.IMPORT_BATCH_ROWS
        if is_stored:
            _compare(run, count)
        lease.renew(run, rows=count, is_stored=is_stored, attempt=0)
    run.rows, run.is_stored = count, is_stored  # not before: whoever tries it again begins where it began


def _compare(run: Import, count: int) -> None:
    if not count:
        raise Refused("file.header_only", row=Dialect.from_json(run.dialect).header_row)
    email, most = rows.most_rows_of_one_person(run)
    if most > settings.IMPORT_MAX_ROWS_PER_PERSON:
        raise Refused("file.person_too_often", email=email, rows=most, limit=settings.IMPORT_MAX_ROWS_PER_PERSON)
    if Mapping.from_json(run.mapping).member is not None or corrected_rows.give(run, Field.MEMBER):
        rows.mark_rivals(run)


def _decide(run: Import) -> bool:
    with lease.held(run):
        batch = rows.next_batch(run, settings.IMPORT_BATCH_ROWS)
        if not batch:
            return False
        ledger = {int(account): admins for account, admins in run.ledger.items()}
        what_is = known.read(run, sought(run, batch), known.departments_of(run), ledger)
        plans = decide([stored.parsed for stored in batch], what_is, Options.from_json(run.options), ledger)
        rows.foresee(batch, [decision for plan in plans for decision in plan.decisions])
        foreseen = {
            "ledger": {str(account): admins for account, admins in ledger.items()},
            "check_counts": Counts.from_json(run.check_counts).plus(plans).as_json(),
        }
        cursor, cursor_number = batch[-1].parsed.email, batch[-1].parsed.number
        lease.renew(run, cursor=cursor, cursor_number=cursor_number, attempt=0, **foreseen)
    run.ledger, run.check_counts = foreseen["ledger"], foreseen["check_counts"]
    return True
