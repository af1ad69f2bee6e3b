"""What the page of a change of many people shows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.utils import timezone

from cerego.sentences import refusal_sentence
from departments.models import Account
from people.bulk.actions import ACTIONS, Action
from people.models import Bulk, BulkPerson, Person, User
from people.naming import named
from people.roles import ROLE_WORDS, Role

_PAGE_LENGTH: Final = 50
_PATIENCE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody for whom it could not be done."""

    person_id: int
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A change, and a page of those for whom it could not be done."""

    bulk: Bulk
    action: Action
    account: str
    """The account it is about; may be empty."""
    role: str
    """The role it gives; may be empty."""
    by: str
    """What to call who asked for it."""
    refusals: list[Refusal]
    page: "Page[Any]"

    @classmethod
    def of(cls, bulk: Bulk, page: str | None, *, reader: User) -> "BulkPage":
        """What ``reader`` is shown. Five queries, however many people it is about."""
        account = Account.objects.filter(pk=bulk.options.get("account")).values_list("name", flat=True).first()
        refused = BulkPerson.objects.filter(bulk=bulk, outcome=BulkPerson.Outcome.REFUSED).order_by("person_id")
        items = Paginator(refused, _PAGE_LENGTH).get_page(page)
        names = dict(Person.objects.filter(pk__in=[item.person_id for item in items]).values_list("pk", "full_name"))
        refusals = [
            Refusal(item.person_id, names.get(item.person_id, ""), refusal_sentence(item.reason, item.context))
            for item in items
        ]
        role = bulk.options.get("role")
        words = ROLE_WORDS[Role(role)] if role else ""
        by = named(bulk.account, [bulk.created_by_id], reader=reader)[bulk.created_by_id]
        return cls(bulk, ACTIONS[bulk.action], account or "", words, by.name, refusals, items)

    @property
    def is_moving(self) -> bool:
        """Whether there is something left to do."""
        return self.bulk.finished_at is None

    @property
    def waits(self) -> bool:
        """Whether no worker has shown itself for a while."""
        return self.is_moving and timezone.now() - (self.bulk.heartbeat_at or self.bulk.created_at) > _PATIENCE

    @property
    def failure(self) -> str:
        """Why it ended before its time; empty if it did not."""
        return refusal_sentence(self.bulk.failure_reason, {}) if self.bulk.failure_reason else ""

    @property
    def left(self) -> int:
        """How many people it has not come to."""
        return self.bulk.people - self.bulk.done
