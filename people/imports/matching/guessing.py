"""Which columns hold addresses and names, guessed by their headers and, failing that, by their values (R1). Pure."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Final

from people.imports.header import synonyms
from people.imports.header.columns import ADDRESS
from people.imports.header.synonyms import squash

MOSTLY: Final = 0.6
"""The share of a column's filled cells from which on they are what the column is for."""
FILLED: Final = 0.5
"""As full as this share of the fullest column a column has to be, for Name and Email are in every row."""
NO_NAME: Final = re.compile(r"[\d@/\\]")
"""What no name has in it."""
BETWEEN_WORDS: Final = re.compile(r"[\s,]")
EAST_ASIAN: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,8}")
"""A name that is written without a blank: Chinese, Japanese or Korean."""


def is_full_name(value: str) -> bool:
    """Whether it looks like a full name: some words without digits. Linear in its length, whatever is in it."""
    if EAST_ASIAN.fullmatch(value):
        return True
    words = value.removesuffix(".")
    ends_in_letters = words[:1].isalpha() and words[-1:].isalpha()
    return ends_in_letters and not NO_NAME.search(value) and BETWEEN_WORDS.search(words) is not None


def has_letters(value: str) -> bool:
    """Whether it can be a name at all."""
    return any(map(str.isalpha, value))


def is_plain(value: str) -> bool:
    """Whether it can be a full name as one says it: no digits, and not the last name first, with a comma."""
    return NO_NAME.search(value) is None and "," not in value


def is_address(value: str) -> bool:
    """Whether it looks like an e-mail address."""
    return ADDRESS.fullmatch(value) is not None


def share(values: Sequence[str], is_one: Callable[[str], bool]) -> float:
    """The share of the values that are of a kind; 0 if there are none."""
    return sum(map(is_one, values)) / len(values) if values else 0.0


def guessed_email(header: Sequence[str], values: Sequence[Sequence[str]], free: Sequence[int]) -> int | None:
    """The column that most looks like the one of addresses: by its values and its header, then the fullest, then the first."""
    fullest = max(map(len, values), default=0) or 1

    def likeness(index: int) -> float:
        bare = {squash(header[index]), *map(squash, re.findall(r"\[(.*?)\]", header[index]))}
        if any(map(synonyms.SOMEBODY_ELSE.search, bare)):
            return 0.0  # Boss's address would make one person of all that have one boss.
        by_name = 2.0 if bare & synonyms.EMAIL else 1.0 if any(map(synonyms.EMAIL_LIKE.search, bare)) else 0.0
        by_values = share(values[index], is_address)
        if by_name < 2 and by_values < MOSTLY:
            return 0.0
        is_login = bool(bare & synonyms.LOGIN)
        fill = len(values[index]) / fullest
        return by_name + 4 * (by_values >= MOSTLY) + by_values / 2 + fill - 0.1 * is_login

    best = max(free, key=likeness, default=None)
    return best if best is not None and likeness(best) else None


def is_displaced(header: Sequence[str], before: Sequence[str], email: int) -> bool:
    """Whether a header for addresses stands over the column to the left of them, and there what belongs to that before it: of
    `Lee, Ann` without quotes two cells were made. ``before``: the cells there, as read.
    """
    if squash(header[email]) in synonyms.EMAIL or squash(header[email - 1]) not in synonyms.EMAIL:
        return False
    return share(before, lambda cell: cell.startswith(" ") and has_letters(cell)) >= MOSTLY


def guessed_name(header: Sequence[str], values: Sequence[Sequence[str]], free: Sequence[int]) -> tuple[int, ...]:
    """The column that most looks like the one of full names, or the two of first and last names.

    By their headers, then by their values; a column that is hardly filled only if there is no other.
    """
    fullest = max(map(len, values), default=0)
    filled = [index for index in free if len(values[index]) >= FILLED * fullest]
    return name_among(header, values, filled) or name_among(header, values, free)


def name_among(header: Sequence[str], values: Sequence[Sequence[str]], indexes: Sequence[int]) -> tuple[int, ...]:
    """The same, but only among these columns."""
    bare = {index: squash(header[index]) for index in indexes}
    pair = first_and_last(bare)
    full = [index for index in bare if bare[index] in synonyms.FULL_NAME and index not in pair]
    # "Employee #" has the word and numbers; "Worker" may have the number behind the name, "Last, First" has them turned round.
    named = [index for index in full if not values[index] or share(values[index], has_letters) >= MOSTLY]
    plain = [index for index in named if not values[index] or share(values[index], is_plain) >= MOSTLY]
    if plain or pair or named:
        return tuple(plain[:1]) or pair or tuple(named[:1])
    by_values = [index for index in bare if says_nothing(bare[index]) and share(values[index], is_full_name) >= MOSTLY]
    return tuple((by_values or full)[:1])


def says_nothing(bare: str) -> bool:
    """Whether a squashed header leaves it open what stands below it, so that the values may tell."""
    is_something = synonyms.SOMEBODY_ELSE.search(bare) or synonyms.SOMETHING_ELSE.search(bare)
    return not is_something and bare not in synonyms.DEPARTMENT_LIKE | synonyms.ROLE_LIKE | synonyms.MEMBER_LIKE


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
