"""What parts the cells of a text file, and what quotes them, judged by its first lines. Pure.

Not by csv.Sniffer, which takes quadratic time over lines made for it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from people.imports.header.columns import ADDRESS, BLANKS, is_known
from people.imports.header.heading import LOOKED_AT, WIDEST, heading
from people.imports.reading.text.delimited import SEPARATOR_LINE, Records
from people.imports.reading.text.lines import is_blank, split_lines

DELIMITERS: Final = (",", ";", "\t", "|")
"""What may stand between cells, the likelier first."""
NOTHING: Final = BLANKS + "".join(DELIMITERS)
"""What a blank row is made of."""
QUOTES: Final = ('"', "'")
SAMPLE: Final = 64 * 1024
"""How many characters from the beginning are looked at."""
NEVER: Final = "\udfff"
"""Stands for quotes where nothing is quoted: half a surrogate pair, which no decoded text holds."""


class Separation(NamedTuple):
    """One way to read the lines."""

    delimiter: str
    quote: str
    score: float = 0
    """How well it fits, from 0, not at all, to 3."""
    is_clear: bool = True
    """Whether nearly all rows are as long as the header."""


def beginning_of(blocks: Iterator[str]) -> list[str]:
    """The first lines from the first that is not blank, some thousand characters in all."""
    sample: list[str] = []
    size = 0
    for block in blocks:
        if sample or not is_blank(block, NOTHING):
            for line in split_lines(block):
                if sample or line.strip(NOTHING):
                    sample.append(line if len(line) <= SAMPLE else line[:SAMPLE] + "\n")
                    size += len(line)
        if size > SAMPLE:
            break
    return sample


def likeliest_separation(
    sample: list[str], *, delimiter: str | None = None, quote: str | None = None
) -> Separation | None:
    """The delimiter and quotes that fit the first lines best, as far as they are not given; none: nothing parts them."""
    if delimiter is None and (separator := SEPARATOR_LINE.match(sample[0])):
        is_single = separator[1] != QUOTES[1] and is_quoted(sample[1:], separator[1], QUOTES[1])
        return Separation(separator[1], QUOTES[is_single] if quote is None else quote)
    ways = [
        tried(sample, sign, mark)
        for mark in (QUOTES if quote is None else (quote,))
        for sign in (DELIMITERS if delimiter is None else (delimiter,))
        if mark in (QUOTES[0], quote) or is_quoted(sample, sign, mark)
    ]
    # Single quotes are tried only where they are clearly quotes; so of two ways that fit as well, theirs is right.
    best = max(ways, key=lambda way: (way.score, way.quote == QUOTES[1]))
    return best if best.score else None


def tried(sample: list[str], delimiter: str, quote: str) -> Separation:
    """One way to read the lines, with its score: rows as long as the header, known headers, cells with addresses."""
    records = Records(iter(["".join(sample)]), delimiter=delimiter, quote=quote or NEVER, longest=SAMPLE)
    read = [(cells, issue) for _, _, cells, issue in islice(records, LOOKED_AT)]
    at = heading([cells for cells, _ in read]) if read else None
    header = max((cells for cells, _ in read), key=len, default=[]) if at is None else read[at][0]
    if len(header) < 2:
        return Separation(delimiter, quote)
    below = read if at is None else read[at + 1 :]
    known = sum(map(is_known, header[:WIDEST])) / len(header)
    even = [not issue and len(cells) == len(header) for cells, issue in read]
    addressed = [any(ADDRESS.fullmatch(cell.strip(BLANKS)) for cell in cells) for cells, _ in below]
    # What stands above the header tells against this way to read it, if only a little: it may be a title.
    score = 0.01 + share(even[: at or 0] + even[-len(below) :] if below else []) + known + share(addressed)
    return Separation(delimiter, quote, score, is_clear=share(even[-len(below) :]) > 0.8)


def share(verdicts: Sequence[bool]) -> float:
    """The share of true ones; 0 when there are none at all."""
    return sum(verdicts) / len(verdicts) if verdicts else 0.0


def is_quoted(sample: list[str], delimiter: str, quote: str) -> bool:
    """Whether cells are clearly quoted with this: one that has to be, or as many as there are lines but for the header."""
    d = re.escape(delimiter)
    cell = re.compile(f"(?:^|{d}){quote}((?:[^{quote}\r\n]|{quote * 2})*+){quote}(?=[\r\n]*$|{d})")
    quoted = [match[1] for line in sample for match in cell.finditer(line)]
    if any(f'{delimiter}"' in line or line.startswith('"') for line in sample):
        return False
    filled = sum(bool(line.strip(NOTHING)) for line in sample)
    return any(delimiter in inside or quote in inside for inside in quoted) or len(quoted) >= max(filled - 1, 1)
