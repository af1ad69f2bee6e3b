"""The rows of an import as what they did, to be taken back: read in batches of whole people, marked with what became of it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import F, QuerySet

from people.imports.deciding.undoing import DoneRow, Reason
from people.imports.stored.rows.batches import whole_people
from people.imports.stored.staging import Staging
from people.models import Import, ImportRow
from people.outcomes import Outcome, Reversal
from people.roles import Role

_COLUMNS: Final = (
    "ctid::text, number, name, email, department, role, member_id, outcome, person_id, before::text, after::text,"
    """ NOT issues @> '[{"code": "name.differs"}]'"""
)
_MARKS: Final = Staging("staged_reversal", "place tid, reversal text, reason text")
COUNTED_AS: Final = {
    Reversal.REVERSED: "reversed",
    Reversal.KEPT: "kept",
    Reversal.NOTHING: "nothing_to_undo",
}
"""The field of the import that counts each."""


class StoredDoneRow(NamedTuple):
    """A row as it is worked on."""

    done: DoneRow
    email: str
    person: int | None
    """The id of the person it wrote."""
    place: str
    """Where it lies in its table (PostgreSQL's ctid), good until the end of the transaction."""


def otherwise(run: Import) -> QuerySet[ImportRow]:
    """The rows that turned out other than the check had foreseen."""
    rows = ImportRow.objects.filter(import_run=run)
    return rows.exclude(outcome="").exclude(action="").exclude(outcome=F("action"))


def next_batch(run: Import, size: int) -> list[StoredDoneRow]:
    """The rows after the cursor in the order of address and number: about ``size``, never half a person's."""
    return [_stored(run, row) for row in whole_people(run, size, columns=_COLUMNS)]


def _stored(run: Import, row: tuple) -> StoredDoneRow:
    place, number, name, email, department, role, member_id, outcome, person, before, after, gives_name = row
    changed = json.loads(after) if after else {}
    made = frozenset(changed.pop("made", ()))
    done = DoneRow(
        number=number,
        outcome=Outcome(outcome) if outcome else None,
        account=run.account_id if department is None else department,
        name=name,
        role=Role(role) if role else Role.LEARNER,
        member_id=member_id,
        before=json.loads(before) if before else {},
        after=changed,
        made=made,
        gives_name=gives_name,
    )
    return StoredDoneRow(done, email, person, place)


def by_person(batch: Sequence[StoredDoneRow]) -> Iterator[tuple[str, list[StoredDoneRow]]]:
    """The rows of each person, with the address by which the file knows them. All that name nobody come as one."""
    for email, rows in groupby(batch, key=lambda row: row.email):
        yield email, list(rows)


def record(batch: Sequence[StoredDoneRow], reversals: Sequence[tuple[Reversal, Reason | None]]) -> Counter[str]:
    """Write what became of the rows; returns how many of each, by the field that counts them."""
    marks = zip(batch, reversals, strict=True)
    _MARKS.fill((row.place, reversal.value, reason.value if reason else "") for row, (reversal, reason) in marks)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_importrow AS row SET reversal = mark.reversal, reversal_reason = mark.reason"
            " FROM staged_reversal AS mark WHERE row.ctid = mark.place"
        )
    return Counter(COUNTED_AS[reversal] for reversal, _ in reversals)
