"""Which column of a file holds what (R1–R5): the guess that is offered, the mapping that is used. Pure."""

from collections.abc import Mapping as Stored
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from cerego.errors import Refused
from people.imports.header.columns import BLANKS, EXACT, Field, clean_header, index_of, letter, near_miss
from people.imports.matching.guessing import guessed_email, guessed_name, is_displaced
from people.imports.reading.reader import SourceRow

LOOKED_AT: Final = 300
"""Characters of a cell by which it is judged."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which columns are read, by index from 0."""

    name: tuple[int, ...]
    """The column of full names; or two: the first name's and the last name's, in the order they are put together."""
    email: int
    """The column of addresses."""
    department: int | None = None
    """The column `department_id`, if there is one."""
    role: int | None = None
    """The column `cerego_role`, if there is one."""
    member: int | None = None
    """The column `member_id`, if there is one."""

    @property
    def used(self) -> frozenset[int]:
        """The columns that something is read from."""
        others = (self.email, self.department, self.role, self.member)
        return frozenset((*self.name, *(index for index in others if index is not None)))

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored; :meth:`from_json` reads it."""
        return asdict(self) | {"name": list(self.name)}

    @classmethod
    def from_json(cls, stored: Stored[str, Any]) -> Self:
        """The mapping that :meth:`as_json` stored."""
        return cls(**{**stored, "name": tuple(stored["name"])})


@dataclass(frozen=True, slots=True)
class Guess:
    """What the columns of a file seem to be, by index from 0."""

    name: tuple[int, ...]
    """The column of full names, or those of first and last names; empty: none found."""
    email: int | None
    """The column of addresses; none: not found."""
    exact: tuple[tuple[int, Field], ...]
    """The columns matched by their header alone (R2); a field stands twice if the file has it twice."""
    near_misses: tuple[tuple[int, Field], ...]
    """The columns that seem to mean one of those, but are spelt otherwise (R3)."""
    unused: tuple[int, ...]
    """The columns that nothing is read from (R4), near misses among them."""


def guess(header: Sequence[str], sample: Sequence[SourceRow]) -> Guess:
    """What the columns seem to be, by their headers and, failing that, by the values of some rows (R1)."""
    values = [column_values(index, sample) for index in range(len(header))]
    exact = exact_columns(header)
    free = [index for index in range(len(header)) if index not in dict(exact)]
    email = guessed_email(header, values, free)
    if email and is_displaced(header, [row.cells[email - 1] for row in sample if row.is_readable], email):
        email, free = None, []  # Names would come in by halves: whoever looks at the rows sees what is wrong.
    name = guessed_name(header, values, [index for index in free if index != email])
    # Which of two columns with one header is meant is not for us to say (R5).
    email = None if email is not None and is_ambiguous(header, email) else email
    name = () if any(is_ambiguous(header, index) for index in name) else name
    taken = {*name, email, *dict(exact)}
    rest = tuple(index for index in range(len(header)) if index not in taken)
    misses = tuple(miss for miss in near_misses(header) if miss[0] in rest)
    return Guess(name=name, email=email, exact=exact, near_misses=misses, unused=rest)


def is_ambiguous(header: Sequence[str], index: int) -> bool:
    """Whether the column has a header that another one has too."""
    return bool(header[index]) and header.count(header[index]) > 1


def build(header: Sequence[str], *, name: Sequence[int], email: int | None) -> Mapping:
    """The mapping with these columns for name and address, and those found by their exact header.

    Raises Refused: ``mapping.name_missing``, ``mapping.email_missing``, ``mapping.same_column``,
    ``mapping.no_such_column``, ``mapping.exact_twice``.
    """
    if not name:
        raise Refused("mapping.name_missing")
    if email is None:
        raise Refused("mapping.email_missing")
    chosen = [*name, email]
    for index in chosen:
        if not 0 <= index < len(header):
            raise Refused("mapping.no_such_column", column=letter(max(index, 0)))
    twice = [index for index in chosen if chosen.count(index) > 1]
    if twice:
        raise Refused("mapping.same_column", letter=letter(twice[0]), header=header[twice[0]])
    found: dict[Field, int] = {}
    for index, field in exact_columns(header):
        if field in found:
            letters = [letter(place) for place, other in exact_columns(header) if other == field]
            raise Refused("mapping.exact_twice", field=field.value, letters=letters)
        found[field] = index
    return Mapping(
        name=tuple(name),
        email=email,
        department=found.get(Field.DEPARTMENT),
        role=found.get(Field.ROLE),
        member=found.get(Field.MEMBER),
    )


def resolve(header: Sequence[str], text: str) -> int:
    """The column that a header or else a letter names.

    Raises Refused ``mapping.ambiguous`` if the header stands over several, ``mapping.no_such_column`` if over none.
    """
    wanted = clean_header(text)
    found = [index for index, name in enumerate(header) if clean_header(name) == wanted and wanted]
    if len(found) > 1:
        raise Refused("mapping.ambiguous", column=wanted, letters=[letter(index) for index in found])
    if found:
        return found[0]
    try:
        index = index_of(wanted)
    except ValueError:
        index = len(header)
    if index >= len(header):
        raise Refused("mapping.no_such_column", column=wanted, headers=[name for name in header if name])
    return index


def labels(header: Sequence[str]) -> tuple[str, ...]:
    """How a dropdown shows each column: its letter and its header (R5)."""
    return tuple(f"{letter(index)} · {clean_header(name) or '(no header)'}" for index, name in enumerate(header))


def exact_columns(header: Sequence[str]) -> tuple[tuple[int, Field], ...]:
    """The columns matched by their header alone (R2), with what each holds."""
    exact = {field.value: field for field in EXACT}
    found = ((index, exact.get(clean_header(name))) for index, name in enumerate(header))
    return tuple((index, field) for index, field in found if field)


def near_misses(header: Sequence[str]) -> tuple[tuple[int, Field], ...]:
    """The columns that seem to mean an exact one, with the one that each means (R3)."""
    found = ((index, near_miss(name)) for index, name in enumerate(header))
    return tuple((index, field) for index, field in found if field)


def unused(header: Sequence[str], mapping: Mapping) -> tuple[int, ...]:
    """The columns that nothing is read from (R4)."""
    return tuple(index for index in range(len(header)) if index not in mapping.used)


def column_values(index: int, sample: Sequence[SourceRow]) -> list[str]:
    """The filled cells of a column in the rows that can be read."""
    cells = (row.cells[index].strip(BLANKS)[:LOOKED_AT] for row in sample if row.is_readable)
    return [cell for cell in cells if cell]
