"""A page of the people list as it is shown: the people with their places, and the ways to other pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Self

from django.core.cache import cache

from people.listing.filters import Position
from people.listing.finding import Choice
from people.listing.paging import PAGE_LENGTH, Found, find
from people.listing.showing import PersonLine, Place, person_line
from people.models import Person
from people.selectors import memberships_seen_from

_DEEP = 1_000
"""From so many people on, an address names the person a page comes after: their number alone would take too long to count."""
_COUNT_SECONDS = 60
"""So long the number of those chosen is kept once it was counted."""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list."""

    people: list[Person]
    """Each has ``places``: the memberships one sees, those in the place listed first."""
    found: Found
    query: str
    """The filter and the order, for addresses; may be empty."""

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    @property
    def lines(self) -> list[PersonLine]:
        """The people as the list shows them."""
        return [person_line(person, person.places) for person in self.people]  # type: ignore[attr-defined]

    @property
    def number(self) -> int:
        """Counted from 1."""
        return self.found.position.page

    @property
    def total(self) -> int | None:
        """How many are chosen; none where nobody has counted yet."""
        return self.found.total

    def counted(self, total: int) -> Self:
        """The same page, once somebody has counted."""
        return replace(self, found=replace(self.found, total=total))

    @property
    def last_number(self) -> int | None:
        """How many pages there are."""
        return None if self.total is None else max(1, -(-self.total // PAGE_LENGTH))

    @property
    def start_index(self) -> int:
        """The number of its first person among those chosen."""
        return (self.number - 1) * PAGE_LENGTH + 1

    @property
    def end_index(self) -> int:
        """The number of its last."""
        return self.start_index + len(self.people) - 1

    @property
    def next(self) -> str:
        """The query of the next page; empty on the last."""
        if not self.found.has_next:
            return ""
        return self._query(self.number + 1, after=self.people[-1].pk if self.end_index >= _DEEP else None)

    @property
    def previous(self) -> str:
        """The query of the page before; empty on the first."""
        if self.number == 1:
            return ""
        return self._query(self.number - 1, before=self.people[0].pk if self.start_index > _DEEP else None)

    @property
    def first(self) -> str:
        """The query of the first page, where it is not the one before; otherwise empty."""
        return self._query(1) if self.number > 2 else ""

    @property
    def last(self) -> str:
        """The query of the last page, where it is known and not the next; otherwise empty. It says how many people are on it."""
        if not self.total or not self.last_number or self.last_number <= self.number + 1:
            return ""
        return self._query(self.last_number, rest=self.total - (self.last_number - 1) * PAGE_LENGTH)

    def _query(self, page: int, **more: int | None) -> str:
        parts = [self.query, f"page={page}", *(f"{name}={value}" for name, value in more.items() if value)]
        return "&".join(part for part in parts if part)


def people_page(choice: Choice, position: Position) -> PeoplePage:
    """The page of the people chosen at ``position``; a page behind the last is the last."""
    found = find(choice, position)
    by_id = Person.objects.in_bulk(found.ids)
    for pk, places in _places(choice, found.ids).items():
        if pk in by_id:
            by_id[pk].places = places  # type: ignore[attr-defined]
    people = [by_id[pk] for pk in found.ids if pk in by_id]
    return PeoplePage(people, found, choice.chosen.query)


def count(choice: Choice) -> int:
    """How many people are chosen, counted one by one; of a million that takes a second, so it is kept for a minute."""
    key = f"people-count:{choice.account.pk}:{choice.place.pk}:{choice.chosen.query}"
    return int(cache.get_or_set(key, lambda: choice.people.count(), _COUNT_SECONDS) or 0)


def _places(choice: Choice, people: Sequence[int]) -> dict[int, list[Place]]:
    """Each one's memberships that one sees: first those in the department listed, those in the partner account last."""
    columns = ("person_id", "role", "member_id", "account_id", "account__name", "account__parent_id")
    found = memberships_seen_from(choice.account).filter(person__in=people).order_by("account__name", "id")
    places: dict[int, list[tuple[int, Place]]] = {pk: [] for pk in people}
    for person, role, member_id, account, name, parent in found.values_list(*columns):
        rank = 2 if parent is None else 0 if account == choice.place.pk else 1
        places[person].append((rank, Place(role, member_id, account, name)))
    return {pk: [place for _, place in sorted(ranked, key=itemgetter(0))] for pk, ranked in places.items()}
