"""Template tags about people: how names, roles, statuses and times are shown, and the counts the frame needs."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone

from departments.models import Account
from people import selectors
from people.filters import SORT_WORDS, PeopleFilter
from people.models import Person
from people.roles import ROLE_WORDS, Role
from people.statuses import STATUS_WORDS, PersonStatus, status_of

register = template.Library()

HUES = 8
"""How many hues tokens.css has for avatars."""


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = ["".join(filter(str.isalnum, word)) for word in str(name).split("@")[0].split()]
    words = [word for word in words if word]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()[:2]


@register.filter
def hue(name: str) -> int:
    """A hue that stays with the name."""
    return zlib.crc32(str(name).encode()) % HUES


@register.filter
def role_words(role: str) -> str:
    """The role as people read it."""
    return ROLE_WORDS[Role(role)]


@register.filter
def status(person: Person) -> PersonStatus:
    """How far the person has come."""
    return status_of(
        invited=person.invited_at is not None,
        joined=person.joined_at is not None,
        deactivated=person.deactivated_at is not None,
    )


@register.filter
def status_words(status: PersonStatus) -> str:
    """The status as people read it."""
    return STATUS_WORDS[status]


@register.filter
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
    return format_date(moment, "j M" if moment.year == now.year else "j M Y")


@register.filter
def member_ids(person: Person) -> list[str]:
    """The person's different member IDs in the places shown, in their order."""
    return list(dict.fromkeys(place.member_id for place in person.places if place.member_id))  # type: ignore[attr-defined]


@register.filter
def sorted_by(chosen: PeopleFilter, column: str) -> str:
    """The query of the address that sorts by ``column``."""
    return chosen.sorted_by(column)


@register.filter
def query_sorted(chosen: PeopleFilter, sort: str) -> str:
    """The query of the address for the order ``sort``."""
    return chosen.but(sort=sort).query


@register.filter
def sort_words(sort: str) -> str:
    """An order as people read it."""
    return SORT_WORDS[sort]


@register.filter
def direction(chosen: PeopleFilter, column: str) -> str:
    """How the list is sorted by ``column``: "ascending", "descending", or empty."""
    return chosen.direction(column)


@dataclass(frozen=True, slots=True)
class NavCounts:
    """The numbers beside the navigation's links."""

    people: int
    departments: int


@register.simple_tag
def nav_counts(account: Account) -> NavCounts:
    """The numbers beside the navigation's links. Two queries."""
    people = account.persons if account.is_partner else account.memberships
    return NavCounts(people=people.count(), departments=account.departments.live().count() if account.is_partner else 0)


@dataclass(frozen=True, slots=True)
class CountedAccount:
    """An account and how many people are in it."""

    account: Account
    people: int
    staff: int


@register.simple_tag
def with_people_counts(accounts: Iterable[Account]) -> list[CountedAccount]:
    """Each of the accounts with its numbers. One query for all."""
    accounts = list(accounts)
    counts = selectors.membership_counts(account.pk for account in accounts)
    return [CountedAccount(account, *counts.get(account.pk, (0, 0))) for account in accounts]
