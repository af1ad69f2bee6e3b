"""A file through all that is pure of an import: how it is written, its rows, what they mean."""

import io
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from cerego.errors import Refused
from people.imports.deciding.parse import ParsedRow, parse
from people.imports.matching.mapping import build, guess
from people.imports.reading.dialect import Dialect, Limits
from people.imports.reading.reader import SourceRow, read_header, read_rows
from tests.unit.imports.files import LIMITS, detected


@dataclass
class Through:
    """What became of a file."""

    dialect: Dialect | None = None
    header: tuple[str, ...] = ()
    rows: list[SourceRow] = field(default_factory=list)
    parsed: list[ParsedRow] = field(default_factory=list)
    refusal: Refused | None = None
    """Why it could not be used, or not be read on."""

    @property
    def people(self) -> list[tuple[str, str]]:
        """Names and addresses of the rows in order."""
        return [(row.name, row.email) for row in self.parsed if not row.is_broken]


def through(content: bytes | BinaryIO, limits: Limits = LIMITS) -> Through:
    """Read a file as an import does; only Refused may come of it, and is kept."""
    done = Through()
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        done.dialect = detected(stream, limits)
        done.header = read_header(stream, done.dialect)
        sample = list(islice(read_rows(stream, done.dialect, limits=limits), 50))
        guessed = guess(done.header, sample)
        mapping = build(done.header, name=guessed.name or (0,), email=1 if guessed.email is None else guessed.email)
        for row in read_rows(stream, done.dialect, limits=limits):
            done.rows.append(row)
            done.parsed.append(parse(row, mapping))
    except Refused as refusal:
        done.refusal = refusal
    return done


def read_stream(stream: BinaryIO, limits: Limits) -> None:
    """Read a file and keep nothing of it, as an import does."""
    try:
        dialect = detected(stream, limits)
        read_header(stream, dialect)
        for _ in read_rows(stream, dialect, limits=limits):
            pass
    except Refused:
        pass
