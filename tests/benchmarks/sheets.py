"""A staff list on the disk, and beside it what has to become of its rows: the *truth*, which only the floor reads."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from people.folding import search_text, sort_key
from tests.benchmarks import staff
from tests.benchmarks.organisation import Organisation
from tests.benchmarks.staff import Record


@dataclass(frozen=True)
class Sheet:
    """One file, and what is known of it."""

    organisation: Organisation
    rows: int
    path: Path
    """As an admin uploads it."""
    truth: Path
    """A line for each row: number, outcome, address, name, account, role, member ID, whether it gives "Department staff",
    and how the name is sorted and searched."""
    outcomes: Counter[str]
    """How many rows have which outcome, in a partner that knows none of these people."""


def make(folder: Path, organisation: Organisation, rows: int, *, seed: int = 1) -> Sheet:
    """Generate a staff list of so many rows. Those of two organisations or seeds have no address in common."""
    stem = f"staff-{organisation.partner.pk}-{seed}-{rows}"
    sheet = Sheet(organisation, rows, folder / f"{stem}.csv", folder / f"{stem}-truth.csv", Counter())
    made = staff.records(rows, departments=organisation.departments, seed=seed, prefix=f"{organisation.prefix}{seed}-")
    with sheet.truth.open("w", encoding="utf-8", newline="") as file:
        staff.write(sheet.path, _noting(made, csv.writer(file), sheet))
    return sheet


def _noting(records: Iterator[Record], writer: "csv.Writer", sheet: Sheet) -> Iterator[Record]:
    partner = sheet.organisation.partner.pk
    for number, record in enumerate(records, start=2):
        sheet.outcomes[record.outcome] += 1
        name, email = record.cells[0], record.email
        account = record.department or partner
        writer.writerow(
            (
                *(number, record.outcome, email, name, account, record.role.value, record.cells[4], record.gives_staff),
                *(sort_key(name), search_text(name, email)),
            )
        )
        yield record
