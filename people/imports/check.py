"""The check: reads the whole file, stores its rows and foresees what each will do. Writes nothing about people (L1).

First all rows go in as they stand in the file; then they are decided as the import itself will decide them, by the same code
in the same order, and against the same people. So its numbers come true unless the people change in between.
"""

from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.db import transaction

from cerego.errors import Refused
from people.imports import known, lease, rows, source
from people.imports.counts import Counts
from people.imports.decide import Ledger, decide
from people.imports.dialect import Dialect
from people.imports.mapping import Mapping
from people.imports.parse import ParsedRow, parse
from people.imports.plan import Options
from people.imports.reader import SourceRow
from people.models import Import, ImportRow


def check(run: Import) -> Counts:
    """Store and decide all rows of ``run``, on which the caller has a lease; returns what would happen.

    Starts from nothing, whatever an earlier attempt has left; so only its end counts as progress (L5).
    Raises :class:`Refused` when the file can't be used (R27), and LeaseLost.
    """
    with transaction.atomic():
        lease.hold(run)
        ImportRow.objects.filter(import_run=run).delete()
        lease.renew(run, rows=0, check_counts={}, cursor="", cursor_number=0)
    _store(run)
    _compare(run)
    return _decide(run)


def _store(run: Import) -> None:
    mapping = Mapping.from_json(run.mapping)
    stored = 0
    parsed = ((row, parse(row, mapping)) for row in source.rows(run))
    for batch in _batches(parsed, settings.IMPORT_BATCH_ROWS):
        with transaction.atomic():
            lease.hold(run)
            stored += rows.put(run, batch)
            lease.renew(run, rows=stored)
    if not stored:
        raise Refused("file.header_only", row=Dialect.from_json(run.dialect).header_row)


def _compare(run: Import) -> None:
    """What can only be said of all rows together. Under the lease's lock, because it may outlast the lease."""
    with transaction.atomic():
        lease.hold(run)
        email, most = rows.most_rows_of_one_person(run)
        if most > settings.IMPORT_MAX_ROWS_PER_PERSON:
            raise Refused("file.person_too_often", email=email, rows=most, limit=settings.IMPORT_MAX_ROWS_PER_PERSON)
        rows.mark_rivals(run)
        lease.renew(run)


def _batches(parsed: Iterator[tuple[SourceRow, ParsedRow]], size: int) -> Iterator[list[tuple[SourceRow, ParsedRow]]]:
    while batch := list(islice(parsed, size)):
        yield batch


def _decide(run: Import) -> Counts:
    counts = Counts()
    ledger: Ledger = {}
    departments = known.departments_of(run)
    options = Options.from_json(run.options)
    run.cursor, run.cursor_number = "", 0
    while batch := rows.next_batch(run, settings.IMPORT_BATCH_ROWS):
        parsed = [stored.parsed for stored in batch]
        with transaction.atomic():
            lease.hold(run)
            plans = decide(parsed, known.read(run, parsed, departments), options, ledger)
            decisions = [decision for plan in plans for decision in plan.decisions]
            rows.foresee(run, batch, decisions)
            counts = counts.plus(plans)
            run.cursor, run.cursor_number = parsed[-1].email, parsed[-1].number
            lease.renew(run, cursor=run.cursor, cursor_number=run.cursor_number, check_counts=counts.as_json())
    return counts
