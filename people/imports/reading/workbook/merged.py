"""Cells merged over several rows: what stands in the first of them is seen in all, and so it is read in all. Pure.

Else the second person beside a merged department would have none, and land in the account above it without a word.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final, NamedTuple, TypeAlias

from people.imports.header.columns import BLANKS, index_of, letter
from people.imports.issues import Code, Issue
from people.imports.reading.workbook.contents import Contents

Row: TypeAlias = tuple[int, int, list[str], Issue | None]
"""A row of a sheet: its number twice, its cells, what is wrong with it."""

MERGED: Final = re.compile(
    rb"<(?:[^\s<>/:]+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7}):[A-Za-z]{1,3}([0-9]{1,7})[\"']"
)
MOST: Final = 100_000
"""So many there may be."""
OVERLAP: Final = 1_000
"""Bytes looked at again with the next piece, so that none is cut in two."""


class Span(NamedTuple):
    """A cell that reaches over several rows."""

    first: int
    """Its first row, from 1."""
    last: int
    column: int
    """From 0; what stands to its right in a wide one is blank, as it is shown."""


def spans_of(stream: BinaryIO, sheet: str) -> list[Span]:
    """The cells of a sheet that reach over several rows, by their first rows. Raises ValueError at far too many."""
    contents = Contents(stream)
    found: set[Span] = set()
    rest = b""
    for piece in contents.pieces(contents.sheets[sheet]):
        text = rest + piece
        if b"mergeCell " in text:
            for letters, first, last in MERGED.findall(text):
                found.add(Span(int(first), int(last), index_of(letters.decode())))
            if len(found) > MOST:
                raise ValueError("so many merged cells")
        rest = text[-OVERLAP:]
    return sorted(span for span in found if span.last > span.first)


def filled_down(records: Iterator[Row], spans: list[Span], *, below: int) -> Iterator[Row]:
    """The records, with what is seen in each row; a formula that nobody has calculated is unknown in each. What reaches down to
    the header, in row ``below``, belongs to it; what reaches down from it is not repeated.
    """
    down_to_header = (span._replace(last=min(span.last, below)) for span in spans if span.first < below <= span.last)
    waiting = deque([*down_to_header, *(span for span in spans if span.first > below)])
    open_spans: list[tuple[Span, str, str]] = []
    for number, line, cells, issue in records:
        said = issue
        open_spans = [each for each in open_spans if each[0].last >= number]
        for span, text, formula in open_spans:
            cells.extend([""] * (span.column + 1 - len(cells)))
            if not cells[span.column].strip(BLANKS):
                cells[span.column] = text
                said = not_calculated(said, formula, span.column) if formula else said
        while waiting and waiting[0].first <= number:
            span = waiting.popleft()
            text = cells[span.column] if span.first == number and span.column < len(cells) else ""
            formula = formula_in(issue, span.column) if span.first == number else ""
            if formula or text.strip(BLANKS):
                open_spans.append((span, text, formula))
        yield number, line, cells, said


def formula_in(issue: Issue | None, column: int) -> str:
    """A formula, if the issue is about one in that column; else an empty text."""
    is_there = issue and issue.code is Code.ROW_NOT_CALCULATED and letter(column) in issue.details["letters"]
    return issue.value if issue and is_there else ""


def not_calculated(issue: Issue | None, formula: str, column: int) -> Issue:
    """The issue of a row, and that this formula, which stands in that column, was never calculated."""
    if issue is None:
        return Issue(Code.ROW_NOT_CALCULATED, value=formula, details={"letters": [letter(column)]})
    if issue.code is not Code.ROW_NOT_CALCULATED or letter(column) in issue.details["letters"]:
        return issue
    letters = sorted([*issue.details["letters"], letter(column)], key=index_of)
    return replace(issue, details={"letters": letters})
