"""Which columns hold addresses and names, guessed by their headers and, failing that, by their values (R1). Pure."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Final

from people.imports import synonyms
from people.imports.columns import ADDRESS
from people.imports.synonyms import squash

MOSTLY: Final = 0.6
"""The share of a column's filled cells from which on they are what the column is for."""
NO_NAME: Final = re.compile(r"[\d@/\\]")
"""What no name has in it."""
BETWEEN_WORDS: Final = re.compile(r"[\s,]")


def is_full_name(value: str) -> bool:
    """Whether it looks like a full name: some words without digits. Linear in its length, whatever is in it."""
    words = value.removesuffix(".")
    ends_in_letters = words[:1].isalpha() and words[-1:].isalpha()
    return ends_in_letters and not NO_NAME.search(value) and BETWEEN_WORDS.search(words) is not None


def is_address(value: str) -> bool:
    """Whether it looks like an e-mail address."""
    return ADDRESS.fullmatch(value) is not None


def share(values: Sequence[str], is_one: Callable[[str], bool]) -> float:
    """The share of the values that are of a kind; 0 if there are none."""
    return sum(map(is_one, values)) / len(values) if values else 0.0


def guessed_email(header: Sequence[str], values: Sequence[Sequence[str]], free: Sequence[int]) -> int | None:
    """The column that most looks like the one of addresses: by its values and its header, then the first."""

    def likeness(index: int) -> float:
        bare = {squash(header[index]), *map(squash, re.findall(r"\[(.*?)\]", header[index]))}
        by_name = 2.0 if bare & synonyms.EMAIL else 1.0 if any(map(synonyms.EMAIL_LIKE.search, bare)) else 0.0
        by_values = share(values[index], is_address)
        if by_name < 2 and by_values < MOSTLY:
            return 0.0
        return by_name + 4 * (by_values >= MOSTLY) + by_values / 2

    best = max(free, key=likeness, default=None)
    return best if best is not None and likeness(best) else None


def guessed_name(header: Sequence[str], values: Sequence[Sequence[str]], free: Sequence[int]) -> tuple[int, ...]:
    """The column that most looks like the one of full names, or the two of first and last names."""
    bare = {index: squash(header[index]) for index in free}
    pair = first_and_last(bare)
    full = [index for index in free if bare[index] in synonyms.FULL_NAME and index not in pair]
    if full:
        return (full[0],)
    if pair:
        return pair
    by_values = [index for index in free if share(values[index], is_full_name) >= MOSTLY]
    return tuple(by_values[:1])


def first_and_last(bare: Mapping[int, str]) -> tuple[int, ...]:
    """The columns of the first and of the last name, given squashed headers by column; nothing unless both are there."""
    present = frozenset(bare.values())

    def column(words: Container[str], beside: Mapping[str, frozenset[str]]) -> int | None:
        strict = (index for index, word in bare.items() if word in words)
        loose = (index for index, word in bare.items() if beside.get(word, frozenset()) & present)
        return next(strict, next(loose, None))

    first = column(synonyms.FIRST_NAME, synonyms.FIRST_BESIDE)
    last = column(synonyms.LAST_NAME, synonyms.LAST_BESIDE)
    if first is None or last is None or first == last:
        return ()
    return (last, first) if bare[last] in synonyms.FAMILY_NAME_FIRST else (first, last)
