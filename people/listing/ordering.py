"""The orders of the people list: each is one index, read forwards or backwards, with the id as the last word."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable, Expression

from people.models import Person
from people.models.persons import NEVER, last_sign_in_or_never

_COLUMNS: dict[str, Combinable] = {
    "name": F("sort_key"),
    "email": F("email"),
    "added": F("created_at"),
    "seen": last_sign_in_or_never(),
}
_VALUES: dict[str, Callable[[Person], str | datetime]] = {
    "name": lambda person: person.sort_key,
    "email": lambda person: person.email,
    "added": lambda person: person.created_at,
    "seen": lambda person: person.last_sign_in or NEVER,
}
"""The same of a person who has been read."""


class _Beyond(Func):
    """A comparison of two pairs as PostgreSQL makes it: by an index on both columns."""

    output_field = BooleanField()
    arg_joiner = ", "
    template = "(%(left)s) %(operator)s (%(right)s)"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts = [compiler.compile(part) for part in self.source_expressions]
        (a, b, c, d), params = [sql for sql, _ in parts], [each for _, given in parts for each in given]
        return f"(({a}, {b}) {self.extra['operator']} ({c}, {d}))", params


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list."""

    name: str
    is_down: bool

    @classmethod
    def named(cls, sort: str) -> Self:
        """The order with this name in the address."""
        return cls(sort.removeprefix("-"), sort.startswith("-"))

    @property
    def key(self) -> Combinable:
        """What people are sorted by."""
        return _COLUMNS[self.name]

    def sorted(self, people: QuerySet[Person], *, is_back: bool = False) -> QuerySet[Person]:
        """The people in this order, or, going back, in the opposite one."""
        down = self.is_down is not is_back
        key, last = (self.key.desc(), F("pk").desc()) if down else (self.key.asc(), F("pk").asc())  # type: ignore[attr-defined]
        return people.order_by(key, last)

    def place_of(self, person: Person) -> str:
        """Where the person stands in this order, as text; with their id, :meth:`at` finds the place when they have left it."""
        value = _VALUES[self.name](person)
        return value.isoformat() if isinstance(value, datetime) else value

    def at(self, place: str, person_id: int) -> tuple[Any, int]:
        """The key and id of a place that :meth:`place_of` told."""
        return (place if self.name in ("name", "email") else datetime.fromisoformat(place)), person_id

    def beyond(self, where: tuple[Any, int], *, is_back: bool = False) -> Expression:
        """True of everybody who comes after the one with this key and id; going back, before."""
        return self._compare("<" if self.is_down is not is_back else ">", where)

    def upto(self, where: tuple[Any, int], *, is_back: bool = False) -> Expression:
        """True of the one with this key and id, and of everybody who comes earlier; going back, later."""
        return self._compare(">=" if self.is_down is not is_back else "<=", where)

    def _compare(self, operator: str, where: tuple[Any, int]) -> Expression:
        return _Beyond(self.key, F("pk"), Value(where[0]), Value(where[1]), operator=operator)
