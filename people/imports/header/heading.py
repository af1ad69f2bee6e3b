"""Which of a file's first rows names its columns: a title may stand above it, and there may be none. Pure."""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from statistics import median_high
from typing import Final

from people.imports.header.columns import ADDRESS, EXACT, clean_header, is_known
from people.imports.header.synonyms import EMAIL, squash

LOOKED_AT: Final = 60
"""By so many of the first rows a file is judged."""
DEEPEST: Final = 20
"""Among so many of them the header is looked for."""
EXACT_ONES: Final = frozenset(field.value for field in EXACT)
"""The headers that mean something only if spelt just so."""
WIDEST: Final = 300
"""By so many of its first cells a row is judged."""


def heading(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the header among a file's first rows that are not blank; none: people begin at once.

    The first row is taken for it unless something speaks for another, because what stands above the header is not read: rows of
    hardly any cells are a title, and a row with the word for addresses is likelier the header than one without.
    """
    filled = [[cell for cell in map(clean_header, row[:WIDEST]) if cell] for row in rows[:LOOKED_AT]]
    usual = median_high(map(len, filled))
    addressed = [index for index, cells in enumerate(filled) if has_address(cells)]
    best = next((index for index, cells in enumerate(filled[:DEEPEST]) if not is_title(cells, usual)), 0)
    if best == len(filled) - 1 and not (has_address(filled[best]) or names_addresses(filled[best])):
        best = 0  # Nothing is below it, so it can't be told from somebody below a header of one column.
    if has_address(filled[best]):
        above = [index for index, cells in enumerate(filled[:best]) if len(cells) > 1 and not has_address(cells)]
        best = above[-1] if above else best
    # Below the second row with an address there are people, whatever else stands there.
    until = addressed[1] if len(addressed) > 1 else len(filled)
    for index in range(best + 1, min(until, DEEPEST)):
        if not EXACT_ONES.isdisjoint(filled[best]):
            break  # What it names would be lost, and people land where they do not belong.
        if names_addresses(filled[index]) and known(filled[index]) > known(filled[best]):
            best = index
    is_person = has_address(filled[best]) or (best == 0 and lacks_address(rows))
    return None if is_person else best


def lacks_address(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has no word of a header, and nothing where most others have an address: somebody without one."""
    first, *below = rows[:LOOKED_AT]
    places = Counter(
        index for row in below for index, cell in enumerate(row[:WIDEST]) if ADDRESS.fullmatch(clean_header(cell))
    )
    place, often = max(places.items(), key=itemgetter(1), default=(0, 0))
    is_there = place < len(first) and clean_header(first[place])
    return (
        2 * often > len(below) and not is_there and not known([cell for cell in first[:WIDEST] if clean_header(cell)])
    )


def is_title(cells: Sequence[str], usual: int) -> bool:
    """Whether a row has so many fewer cells than usual that it is a title, or a line that says how a file is written."""
    return len(cells) < 2 <= usual or (2 * len(cells) < usual and not names_addresses(cells))


def has_address(cells: Sequence[str]) -> bool:
    """Whether one of the cells is an address, which no header is."""
    return any(map(ADDRESS.fullmatch, cells))


def names_addresses(cells: Sequence[str]) -> bool:
    """Whether it has a word for addresses among its cells, and none of them is an address."""
    return not has_address(cells) and any(squash(cell) in EMAIL for cell in cells)


def known(cells: Sequence[str]) -> int:
    """How many of the cells are headers that files about people have."""
    return sum(map(is_known, cells))
