"""Finds out how a text file is written, as far as nobody has said so. Pure."""

from dataclasses import replace
from typing import BinaryIO, Final

from cerego.errors import Refused
from people.imports.reading.dialect import Choices, Dialect, Limits, text_records
from people.imports.reading.table import Table, table_in
from people.imports.reading.text.encoding import Encoding, encoding_of, without_alternative
from people.imports.reading.text.lines import CHUNK, physical_lines
from people.imports.reading.text.separation import beginning_of, likeliest_separation
from people.imports.reading.wording import encoding_words

LINES_A_ROW: Final = 3
"""So many lines may rows have on average, when they are counted."""
BROKEN: Final = 5
"""One in so many of the rows that there may be can be broken, when they are counted: each takes some time."""


def detect_text(stream: BinaryIO, *, limits: Limits, choices: Choices) -> Dialect:
    """How a text file is written."""
    encoding, is_certain = (
        encoding_of(stream) if choices.encoding is None else chosen_encoding(stream, choices.encoding)
    )
    sample = beginning_of(physical_lines(stream, encoding, longest=limits.line))
    if not sample:
        raise Refused("file.blank")
    separation = likeliest_separation(sample, delimiter=choices.delimiter, quote=choices.quote)
    if separation is None:
        raise Refused("file.one_column")
    dialect = Dialect("csv", encoding, separation.delimiter, separation.quote, chosen=tuple(choices.made()))
    table = table_in(text_records(stream, dialect, longest=limits.line), header_row=choices.header_row, limits=limits)
    refuse_too_many_rows(stream, table, limits=limits)
    doubts = {"encoding": not is_certain, "delimiter": choices.delimiter is None and not separation.is_clear}
    guessed = tuple(name for name, is_doubtful in doubts.items() if is_doubtful)
    return replace(dialect, header_row=table.header_row, beginning=table.beginning, guessed=guessed)


def chosen_encoding(stream: BinaryIO, name: str) -> Encoding:
    """The encoding that somebody chose; raises Refused with the line at which it does not decode the file."""
    try:
        return without_alternative(stream, name)
    except Refused as refusal:
        raise Refused("file.other_encoding", encoding=encoding_words(name), line=refusal.context["line"]) from refusal


def refuse_too_many_rows(stream: BinaryIO, table: Table, *, limits: Limits) -> None:
    """Raise Refused if there are more rows than may be. They are only counted where there are lines enough for it, and not for
    ever: in a file of very many lines within cells, or of rows that can't be read, the check will find out.
    """
    here = stream.tell()
    is_possible = may_have_more_lines(stream, limits.rows + table.line)
    stream.seek(here)
    broken = 0
    for count, (_, line, _, issue) in enumerate(table.rows if is_possible else (), start=2):
        if count > limits.rows:
            raise Refused("file.too_many_rows", rows=limits.rows)
        broken += issue is not None
        if line > table.line + LINES_A_ROW * limits.rows or broken * BROKEN > limits.rows:
            return


def may_have_more_lines(stream: BinaryIO, lines: int) -> bool:
    """Whether the file can have more lines than that, judging by its bytes."""
    stream.seek(0)
    feeds = returns = 0
    while chunk := stream.read(CHUNK):
        feeds += chunk.count(b"\n")
        returns += chunk.count(b"\r")
    return max(feeds, returns) >= lines
