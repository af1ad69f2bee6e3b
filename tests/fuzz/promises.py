"""What holds of any file whatever: only Refused comes of it, soon, and what stands in it is read or said not to be."""

import io
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import dropwhile
from typing import Final
from unittest.mock import patch

from people.imports.header.columns import BLANKS
from people.imports.reading.dialect import NO_HEADER, Dialect, text_records
from people.imports.reading.text.delimited import SEPARATOR_LINE, Record
from people.imports.reading.text.lines import line_ends
from people.imports.reading.workbook import archive, pieces
from tests.unit.imports.files import LIMITS
from tests.unit.imports.through import Through, through

PATIENCE: Final = 5.0
"""Seconds of CPU that a file may take."""
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class TooSlow(Exception):
    """It took longer than PATIENCE."""


@contextmanager
def patience() -> Iterator[None]:
    """Raises TooSlow when what is done takes too much of the CPU; waiting for others costs nothing."""

    def ring(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def hold(content: bytes) -> str:
    """Raise AssertionError, or whatever escaped, if a promise is broken; returns what became of the file, in a word."""
    with patience():
        done = through(content)
        assert_rows_make_sense(done)
        if done.dialect and done.dialect.kind == "csv" and not done.refusal:
            assert_every_line_is_told(content, done.dialect, done)
        if done.dialect and done.dialect.kind == "xlsx":
            assert_pieces_say_the_same(content, done)
    return done.refusal.code if done.refusal else "read"


def assert_rows_make_sense(done: Through) -> None:
    """Each row is one, in order, as wide as the header; what would be stored can be."""
    assert len(done.parsed) == len(done.rows)
    assert [row.number for row in done.rows] == sorted({row.number for row in done.rows})
    for row, parsed in zip(done.rows, done.parsed, strict=True):
        assert len(row.cells) == len(done.header)
        assert (row.number, bool(row.issue)) == (parsed.number, row.issue in parsed.issues)
        said = "".join([*row.cells, *(issue.value for issue in parsed.issues)])
        assert "\0" not in said
        said.encode()
        if not parsed.is_broken:
            assert ADDRESS.fullmatch(parsed.email)
            assert parsed.name
            assert not CONTROL.search(parsed.name + parsed.email + parsed.member_id)


def assert_every_line_is_told(content: bytes, dialect: Dialect, done: Through) -> None:
    """Each line with something in it is part of a row: of a good one, or of one with an issue."""
    lines = re.split("\r\n|\r|\n", content.decode(dialect.encoding).removeprefix("\ufeff"))
    records = below_header(content, dialect, len(done.header))
    assert [record[0] for record in records] == [row.number for row in done.rows]
    told: set[int] = set()
    for _, line, cells, issue in records:
        span = range(line, line + 1 + (0 if issue else sum(map(line_ends, cells))))
        assert told.isdisjoint(span)
        told.update(span)
    begin = records[0][1] if records else 1
    nothing = BLANKS + dialect.delimiter + dialect.quote
    filled = {number for number, line in enumerate(lines, start=1) if number >= begin and line.strip(nothing)}
    assert filled <= told | ({1} if SEPARATOR_LINE.match(lines[0]) else set())


def below_header(content: bytes, dialect: Dialect, width: int) -> list[Record]:
    """The records of the file as it was read."""
    records = text_records(io.BytesIO(content), dialect, longest=LIMITS.line)
    if dialect.header_row == NO_HEADER:
        records.width = width
        return list(records)
    next(dropwhile(lambda record: record[0] < dialect.header_row, records), None)
    records.width = width
    return list(records)


def assert_pieces_say_the_same(content: bytes, done: Through) -> None:
    """Read piece by piece, a workbook says what it says when read at once, or is refused."""
    with patch.object(pieces, "SMALL", 300), patch.object(pieces, "FIRST", 150), patch.object(archive, "PIECE", 200):
        again = through(content)
    assert again.refusal or [row.cells for row in again.rows] == [row.cells for row in done.rows]
    assert again.refusal or [row.number for row in again.rows] == [row.number for row in done.rows]
