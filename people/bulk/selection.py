"""Who is meant by the ticks of the people list, or by "all that match"."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import QueryDict

from people.listing.filters import numbers
from people.listing.finding import Choice
from people.models import Person
from people.person.page import people_seen_from

_TICKS: Final = 500
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Selection:
    """Some people of a list: ticked one by one, or all that its filter chooses."""

    choice: Choice
    ids: tuple[int, ...] | None
    """Those ticked; none for all."""

    @classmethod
    def from_query(cls, choice: Choice, query: QueryDict) -> "Selection":
        """What an address selects."""
        return cls(choice, None if "all" in query else numbers(query.getlist("person"))[:_TICKS])

    @property
    def people(self) -> QuerySet[Person]:
        """Those of them whom one sees."""
        if self.ids is None:
            return self.choice.people
        return people_seen_from(self.choice.account).select_related(None).filter(pk__in=self.ids)

    @property
    def query(self) -> str:
        """It as the query of an address, with the filter to come back to."""
        query = QueryDict(self.choice.chosen.query, mutable=True)
        if self.choice.place != self.choice.account:
            query["place"] = str(self.choice.place.pk)
        if self.ids is None:
            query["all"] = "1"
        else:
            query.setlist("person", [str(pk) for pk in self.ids])
        return query.urlencode()

    @property
    def names(self) -> list[tuple[str, str]]:
        """The names and addresses of the first few."""
        return list(self.people.order_by("sort_key", "pk").values_list("full_name", "email")[:_NAMED])
