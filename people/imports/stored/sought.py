"""Whom a batch of rows names: what the database is asked about, without anything coming over that it holds already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from people.imports.stored.rows.batches import StoredRow
from people.models import Import


@dataclass(frozen=True, slots=True)
class Sought:
    """Rows with the columns email, department and member_id."""

    relation: str
    """What stands after FROM: a table, or a query in parentheses; of our own words only."""
    parameters: tuple[Any, ...]
    """What its placeholders stand for."""


def sought(run: Import, batch: Sequence[StoredRow]) -> Sought:
    """What the stored rows of a batch name, which begins where the import's cursor stands."""
    last = batch[-1].parsed
    return Sought(
        "(SELECT email, department, member_id FROM people_importrow"
        " WHERE import_run_id = %s AND (email, number) > (%s, %s) AND (email, number) <= (%s, %s))",
        (run.pk, run.cursor, run.cursor_number, last.email, last.number),
    )
