"""The record as a file: what the page shows, all pages of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from departments.models import Account
from people.auditing.filters import EventFilter
from people.auditing.finding import events
from people.auditing.page import in_lines
from people.models import Event, Person, User
from people.models.events import EventKind

HEADER: Final = ("Time", "What", "By", "Address", "About", "In", "From", "Kind")
_AT_A_TIME: Final = 1_000


def export_rows(account: Account, chosen: EventFilter, *, reader: User) -> Iterator[Sequence[str]]:
    """The events in the order of the page; times with their zone. Taken some at a time, so that millions need no memory."""
    chosen = chosen.from_the_top
    while found := events(account, chosen, _AT_A_TIME, reader=reader):
        for line in in_lines(account, found, reader=reader):
            at = line.at.isoformat(timespec="seconds")
            yield at, line.what, line.by, line.by_email, line.about, line.place, line.origin, line.kind
        chosen = chosen.older_than(found[-1].pk)


def record_export(*, account: Account, what: str, by: User, person: Person | None = None) -> Event:
    """Note that somebody took a list, or what is held about a ``person``, along. What they searched for is not kept: it may be
    a name.
    """
    return Event.objects.create(account=account, by=by, kind=EventKind.EXPORTED, person=person, details={"what": what})
