"""What the mapping page shows of a file's columns."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cerego.errors import Refused
from people.imports import memory, source
from people.imports.deciding.plan import Options
from people.imports.forms import MatchForm
from people.imports.header.columns import EXACT, Field, letter
from people.imports.matching.mapping import Mapping, guess, near_misses, unused
from people.imports.origin import own_columns
from people.imports.reading.dialect import Dialect
from people.imports.reading.reader import SourceRow
from people.imports.report import shown
from people.models import Import

PREVIEW_ROWS: Final = 10
_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file."""

    letter: str
    header: str
    samples: tuple[str, ...]
    """Its first values that are not blank."""


@dataclass(frozen=True, slots=True)
class ExactColumn:
    """A column matched by its header alone (R2)."""

    field: Field
    column: Column | None
    """None when the file has no such column."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A column that looks as if it were meant for one of those (R3)."""

    column: Column
    field: Field


class Columns:
    """The columns of an import's file, what they are used for, and the first rows."""

    def __init__(self, run: Import) -> None:
        self.run = run
        self.mapping = Mapping.from_json(run.mapping) if run.mapping else None

    @cached_property
    def sample(self) -> list[SourceRow]:
        """The first rows; none once the file is deleted or lost."""
        try:
            return source.sample(self.run) if self.run.file else []
        except Refused:
            return []

    @property
    def preview(self) -> list[SourceRow]:
        """The rows shown as they are read."""
        return self.sample[:PREVIEW_ROWS]

    @property
    def dialect(self) -> Dialect:
        """How the file is written."""
        return Dialect.from_json(self.run.dialect)

    @cached_property
    def remembered(self) -> Import | None:
        """The earlier import of a file with this header, if these columns are as they were there."""
        last = memory.last_use(self.run) if self.run.mapping else None
        return last if last and last.mapping == self.run.mapping else None

    @cached_property
    def all(self) -> list[Column]:
        """All columns, from the left."""
        return [self._column(index) for index in range(len(self.run.header))]

    def _column(self, index: int) -> Column:
        values = (shown(row.cells[index].strip()) for row in self.sample if row.is_readable)
        samples = tuple(value for value in values if value)[:_SAMPLES]
        return Column(letter(index), self.run.header[index], samples)

    @property
    def name_samples(self) -> list[str]:
        """The first full names, as the mapping makes them."""
        if self.mapping is None:
            return []
        parts = [[row.cells[index].strip() for index in self.mapping.name] for row in self.sample if row.is_readable]
        return [name for name in (shown(" ".join(cells).strip()) for cells in parts) if name][:_SAMPLES]

    @property
    def email_samples(self) -> tuple[str, ...]:
        """The first values of the Email column."""
        return self.all[self.mapping.email].samples if self.mapping else ()

    @property
    def exact(self) -> list[ExactColumn]:
        """The columns with exact headers, found or not."""
        found = dict(zip(self.run.header, self.all, strict=True))
        return [ExactColumn(field, found.get(field.value)) for field in EXACT]

    @property
    def near_misses(self) -> list[NearMiss]:
        """The columns that are not used though they look as if they should be; not those whose exact column is there."""
        here = set(self.run.header)
        missed = [(index, field) for index, field in near_misses(self.run.header) if field.value not in here]
        used = set() if self.mapping is None else {*self.mapping.name, self.mapping.email}
        return [NearMiss(self.all[index], field) for index, field in missed if index not in used]

    @property
    def unused(self) -> list[Column]:
        """The columns that are not imported (R4)."""
        if self.mapping is None:
            return []
        ours = set(range(len(own_columns(self.run)), len(self.all)))  # Problem, which we had added ourselves
        return [self.all[index] for index in unused(self.run.header, self.mapping) if index not in self._empty | ours]

    @property
    def _empty(self) -> frozenset[int]:
        """The columns without header and values: what a spreadsheet leaves behind its last one."""
        return frozenset(index for index, column in enumerate(self.all) if not column.header and not column.samples)

    def form(self) -> MatchForm:
        """The form as it stands in the import; before that, with the best guess (R1)."""
        options = Options.from_json(self.run.options)
        initial: dict[str, Any] = options.as_json()
        if self.mapping is not None:
            name, email = self.mapping.name, str(self.mapping.email)
        else:
            guessed = guess(self.run.header, self.sample)
            name, email = guessed.name, "" if guessed.email is None else str(guessed.email)
        initial |= {"name": name[0] if name else "", "last_name": name[1] if len(name) > 1 else "", "email": email}
        return MatchForm(header=self.run.header, initial=initial, left_out=self._empty)
