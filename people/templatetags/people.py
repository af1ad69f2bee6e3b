"""Template tags about people: how names, roles, statuses and times are shown, and the counts the frame needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.html import format_html

from departments.models import Account
from people.listing import headcounts
from people.listing.filters import SORT_WORDS, PeopleFilter
from people.listing.showing import hue, initials, lately
from people.models import Person
from people.roles import ROLE_WORDS, STAFF_ROLES, Role
from people.sign_in.sessions import device_words
from people.sign_in.two_factor import second_factors
from people.statuses import STATUS_WORDS, PersonStatus, status_of

register = template.Library()

_LEAST_WIDTH = 0.6
"""In percent: as wide is the part of a single person beside departments of many thousands."""

register.filter(initials)
register.filter(hue)
register.filter(lately)
register.filter(device_words)
register.filter(second_factors)


@register.filter
def role_words(role: str) -> str:
    """The role as people read it."""
    return ROLE_WORDS[Role(role)]


@register.filter
def address(email: str) -> str:
    """An address that breaks before its @, if it has to."""
    local, _, domain = email.rpartition("@")
    return format_html("{}<wbr>@{}", local, domain)


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
    """The numbers beside the navigation's links. At most two queries."""
    people = headcounts.people_counts(account).people
    return NavCounts(people=people, departments=account.count_live_departments())


@dataclass(frozen=True, slots=True)
class RolePart:
    """The people of an account who have one role."""

    role: Role
    count: int
    x: float
    """Where its part of the bar begins, in percent of the longest bar."""
    width: float


@dataclass(frozen=True, slots=True)
class CountedAccount:
    """An account and how many people are in it, by role."""

    account: Account
    people: int
    staff: int
    parts: list[RolePart]


@register.simple_tag
def with_people_counts(accounts: Iterable[Account]) -> list[CountedAccount]:
    """Each of the accounts with its numbers. One query for all."""
    accounts = list(accounts)
    counts = headcounts.role_counts(account.pk for account in accounts)
    most = max((sum(roles.values()) for roles in counts.values()), default=0)
    return [_counted(account, counts.get(account.pk, {}), most) for account in accounts]


def _counted(account: Account, counts: dict[Role, int], most: int) -> CountedAccount:
    parts: list[RolePart] = []
    shared = 100 - _LEAST_WIDTH * len(ROLE_WORDS)
    x = 0.0
    for role in ROLE_WORDS:  # in their order
        if count := counts.get(role, 0):
            width = round(_LEAST_WIDTH + shared * count / most, 2)
            parts.append(RolePart(role, count, round(x, 2), width))
            x += width
    staff = sum(counts.get(role, 0) for role in STAFF_ROLES)
    return CountedAccount(account, sum(part.count for part in parts), staff, parts)
