"""How a file is written: kind, encoding, delimiter, quotes, header row, sheet; and what people chose of it (R27). Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, BinaryIO, Final, Literal, Self

from people.imports.reading.text.delimited import Records
from people.imports.reading.text.lines import CHUNK, physical_lines
from people.imports.reading.text.separation import NEVER
from people.imports.reading.wording import QUOTES, delimiter_words, encoding_words

NO_HEADER: Final = 0
"""The header row of a file that has none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold."""

    bytes: int
    """The size of the file, and of a workbook once unpacked."""
    rows: int
    """The rows below the header."""
    columns: int
    """The columns of the header."""
    cell: int = 10_000
    """The characters of one cell."""

    @property
    def line(self) -> int:
        """The characters that a line with cells within the limits can have at most: all of them quotes, and quoted."""
        return max(CHUNK, self.columns * (2 * self.cell + 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody says of how a file is written; what is None is for us to find out."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    sheet: str | None = None

    def made(self) -> dict[str, Any]:
        """Those that were made, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file is written."""

    kind: Literal["csv", "xlsx"]
    """Delimited text, or a workbook."""
    encoding: str = ""
    """Python's name of the encoding; empty for a workbook."""
    delimiter: str = ""
    """What stands between cells; empty for a workbook."""
    quote: str = ""
    """What stands around a quoted cell; empty for a workbook, and where nothing is quoted."""
    header_row: int = 1
    """The spreadsheet's row number of the header, from 1; NO_HEADER: there is none, and columns are named by their letters."""
    sheet: str = ""
    """The name of the sheet; empty for delimited text."""
    guessed: tuple[str, ...] = ()
    """Which of these are a guess that may well be wrong."""
    chosen: tuple[str, ...] = ()
    """Which of these somebody chose."""
    sheets: tuple[str, ...] = ()
    """The names of all worksheets: first those that a person sees, in their order."""
    hidden: tuple[str, ...] = ()
    """Those of them that a person does not see."""
    sheet_rows: tuple[int, ...] = ()
    """How many rows of each worksheet have something in them, in the same order."""
    hidden_rows: int = 0
    """How many rows of the sheet a person does not see. They are read too."""
    has_merged: bool = False
    """Whether cells of the sheet are merged."""
    beginning: tuple[tuple[int, str], ...] = ()
    """The first rows that are not blank, by their numbers and how they begin: among them is the header."""

    @property
    def words(self) -> str:
        """How it is written, in a few words, but for the header."""
        if self.kind == "xlsx":
            return f"sheet “{self.sheet}”"
        quoted = f", quoted with {QUOTES[self.quote]}" if self.quote != '"' else ""
        return f"{encoding_words(self.encoding)}, {delimiter_words(self.delimiter)}{quoted}"

    @property
    def confident(self) -> bool:
        """Whether nothing had to be guessed."""
        return not self.guessed

    @property
    def above(self) -> int:
        """How many of the first rows stand above the header, and are not read."""
        return sum(number < self.header_row for number, _ in self.beginning)

    @property
    def choices(self) -> Choices:
        """What somebody chose of it."""
        return Choices(**{name: getattr(self, name) for name in self.chosen})

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored; :meth:`from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The dialect that :meth:`as_json` stored."""
        known = {field.name for field in fields(cls)}
        rows = tuple((number, text) for number, text in stored.get("beginning", ()))
        kept: dict[str, Any] = {name: value for name, value in stored.items() if name in known}
        lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
        return cls(**{**kept, **lists, "beginning": rows})


def text_records(stream: BinaryIO, dialect: Dialect, *, longest: int) -> Records:
    """The records of a text file from its beginning, except wholly blank ones."""
    lines = physical_lines(stream, dialect.encoding, longest=longest)
    return Records(lines, delimiter=dialect.delimiter, quote=dialect.quote or NEVER, longest=longest)
