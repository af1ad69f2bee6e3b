"""All that an import leaves behind, by natural keys, and how two such pictures differ.

Ids and times are left out: they differ between two runs that did the same.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from tests.faults.queries import QUERIES

Key = tuple[Hashable, ...]
Values = tuple[Hashable, ...]
Section = Counter[tuple[Key, Values]]

OUTCOME: Final = 9
"""Where the outcome stands among a row's values."""
SHOWN: Final = 5
"""So many differences of each kind are told."""


@dataclass
class Difference:
    """What a run did otherwise than an undisturbed one."""

    lost: int = 0
    """What is not there."""
    doubled: int = 0
    """What is there twice, or should not be there."""
    unexpected: int = 0
    """What is there, but otherwise."""
    said: list[str] = field(default_factory=list)

    def __add__(self, other: "Difference") -> "Difference":
        return Difference(
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.unexpected + other.unexpected,
            self.said + other.said,
        )

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.unexpected)

    def __str__(self) -> str:
        return "\n".join([f"lost {self.lost}, doubled {self.doubled}, unexpected {self.unexpected}", *self.said])


@dataclass(frozen=True)
class Snapshot:
    """Sections (users, persons, memberships, rows, imports, events), each of entries of a key and values."""

    sections: dict[str, Section]

    def difference(self, actual: "Snapshot") -> Difference:
        """How ``actual`` differs from this one, which is as it should be."""
        parts = [_difference(name, self.sections[name], actual.sections[name]) for name in self.sections]
        return sum(parts, Difference())

    def entries(self, section: str) -> Iterator[tuple[Key, Values]]:
        """The entries of a section."""
        return self.sections[section].elements()

    def where(self, *sections: str, key: Callable[[Key], bool]) -> "Snapshot":
        """Only those ``sections``, and of them only the entries whose key is chosen."""
        chosen = {
            name: Counter({entry: n for entry, n in self.sections[name].items() if key(entry[0])}) for name in sections
        }
        return Snapshot(chosen)

    def without_numbers(self) -> "Snapshot":
        """The same, but with rows known by their import and address alone."""
        rows: Section = Counter()
        for ((label, _, email), values), count in self.sections["rows"].items():
            rows[(label, email), values] += count
        return Snapshot(self.sections | {"rows": rows})

    def __add__(self, other: "Snapshot") -> "Snapshot":
        names = [*self.sections, *(name for name in other.sections if name not in self.sections)]
        return Snapshot(
            {name: self.sections.get(name, Counter()) + other.sections.get(name, Counter()) for name in names}
        )


def take(order: str = "id") -> Snapshot:
    """The database as it is. An import goes by its partner and its place there in the ``order`` of a column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text, name FROM departments_account")
        accounts = dict(cursor.fetchall())
        sections: dict[str, Section] = {}
        for name, (keys, query) in QUERIES.items():
            cursor.execute(query.format(order=order))
            rows = [tuple(_plain(value, accounts) for value in row) for row in cursor.fetchall()]
            sections[name] = Counter((row[:keys], row[keys:]) for row in rows)
    return Snapshot(sections)


def partly(checked: Snapshot, done: Snapshot, now: Snapshot) -> Snapshot:
    """What there has to be of people and rows, if those rows and only those were done that ``now`` gives an outcome."""
    done_rows = {key for key, values in now.entries("rows") if values[OUTCOME]}
    emails = {email for _, _, email in done_rows}

    def is_done(key: Key) -> bool:
        return key in done_rows if len(key) == 3 and isinstance(key[1], int) else not emails.isdisjoint(key)

    chosen = ("users", "persons", "memberships", "rows")
    return done.where(*chosen, key=is_done) + checked.where(*chosen, key=lambda key: not is_done(key))


def _plain(value: Any, accounts: dict[str, str]) -> Hashable:
    """JSON as text in one order, with an account's name where a string is its id."""
    if not isinstance(value, str) or not value.startswith(("[", "{")):
        return value
    return json.dumps(_named(json.loads(value), accounts), sort_keys=True, ensure_ascii=False)


def _named(read: Any, accounts: dict[str, str]) -> Any:
    if isinstance(read, list):
        return [_named(part, accounts) for part in read]
    if isinstance(read, dict):
        return {name: _named(part, accounts) for name, part in read.items()}
    return accounts.get(read, read) if isinstance(read, str) else read


def _difference(name: str, expected: Section, actual: Section) -> Difference:
    wanted, there = _by_key(expected), _by_key(actual)
    difference = Difference()
    for key in sorted({*wanted, *there}, key=str):
        missing, extra = wanted[key] - there[key], there[key] - wanted[key]
        if not missing and not extra:
            continue
        change = there[key].total() - wanted[key].total()
        difference.lost += max(0, -change)
        difference.doubled += max(0, change)
        difference.unexpected += min(missing.total(), extra.total())
        if len(difference.said) < SHOWN:
            difference.said.append(f"{name} {key}: {_all(extra)} instead of {_all(missing)}")
    return difference


def _by_key(section: Section) -> defaultdict[Key, Counter[Values]]:
    by_key: defaultdict[Key, Counter[Values]] = defaultdict(Counter)
    for (key, values), count in section.items():
        by_key[key][values] += count
    return by_key


def _all(values: Counter[Values]) -> str:
    return " and ".join(map(str, values.elements())) or "nothing"
