"""What the page of events shows: a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.text import capfirst

from cerego.sentences import in_words
from departments.models import Account
from people.auditing.filters import EventFilter
from people.auditing.finding import events
from people.models import Event, User
from people.models.events import EventKind
from people.naming import Named, named
from people.roles import ROLE_WORDS

PAGE_LENGTH: Final = 50
_BY_STRANGERS: Final = frozenset({EventKind.SIGN_IN_FAILED.value, EventKind.ACCESS_REFUSED.value})
_ROLES: Final = {role.value: words for role, words in ROLE_WORDS.items()}


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in words."""

    at: datetime
    kind: str
    what: str
    """The sentence: templates/people/events/<kind>.txt."""
    by: str
    by_email: str
    about: str
    """The name of the person it was done to; empty if it is about nobody, or they are gone."""
    about_id: int | None
    place: str
    """The account's name."""
    origin: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, the newest first."""

    lines: list[EventLine]
    chosen: EventFilter
    older: str
    """The query of the page with the next older ones; empty: there are none."""

    @property
    def newest(self) -> str:
        """The query of the first page."""
        return self.chosen.from_the_top.query


def event_page(account: Account, chosen: EventFilter, *, reader: User) -> EventPage:
    """A page of what ``reader`` sees from ``account``. Five queries at most."""
    found = events(account, chosen, PAGE_LENGTH + 1, reader=reader)
    has_more = len(found) > PAGE_LENGTH
    del found[PAGE_LENGTH:]
    older = chosen.older_than(found[-1].pk).query if has_more else ""
    return EventPage(in_lines(account, found, reader=reader), chosen, older)


def in_lines(account: Account, found: Sequence[Event], *, reader: User) -> list[EventLine]:
    """Events in words, with the names that ``reader`` may be told working in ``account``; one query."""
    names = named(account, {event.by_id for event in found if event.by_id}, reader=reader)
    return [_line(event, names.get(event.by_id) or _nobody(event)) for event in found]


def _line(event: Event, by: Named) -> EventLine:
    return EventLine(
        at=event.at,
        kind=event.kind,
        what=_sentence(event),
        by=by.name if by.email else capfirst(by.name),
        by_email=by.email,
        about=event.person.full_name if event.person else "",
        about_id=event.person_id,
        place=event.account.name if event.account else "",
        origin=event.origin or "",
    )


def _sentence(event: Event) -> str:
    details: dict[str, Any] = {
        name: _ROLES.get(value, value) if event.kind in _OF_ROLES else value for name, value in event.details.items()
    }
    run = event.import_run
    of_import = {"file": run.file_name, "by_hand": run.by_hand} if run else {}
    context = {"details": details, "account": event.account, **of_import}
    return " ".join(in_words(f"people/events/{event.kind}.txt", context).split())


_OF_ROLES: Final = frozenset({EventKind.ROLE_CHANGED, EventKind.MEMBERSHIP_ADDED, EventKind.MEMBERSHIP_REMOVED})


def _nobody(event: Event) -> Named:
    """What to call who is no user."""
    return Named("somebody unknown" if event.kind in _BY_STRANGERS else "the system", "")
