"""The rows of an import in the database: put in by COPY, read in batches of whole people, marked with what became of them."""

from people.imports.stored.rows.batches import StoredRow, next_batch, parts
from people.imports.stored.rows.comparing import mark_rivals, most_rows_of_one_person
from people.imports.stored.rows.marking import foresee, marks_of, record
from people.imports.stored.rows.storing import put

__all__ = [
    "StoredRow",
    "foresee",
    "mark_rivals",
    "marks_of",
    "most_rows_of_one_person",
    "next_batch",
    "parts",
    "put",
    "record",
]
