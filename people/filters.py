"""The people list's filters, as they stand in the address. Everything unknown in an address is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Self

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


def _numbers(values: Iterable[str]) -> tuple[int, ...]:
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
        imports = _numbers(query.getlist("import"))
        return cls(
            search=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            roles=tuple(role.value for role in ROLE_WORDS if role.value in query.getlist("role")),
            departments=_numbers(query.getlist("department"))[:200],
            statuses=tuple(status.value for status in STATUS_WORDS if status.value in query.getlist("status")),
            import_id=imports[0] if imports else None,
            sort=sort if sort in SORT_WORDS else "name",
        )

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
        query = QueryDict(mutable=True)
        if self.search:
            query["q"] = self.search
        query.setlist("role", list(self.roles))
        query.setlist("department", [str(department) for department in self.departments])
        query.setlist("status", list(self.statuses))
        if self.import_id:
            query["import"] = str(self.import_id)
        if self.sort != "name":
            query["sort"] = self.sort
        return query.urlencode()

    def but(self, **changes: Any) -> Self:
        """The same filter with something changed."""
        return replace(self, **changes)

    @property
    def cleared(self) -> Self:
        """The filter that leaves nobody out, in the same order."""
        return type(self)(sort=self.sort)

    @property
    def without_import(self) -> Self:
        """The same filter, whatever import people came by."""
        return self.but(import_id=None)

    def sorted_by(self, column: str) -> str:
        """The query that sorts by ``column``: a second click turns the order round; dates begin with the newest."""
        first, second = (f"-{column}", column) if column in ("added", "seen") else (column, f"-{column}")
        return self.but(sort=second if self.sort == first else first).query

    def direction(self, column: str) -> str:
        """How the list is sorted by ``column``, in the words of ``aria-sort``; empty if it is not."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")


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

    @property
    def chosen(self) -> str:
        """What is chosen, in words; empty if nothing is."""
        words = [words for _, words, is_chosen in self.options if is_chosen]
        return " or ".join(words) if len(words) <= 2 else f"{len(words)} chosen"


def facets(chosen: PeopleFilter, departments: Iterable[tuple[int, str]]) -> list[Facet]:
    """The filters to offer. Without ``departments`` (id, name) there is none by department."""
    roles = [(role.value, words, role.value in chosen.roles) for role, words in ROLE_WORDS.items()]
    places = [(str(pk), name, pk in chosen.departments) for pk, name in departments]
    statuses = [(status.value, words, status.value in chosen.statuses) for status, words in STATUS_WORDS.items()]
    found = [
        Facet("role", "Role", roles, chosen.but(roles=()).query),
        Facet("department", "Department", places, chosen.but(departments=()).query),
        Facet("status", "Status", statuses, chosen.but(statuses=()).query),
    ]
    return [facet for facet in found if facet.options]
