"""Where files of a partner tell of one person, whom they know by address only: rows that failed know no person."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from django.db import connection

from people.models import Event, Import, Person
from people.models.events import EventKind

NOBODY: Final = "somebody who was removed"
"""What stands where they were named."""
_BETWEEN: Final = re.compile(r"""[\s<>,;:|"()\[\]\\]+""")
"""What stands around addresses."""


def addresses_of(person: Person) -> list[str]:
    """The address they have, and those that the partner knew them by before."""
    changed = Event.objects.filter(person=person.pk, kind=EventKind.PERSON_ADDRESS_CHANGED)
    earlier = changed.exclude(details__before=None).values_list("details__before", flat=True)
    return [person.email, *(address for address in earlier.distinct() if address != person.email)]


def tells_of(addresses: Sequence[str], text: str) -> bool:
    """Whether one of ``addresses`` stands in ``text``, in capital letters or not, and not only as a part of another one."""
    return not {word.strip(".'") for word in _BETWEEN.split(text.lower())}.isdisjoint(addresses)


def rows_of(partner_id: int, addresses: Sequence[str]) -> dict[int, list[int]]:
    """The numbers of the rows about them, by import: rows with an address of theirs, and of those that could not be read, or had
    none that is one, those with it in a cell.
    """
    found: dict[int, list[int]] = defaultdict(list)
    for run, number, cells in _candidates(partner_id, addresses):
        if cells is None or any(tells_of(addresses, cell) for cell in json.loads(cells)):
            found[run].append(number)
    return dict(found)


def _candidates(partner_id: int, addresses: Sequence[str]) -> list[tuple[int, int, str | None]]:
    """Import, number, and the cells if it is for them to say; by import and number."""
    in_cells = [json.dumps(address)[1:-1] for address in addresses]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT run.id, row.number, row.cells::text FROM people_import AS run"
            # Each import looked into by itself (OFFSET 0), so that no statistics make it go through all rows instead.
            " CROSS JOIN LATERAL (SELECT number, NULL AS cells FROM people_importrow WHERE import_run_id = run.id"
            " AND email = ANY(%s) UNION ALL SELECT number, cells::text FROM people_importrow AS unread"
            " WHERE import_run_id = run.id AND email = '' AND EXISTS (SELECT FROM unnest(%s::text[]) AS address"
            " WHERE position(address IN lower(unread.cells::text)) > 0) OFFSET 0) AS row"
            " WHERE run.partner_id = %s AND run.expired_at IS NULL ORDER BY run.id, row.number",
            [list(addresses), in_cells, partner_id],
        )
        return cursor.fetchall()


def files_that_tell_of(partner_id: int, addresses: Sequence[str]) -> list[int]:
    """The imports whose file tells of them by what is kept of it: its first rows, or why it was refused."""
    kept = Import.objects.filter(partner=partner_id, expired_at=None)
    columns = kept.values_list("pk", "header", "dialect__beginning", "failure_context__email")
    return [
        pk
        for pk, header, beginning, refused_for in columns.iterator()
        if refused_for in addresses
        or any(tells_of(addresses, text) for text in [*header, *(text for _, text in beginning or ())])
    ]
