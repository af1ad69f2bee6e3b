"""What parts the cells of a text file, and what quotes them, judged by its first lines. Pure.

Not by csv.Sniffer, which takes quadratic time over lines made for it.
"""

import re
from collections.abc import Iterator
from itertools import filterfalse, islice
from typing import Final, NamedTuple

from people.imports.columns import ADDRESS, BLANKS, is_known
from people.imports.text.delimited import SEPARATOR_LINE, Record, Records

DELIMITERS: Final = (",", ";", "\t", "|")
"""What may stand between cells, the likelier first."""
NOTHING: Final = BLANKS + "".join(DELIMITERS)
"""What a blank row is made of."""
QUOTES: Final = ('"', "'")
SAMPLE: Final = 64 * 1024
"""How many characters from the beginning are looked at."""
SAMPLE_RECORDS: Final = 60
"""And how many records."""
VERSION_LINE: Final = re.compile(r"version:v[0-9.]+\Z", re.IGNORECASE)
"""The first line of the templates of Microsoft Entra, above the header."""


class Separation(NamedTuple):
    """One way to read the lines."""

    delimiter: str
    quote: str
    score: float = 0
    """How well it fits, from 0, not at all, to 3."""
    is_clear: bool = True
    """Whether nearly all rows are as long as the header."""


def is_version_line(record: Record) -> bool:
    """Whether it is the line that Entra puts above the header."""
    return VERSION_LINE.match("".join(record[2]).strip(BLANKS)) is not None


def beginning_of(blocks: Iterator[list[str]]) -> list[str]:
    """The first lines from the first that is not blank, some thousand characters in all."""
    sample: list[str] = []
    size = 0
    for block in blocks:
        if sample or "".join(block).strip(NOTHING):
            for line in block:
                if sample or line.strip(NOTHING):
                    sample.append(line[:SAMPLE])
                    size += len(line)
        if size > SAMPLE:
            break
    return sample


def likeliest_separation(sample: list[str]) -> Separation | None:
    """The delimiter and quotes that fit the first lines best; none: nothing parts them."""
    if separator := SEPARATOR_LINE.match(sample[0]):
        return Separation(separator[1], QUOTES[0])
    ways = [tried(sample, delimiter, quote) for quote in QUOTES for delimiter in DELIMITERS]
    best = max(ways, key=lambda way: way.score)
    return best if best.score else None


def tried(sample: list[str], delimiter: str, quote: str) -> Separation:
    """One way to read the lines, with its score: rows as long as the header, known headers, cells with addresses."""
    if quote == "'" and not is_quoted(sample, delimiter, quote):
        return Separation(delimiter, quote)
    records = Records(iter([sample]), delimiter=delimiter, quote=quote, longest=SAMPLE)
    read = [(cells, issue) for _, _, cells, issue in islice(filterfalse(is_version_line, records), SAMPLE_RECORDS)]
    if not read or len(read[0][0]) < 2:
        return Separation(delimiter, quote)
    (header, _), *rows = read
    known = sum(map(is_known, header)) / len(header)
    even = share(not issue and len(cells) == len(header) for cells, issue in rows)
    addressed = share(any(ADDRESS.fullmatch(cell.strip(BLANKS)) for cell in cells) for cells, _ in rows)
    return Separation(delimiter, quote, 0.01 + even + known + addressed, is_clear=even > 0.8)


def share(verdicts: Iterator[bool]) -> float:
    """The share of true ones; 1 when there are none at all."""
    counted = list(verdicts)
    return sum(counted) / len(counted) if counted else 1.0


def is_quoted(sample: list[str], delimiter: str, quote: str) -> bool:
    """Whether cells are clearly quoted with this: one that has to be, or most lines begin and end so."""
    d = re.escape(delimiter)
    cell = re.compile(f"(?:^|{d}){quote}((?:[^{quote}\r\n]|{quote * 2})*+){quote}(?=[\r\n]*$|{d})")
    quoted = [match[1] for line in sample for match in cell.finditer(line)]
    if any(f'{delimiter}"' in line or line.startswith('"') for line in sample):
        return False
    return any(delimiter in inside or quote in inside for inside in quoted) or len(quoted) >= len(sample)
