"""Staff lists of any length, always the same for the same seed, and what has to become of each of their rows. Pure.

Of the rows 75 % name one of the departments (the brief's 40), 10 % a staff role, all a member ID; addresses are spread over 50
domains and come in no order; one name in 200 has a comma, so needs quotes. One row in a hundred has a problem: a bad address, an
unknown department, a role that is none (which is a warning), a missing name, or it repeats the row before it.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from people.roles import Role
from tests.benchmarks.names import EVERYDAY, WORLDWIDE

HEADER: Final = ("Full name", "Email", "department_id", "cerego_role", "member_id")
DOMAINS: Final = 50
IN_DEPARTMENT: Final = 0.75
STAFF: Final = 0.10
PROBLEMS: Final = 0.01
KINDS: Final = ("address", "department", "role", "name", "repeated")
UNKNOWN_DEPARTMENT: Final = "99999999"
_ROLES: Final = (Role.COURSE_VIEWER, Role.COURSE_VIEWER, Role.CONTENT_MANAGER, Role.COURSE_MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a staff list."""

    cells: tuple[str, str, str, str, str]
    """As they stand in the file: name, address, department, role, member ID."""
    problem: str = ""
    """One of KINDS; empty for nearly all."""

    @property
    def outcome(self) -> str:
        """What has to become of it in a partner that knows none of these people."""
        return {"": "created", "role": "created", "repeated": "skipped"}.get(self.problem, "failed")

    @property
    def email(self) -> str:
        """The address, in its canonical form."""
        return self.cells[1].lower()

    @property
    def department(self) -> int | None:
        """The number in the department cell."""
        return int(self.cells[2]) if self.cells[2] else None

    @property
    def role(self) -> Role:
        """The role the row gives."""
        return Role(self.cells[3]) if self.cells[3] and self.problem != "role" else Role.LEARNER

    @property
    def gives_staff(self) -> bool:
        """Whether its person becomes "Department staff" in the partner account, too (R12)."""
        return bool(self.cells[2]) and self.role is not Role.LEARNER and self.outcome == "created"


def records(count: int, *, departments: Sequence[int], seed: int = 1, prefix: str = "") -> Iterator[Record]:
    """So many rows; ``prefix`` begins every domain, so that lists with different ones have no address in common."""
    random = Random(seed)
    before: Record | None = None
    for number in range(count):
        record = _plain(random, number, departments, prefix)
        if random.random() < PROBLEMS:
            record = _spoilt(record, random.choice(KINDS), before)
        yield record
        before = None if record.problem else record


def _plain(random: Random, number: int, departments: Sequence[int], prefix: str) -> Record:
    name, address = random.choice(EVERYDAY if random.random() < 0.5 else WORLDWIDE)
    if random.random() < 0.005:
        name += ", Jr."
    if random.random() < 0.1:
        address = address.title()
    domain = f"{prefix}campus-{int(random.random() * DOMAINS):02}.example"
    department = str(random.choice(departments)) if random.random() < IN_DEPARTMENT else ""
    role = random.choice(_ROLES).value if random.random() < STAFF else ""
    return Record((name, f"{address}.{number}@{domain}", department, role, f"E{number:07}"))


def _spoilt(record: Record, problem: str, before: Record | None) -> Record:
    name, email, department, role, member_id = record.cells
    if problem == "repeated":
        return replace(before, problem=problem) if before else record
    cells = {
        "address": (name, email.replace("@", " at "), department, role, member_id),
        "department": (name, email, UNKNOWN_DEPARTMENT, role, member_id),
        "role": (name, email, department, "Teacher", member_id),
        "name": ("", email, department, role, member_id),
    }
    return Record(cells[problem], problem)


def write(path: Path, rows: Iterable[Record]) -> None:
    """Write a staff list as the CSV file that an admin would upload."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(record.cells for record in rows)
