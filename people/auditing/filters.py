"""Which events to show, as it stands in the address. Everything unknown in an address is left out."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Self

from django.http import QueryDict
from django.utils.dateparse import parse_date

from people.auditing.kinds import GROUPS
from people.listing.filters import numbers

_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What kind, by whom, and from which day to which."""

    group: str = ""
    who: str = ""
    """Part of the name or the address of whoever did it."""
    since: date | None = None
    until: date | None = None
    """The last day; all of it."""
    before: int | None = None
    """Only what is older than this event: the page after the one that it ends."""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filter that an address asks for."""
        group = query.get("kind", "")
        return cls(
            group=group if group in GROUPS else "",
            who=" ".join(query.get("who", "").replace("\0", "").split())[:_LONGEST],
            since=_date(query.get("since", "")),
            until=_date(query.get("until", "")),
            before=next(iter(numbers(query.getlist("before"))), None),
        )

    @property
    def kinds(self) -> list[str]:
        """The kinds to show; none: all."""
        return [kind.value for kind in GROUPS[self.group].kinds] if self.group else []

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anything out besides newer pages."""
        return bool(self.group or self.who or self.since or self.until)

    @property
    def query(self) -> str:
        """It as the query of an address; empty if it asks for nothing special."""
        query = QueryDict(mutable=True)
        values: dict[str, Any] = {"kind": self.group, "who": self.who, "since": self.since, "until": self.until}
        for name, value in {**values, "before": self.before}.items():
            if value:
                query[name] = str(value)
        return query.urlencode()

    def older_than(self, event_id: int) -> Self:
        """The same, from the page after this event."""
        return replace(self, before=event_id)

    @property
    def from_the_top(self) -> Self:
        """The same, from its newest event."""
        return replace(self, before=None)


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # the 31st of February
        return None
