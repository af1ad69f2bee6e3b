"""The history of imports: what its filters choose, as it stands in the address, and a page of it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Self

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from departments.models import Account
from people import selectors
from people.listing.filters import Facet, numbers
from people.models import Import, User
from people.models.imports import MOVING, Status
from people.naming import named

IMPORTS_A_PAGE: Final = 50
STATES: Final[dict[str, tuple[str, tuple[Status, ...]]]] = {
    "waiting": ("Not imported yet", (Status.UPLOADED, Status.CHECKED)),
    "moving": ("Under way", tuple(sorted(MOVING))),
    "done": ("Done", (Status.DONE,)),
    "stopped": ("Stopped", (Status.STOPPED,)),
    "failed": ("Failed", (Status.FAILED,)),
    "undone": ("Undone", (Status.UNDONE,)),
}
"""How far an import can be, as one looks for it: words and the statuses that are meant."""
PERIODS: Final = {1: "Last 24 hours", 7: "Last 7 days", 30: "Last 30 days", 365: "Last 12 months"}
"""The times one can look back to, in days."""
_LOOKED_AT: Final = 1_000
"""Those who uploaded the latest so many imports can be chosen: so it costs the same however long the history is."""


@dataclass(frozen=True, slots=True)
class ImportFilter:
    """Which imports to list. Everything unknown in an address is left out."""

    search: str = ""
    """Every word of it is part of the file's name."""
    states: tuple[str, ...] = ()
    by: int | None = None
    """The user who uploaded them."""
    days: int | None = None
    """Uploaded within the last so many days."""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filter that an address asks for."""
        days = next(iter(numbers(query.getlist("days"))), None)
        return cls(
            search=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            states=tuple(state for state in STATES if state in query.getlist("status")),
            by=next(iter(numbers(query.getlist("by"))), None),
            days=days if days in PERIODS else None,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anything out."""
        return self != type(self)()

    @property
    def query(self) -> str:
        """It as the query of an address; empty if it leaves nothing out."""
        query = QueryDict(mutable=True)
        if self.search:
            query["q"] = self.search
        query.setlist("status", list(self.states))
        for name, value in (("by", self.by), ("days", self.days)):
            if value:
                query[name] = str(value)
        return query.urlencode()

    def but(self, **changes: Any) -> Self:
        """The same filter with something changed."""
        return replace(self, **changes)

    def of(self, imports: QuerySet[Import]) -> QuerySet[Import]:
        """Those of the imports that it chooses."""
        for word in self.search.split():
            imports = imports.filter(file_name__icontains=word)
        if self.states:
            imports = imports.filter(status__in=[status for state in self.states for status in STATES[state][1]])
        if self.by:
            imports = imports.filter(created_by=self.by)
        if self.days:
            imports = imports.filter(created_at__gte=timezone.now() - timedelta(days=self.days))
        return imports


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some imports, the newest first, each with what to call who uploaded it."""

    page: Page[Import]
    chosen: ImportFilter
    lines: list[tuple[Import, str]]
    facets: list[Facet]


def history_page(account: Account, chosen: ImportFilter, number: str | None, *, reader: User) -> HistoryPage:
    """A page of the imports that ``reader`` sees from ``account``. Five queries, however many there are."""
    seen = selectors.imports_seen_from(account)
    found = chosen.of(seen).select_related("account").order_by("-created_at", "-id")
    page = Paginator(found, IMPORTS_A_PAGE).get_page(number)
    runs = list(page)
    uploaders = _uploaders(seen, chosen)
    names = named(account, uploaders | {run.created_by_id for run in runs}, reader=reader)
    people = [(pk, names[pk].name) for pk in uploaders if names[pk].email]
    people.sort(key=lambda one: (one[1].casefold(), one[0]))
    return HistoryPage(page, chosen, [(run, names[run.created_by_id].name) for run in runs], _facets(chosen, people))


def _uploaders(seen: QuerySet[Import], chosen: ImportFilter) -> set[int]:
    """Who uploaded the latest imports; and the one chosen, if any of those seen is theirs."""
    latest = seen.order_by("-created_at", "-id").values_list("created_by")[:_LOOKED_AT]
    users = User.objects.filter(pk__in=latest)
    if chosen.by:
        users |= User.objects.filter(pk__in=seen.filter(created_by=chosen.by).values("created_by"))
    return set(users.values_list("pk", flat=True))


def _facets(chosen: ImportFilter, people: list[tuple[int, str]]) -> list[Facet]:
    states = [(state, words, state in chosen.states) for state, (words, _) in STATES.items()]
    periods = [(str(days), words, days == chosen.days) for days, words in PERIODS.items()]
    by = [(str(pk), name, pk == chosen.by) for pk, name in people]
    found = [
        Facet("status", "Status", states, chosen.but(states=()).query),
        Facet("by", "Uploaded by", by, chosen.but(by=None).query, kind="radio"),
        Facet(
            "days", "When", periods, chosen.but(days=None).query, kind="radio", told=PERIODS.get(chosen.days or 0, "")
        ),
    ]
    return [facet for facet in found if facet.options]
