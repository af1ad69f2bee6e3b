"""Whom a filter of the people list chooses, as conditions on persons.

The same conditions choose for the list, for its counts, for what is done to many at once and for the export.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from departments.models import Account
from people.arrays import Among
from people.folding import fold
from people.listing.filters import PeopleFilter
from people.models import Import, ImportRow, Membership, Person
from people.outcomes import Outcome
from people.selectors import memberships_seen_from

_FEW: Final = 1_000
"""So many people found by a member ID can be named one by one in a condition."""
LARGE: Final = 25_000
"""So many people can be gone through one by one while somebody waits for a page."""
_BY_PERSON: Final = 5_000
"""The people of an import are found by who they are, up to so many; beyond, by the address that its rows are indexed by."""
_WITHIN: Final = re.compile(r"[^\W_]{3}")
"""What a word must have for the trigram indexes to find it within others: three letters or digits in a row."""
_AT_THE_BEGINNING: Final = "(^|[-_ .,@+('/])"
"""Said by what stands before a word, not by what does not: only so can an index use it."""


def _is_short(word: str) -> bool:
    """One or two letters or digits: looked for where words begin, which the indexes know of.

    Not in scripts whose names may be two letters long, and where a word's middle is what one looks for.
    """
    return word.isascii() and word.isalnum() and len(word) < 3


def _is_indexed(word: str) -> bool:
    """Whether the indexes know of it."""
    return bool(_WITHIN.search(word)) or _is_short(word)


def _in_text(word: str) -> Q:
    folded = fold(word)
    if _is_short(word):
        return Q(search_text__regex=f"{_AT_THE_BEGINNING}{folded}")
    return Q(search_text__contains=folded)


def _in_member_id(word: str) -> Q:
    return Q(member_id__istartswith=word) if _is_short(word) else Q(member_id__icontains=word)


@dataclass(frozen=True, slots=True)
class Choice:
    """The people of ``place`` that a filter chooses, seen from ``account``."""

    account: Account
    """The one worked in: what one may see."""
    place: Account
    """The one whose people are listed: the same, or a department of it."""
    chosen: PeopleFilter
    run: Import | None = None
    """The import that ``chosen`` names; who chooses has seen to it that one may see it."""

    @property
    def everybody(self) -> QuerySet[Person]:
        """All whom the place may have: those of its partner."""
        return Person.objects.filter(partner=self.place.partner_id)

    @property
    def people(self) -> QuerySet[Person]:
        """Those chosen, in no order. What is found by it does not depend on how."""
        return self.everybody.filter(*self.conditions([]))

    def conditions(self, named: Sequence[Sequence[int] | None], *, is_gathered: bool = False) -> list[Q | Exists]:
        """What is true of each person chosen; ``named`` is what :meth:`named_by_member_id` found, if it was asked.

        ``is_gathered``: whether all of them are looked for, and not a few looked at.
        """
        conditions = [*self.found_by_words(named, is_gathered=is_gathered), *self._place(), *self._import()]
        if self.chosen.statuses:
            conditions.append(Q(status__in=self.chosen.statuses))
        return conditions

    @property
    def is_indexed(self) -> bool:
        """Whether the indexes can find every word that is searched."""
        return all(map(_is_indexed, self.chosen.words))

    @property
    def is_vague(self) -> bool:
        """Whether it says no more than how a word begins, which may be true of very many."""
        says_more = bool(self.chosen.statuses or self.run or self._place())
        return not says_more and any(map(_is_short, self.chosen.words))

    def named_by_member_id(self) -> list[Sequence[int] | None]:
        """For each word searched, who has it in a member ID: seldom anybody; none where they are too many to be named."""
        return [self._named(word) for word in self.chosen.words]

    def _named(self, word: str) -> Sequence[int] | None:
        if not _is_indexed(word):
            return None
        people = list(self._with_member_id(word).values_list("person_id", flat=True)[: _FEW + 1])
        return people if len(people) <= _FEW else None

    def _with_member_id(self, word: str) -> QuerySet[Membership]:
        return memberships_seen_from(self.account).filter(_in_member_id(word)).exclude(member_id="").order_by()

    def found_by_words(self, named: Sequence[Sequence[int] | None], *, is_gathered: bool = False) -> list[Q]:
        """Every word is part of the name, of the address, or of a member ID."""
        asked = named or [None] * len(self.chosen.words)
        by_index = bool(named) and is_gathered
        return [
            self._by_either_index(word)
            if people is None and by_index and _is_indexed(word)
            else self._by_looking(word, people)
            for word, people in zip(self.chosen.words, asked, strict=True)
        ]

    def _by_either_index(self, word: str) -> Q:
        """Who has a word, told by the two indexes alone: many have it in a member ID."""
        in_text = self.everybody.filter(_in_text(word)).values("pk")
        return Q(pk__in=in_text.union(self._with_member_id(word).values("person_id"), all=True))

    def _by_looking(self, word: str, people: Sequence[int] | None) -> Q:
        """The same of one person; ``people`` have it in a member ID, where that is known."""
        if people is None:
            # The second condition says nothing new. It keeps the planner from listing all memberships with the word beforehand,
            # which it thinks worth while when it expects that many people are looked at.
            theirs = self._theirs.filter(_in_member_id(word), person__gte=OuterRef("pk"))
            return _in_text(word) | Q(Exists(theirs))
        return _in_text(word) | Q(Among("pk", people)) if people else _in_text(word)

    @property
    def _theirs(self) -> QuerySet[Membership]:
        """The memberships of the person in question that one sees. That they are of the partner goes without saying, and
        left unsaid an index alone can answer.
        """
        theirs = Membership.objects.filter(person=OuterRef("pk"))
        return theirs if self.account.is_partner else theirs.filter(account=self.account.pk)

    def _place(self) -> list[Exists]:
        """One membership in the place, with one of the roles and in one of the departments chosen."""
        if self.place.is_partner and not self.chosen.roles and not self.chosen.departments:
            return []
        wanted = self._theirs
        if not self.place.is_partner:
            wanted = wanted.filter(account=self.place.pk)
        elif self.chosen.departments:
            wanted = wanted.filter(account__in=self.chosen.departments)
        if self.chosen.roles:
            wanted = wanted.filter(role__in=self.chosen.roles)
        return [Exists(wanted)]

    def _import(self) -> list[Q | Exists]:
        """Those whom an import created, updated or found as they should be.

        Of a large one by their address, which its rows are indexed by: people who have another address since are missing.
        """
        if self.run is None:
            return []
        outcomes = [Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED]
        placed = ImportRow.objects.filter(import_run=self.run.pk, outcome__in=outcomes)
        if self.run.people > _BY_PERSON:
            return [Exists(placed.filter(email=OuterRef("email"), person_id=OuterRef("pk")))]
        return [Q(pk__in=placed.exclude(person_id=None).values("person_id"))]
