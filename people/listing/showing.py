"""How people are shown: initials, times, and a line of the people list, ready for its template.

A line is made here and not by nested templates: with fifty of them those took longer than all the rest of the page.
"""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypedDict

from django.utils import timezone

from people.models import Person
from people.roles import ROLE_WORDS, Role
from people.statuses import STATUS_WORDS, PersonStatus

HUES: Final = 8
"""How many hues tokens.css has for avatars."""
_SHOWN_IDS: Final = 2
_SHOWN_PLACES: Final = 3


def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = ["".join(filter(str.isalnum, word)) for word in str(name).split("@")[0].split()]
    words = [word for word in words if word]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()[:2]


def hue(name: str) -> int:
    """A hue that stays with the name."""
    return zlib.crc32(str(name).encode()) % HUES


def lately(moment: datetime | None) -> str:
    """A moment in the past, the more precise the nearer: "2 hours ago", "Yesterday", "12 Nov", "12 Nov 2023"."""
    if moment is None:
        return "—"
    now = timezone.localtime()
    moment = timezone.localtime(moment)
    if now - moment < timedelta(minutes=2):
        return "Just now"
    if now - moment < timedelta(hours=1):
        return f"{(now - moment).seconds // 60} minutes ago"
    if moment.date() == now.date():
        hours = (now - moment).seconds // 3600
        return f"{hours} hour{'s' if hours > 1 else ''} ago"
    if moment.date() == (now - timedelta(days=1)).date():
        return "Yesterday"
    return f"{moment.day} {moment:%b}" if moment.year == now.year else f"{moment.day} {moment:%b %Y}"


class Place(NamedTuple):
    """One membership, as far as a list shows it."""

    role: str
    member_id: str
    account_id: int
    account: str
    """Its name."""

    @property
    def shown_account(self) -> str:
        """Its name, where the role does not go without saying where."""
        return "" if self.role == Role.DEPARTMENT_STAFF else self.account


class PersonLine(TypedDict):
    """A line of the people list, in the words that stand in it: a dict, because that is where templates look first."""

    pk: str
    name: str
    local: str
    """The address up to its @, before which a narrow column breaks it, and what comes after."""
    domain: str
    initials: str
    hue: str
    places: list[tuple[str, str]]
    """Role and account; Department staff without, which is of the partner account and says nothing about it."""
    more_places: str
    """How many more there are than those; empty for none."""
    member_ids: str
    more_ids: str
    """How many more there are than those; empty for none."""
    status: str
    status_words: str
    seen: str
    """When they last signed in, for machines; empty for never."""
    seen_words: str


def person_line(person: Person, places: Sequence[Place]) -> PersonLine:
    """The line of somebody in these places."""
    member_ids = list(dict.fromkeys(place.member_id for place in places if place.member_id))
    more_ids, more_places = len(member_ids) - _SHOWN_IDS, len(places) - _SHOWN_PLACES
    seen = person.last_sign_in
    local, _, domain = person.email.partition("@")
    return {
        "pk": str(person.pk),
        "name": person.full_name,
        "local": local,
        "domain": domain,
        "initials": initials(person.full_name),
        "hue": str(hue(person.full_name)),
        "places": [(ROLE_WORDS[Role(place.role)], place.shown_account) for place in places[:_SHOWN_PLACES]],
        "more_places": str(more_places) if more_places > 0 else "",
        "member_ids": ", ".join(member_ids[:_SHOWN_IDS]),
        "more_ids": str(more_ids) if more_ids > 0 else "",
        "status": person.status,
        "status_words": STATUS_WORDS[PersonStatus(person.status)],
        "seen": seen.isoformat(timespec="seconds") if seen else "",
        "seen_words": lately(seen) if seen else "",
    }
