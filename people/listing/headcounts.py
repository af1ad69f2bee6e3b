"""How many people there are, from the counts that the database keeps: exact, and as quick with a million as with ten."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Self

from departments.models import Account
from people.listing.finding import Choice
from people.models import Headcount
from people.models.headcounts import EVERYBODY, IN_DEPARTMENTS
from people.roles import Role

_NO_ROLES: Final = frozenset({EVERYBODY, IN_DEPARTMENTS})


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many people there are; the second and third don't add up to the first, as one can be in several places."""

    people: int
    in_partner: int
    in_departments: int


def role_counts(accounts: Iterable[int]) -> dict[int, dict[Role, int]]:
    """For each account that has any people: how many have each role. One query."""
    counts: dict[int, dict[Role, int]] = {}
    kept = Headcount.objects.filter(account__in=list(accounts), people__gt=0).exclude(what__in=_NO_ROLES)
    for account, what, people in kept.values_list("account", "what", "people"):
        counts.setdefault(account, {})[Role(what)] = people
    return counts


@dataclass(frozen=True, slots=True)
class Headcounts:
    """All the counts of one partner."""

    partner: int
    counts: dict[tuple[int, str], int]
    """By account and role, EVERYBODY or IN_DEPARTMENTS."""

    @classmethod
    def of(cls, partner: int) -> Self:
        """As they are now. One query."""
        kept = Headcount.objects.filter(account__partner=partner)
        return cls(
            partner,
            {(account, what): people for account, what, people in kept.values_list("account", "what", "people")},
        )

    def exactly(self, choice: Choice) -> int | None:
        """How many a filter chooses, where the counts say so: everybody, or one account's people by role."""
        chosen = choice.chosen
        if chosen.search or chosen.statuses or choice.run:
            return None
        if not choice.place.is_partner:
            return self._members({choice.place.pk}, chosen.roles)
        if not chosen.is_filtered:
            return self.counts.get((self.partner, EVERYBODY), 0)
        return self._members(set(chosen.departments), chosen.roles) if len(chosen.departments) == 1 else None

    def at_most(self, choice: Choice) -> int:
        """No more than so many are chosen."""
        by_import = choice.run.people if choice.run else None
        limits = [self.counts.get((self.partner, EVERYBODY), 0), self.placed(choice), by_import]
        return min(limit for limit in limits if limit is not None)

    def placed(self, choice: Choice) -> int | None:
        """The memberships with the roles and in the departments chosen; none where neither is."""
        accounts = set(choice.chosen.departments) if choice.place.is_partner else {choice.place.pk}
        return self._members(accounts, choice.chosen.roles) if accounts or choice.chosen.roles else None

    def has_most(self, choice: Choice) -> bool:
        """Whether most people are in the place, with the roles and in the departments chosen."""
        return 2 * (self.placed(choice) or 0) > self.counts.get((self.partner, EVERYBODY), 0)

    def of_place(self, place: Account) -> PeopleCounts:
        """The numbers of a People page."""
        members = self._members({place.pk}, ())
        if not place.is_partner:
            return PeopleCounts(people=members, in_partner=0, in_departments=members)
        everybody, in_departments = (self.counts.get((place.pk, what), 0) for what in (EVERYBODY, IN_DEPARTMENTS))
        return PeopleCounts(people=everybody, in_partner=members, in_departments=in_departments)

    def _members(self, accounts: Collection[int], roles: Collection[str]) -> int:
        """The memberships in these accounts with these roles; in all, with all, where none are given."""
        return sum(
            people
            for (account, what), people in self.counts.items()
            if what not in _NO_ROLES and (not accounts or account in accounts) and (not roles or what in roles)
        )


def headcounts_of(account: Account) -> Headcounts:
    """The counts of an account's partner, asked for once for as long as somebody holds this very account: during a request."""
    kept: Headcounts | None = account.__dict__.get("_headcounts")
    if kept is None:
        kept = account.__dict__["_headcounts"] = Headcounts.of(account.partner_id)
    return kept


def people_counts(place: Account) -> PeopleCounts:
    """The numbers of a People page."""
    return headcounts_of(place).of_place(place)
