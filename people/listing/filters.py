"""The people list's filters, as they stand in the address. Everything unknown in an address is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.http import QueryDict

from people.roles import ROLE_WORDS
from people.statuses import STATUS_WORDS

SORT_WORDS: Final = {
    "name": "Name, A to Z",
    "-name": "Name, Z to A",
    "email": "E-mail, A to Z",
    "-email": "E-mail, Z to A",
    "-added": "Newest first",
    "added": "Oldest first",
    "-seen": "Last sign-in first",
    "seen": "Longest away first",
}
"""The orders of the people list, by their parameter in the address."""


def numbers(values: Iterable[str]) -> tuple[int, ...]:
    """The ids among ``values``: what PostgreSQL's bigint can hold."""
    return tuple(int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19)


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people to list, and in what order."""

    search: str = ""
    """Every word of it is part of the name, the address or a member ID."""
    roles: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    import_id: int | None = None
    """Only people whom this import created, updated or found as they should be."""
    sort: str = "name"

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filter that an address asks for."""
        sort = query.get("sort", "name")
        imports = numbers(query.getlist("import"))
        return cls(
            search=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            roles=tuple(role.value for role in ROLE_WORDS if role.value in query.getlist("role")),
            departments=numbers(query.getlist("department"))[:200],
            statuses=tuple(status.value for status in STATUS_WORDS if status.value in query.getlist("status")),
            import_id=imports[0] if imports else None,
            sort=sort if sort in SORT_WORDS else "name",
        )

    @property
    def words(self) -> list[str]:
        """What is searched, word by word."""
        return self.search.split()

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.search or self.roles or self.departments or self.statuses or self.import_id)

    @property
    def sorts(self) -> list[str]:
        """The orders there are."""
        return list(SORT_WORDS)

    @property
    def query(self) -> str:
        """It as the query of an address; empty if it asks for nothing special."""
        parts: list[tuple[str, object]] = [("q", self.search)] if self.search else []
        parts += [("role", role) for role in self.roles]
        parts += [("department", department) for department in self.departments]
        parts += [("status", status) for status in self.statuses]
        if self.import_id:
            parts.append(("import", self.import_id))
        if self.sort != "name":
            parts.append(("sort", self.sort))
        return urlencode(parts)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """It as the hidden fields of a form: name and value."""
        return [(name, value) for name, values in QueryDict(self.query).lists() for value in values]

    def but(self, **changes: Any) -> Self:
        """The same filter with something changed."""
        return replace(self, **changes)

    @property
    def cleared(self) -> Self:
        """The filter that leaves nobody out, in the same order."""
        return type(self)(sort=self.sort)

    @property
    def without_search(self) -> Self:
        """The same filter, whatever people are called."""
        return self.but(search="")

    def sorted_by(self, column: str) -> str:
        """The query that sorts by ``column``: a second click turns the order round; dates begin with the newest."""
        first, second = (f"-{column}", column) if column in ("added", "seen") else (column, f"-{column}")
        return self.but(sort=second if self.sort == first else first).query

    def direction(self, column: str) -> str:
        """How the list is sorted by ``column``, in the words of ``aria-sort``; empty if it is not."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the list: the number of a page, and perhaps the person it comes after or before."""

    page: int = 1
    after: int | None = None
    before: int | None = None
    rest: int | None = None
    """So many people are on it and it is the last: nobody need know how many come before them."""
    place: str | None = None
    """Where the person it comes after stood. Then no number counts: it goes on from there, whoever has come or gone."""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The position that an address asks for."""
        names = ("page", "after", "before", "rest")
        page, after, before, rest = (next(iter(numbers(query.getlist(name))), None) for name in names)
        return cls(max(1, min(page or 1, 10_000_000)), after, before, rest)


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter as the page shows it."""

    name: str
    """Its parameter in the address."""
    label: str
    options: list[tuple[str, str, bool]]
    """Value, words, and whether it is chosen."""
    off: str
    """The query without it."""
    kind: str = "checkbox"
    """Whether several can be chosen, or one: "radio"."""
    told: str = ""
    """What it says when it is in use; its label and the words of the options unless told otherwise."""

    @property
    def chosen(self) -> str:
        """What is chosen, in words; empty if nothing is."""
        words = [words for _, words, is_chosen in self.options if is_chosen]
        if not words or self.told:
            return self.told
        return f"{self.label}: {' or '.join(words) if len(words) <= 2 else f'{len(words)} chosen'}"


def facets(
    chosen: PeopleFilter, departments: Iterable[tuple[int, str]], imports: Iterable[tuple[int, str, str]]
) -> list[Facet]:
    """The filters to offer: none by department without ``departments`` (id, name), none by import without ``imports``
    (id, file, day).
    """
    roles = [(role.value, words, role.value in chosen.roles) for role, words in ROLE_WORDS.items()]
    places = [(str(pk), name, pk in chosen.departments) for pk, name in departments]
    statuses = [(status.value, words, status.value in chosen.statuses) for status, words in STATUS_WORDS.items()]
    imports = list(imports)
    runs = [(str(pk), f"{file} · {day}", pk == chosen.import_id) for pk, file, day in imports]
    added_by = next((f"Added by {file}" for pk, file, _ in imports if pk == chosen.import_id), "")
    found = [
        Facet("role", "Role", roles, chosen.but(roles=()).query),
        Facet("department", "Department", places, chosen.but(departments=()).query),
        Facet("status", "Status", statuses, chosen.but(statuses=()).query),
        Facet("import", "Import", runs, chosen.but(import_id=None).query, kind="radio", told=added_by),
    ]
    return [facet for facet in found if facet.options]
