"""What the frame of every page shows: who is signed in, and the accounts they administer."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from departments.models import Account
from people.models import Person

CAME_FROM = "came_from"
"""Where a session keeps the account from whose pages one came to those of one's own account."""
SWITCHER_LENGTH = 10
"""How many accounts the switcher lists; with more it has a search."""


def accounts_to_switch(request: HttpRequest) -> QuerySet[Account]:
    """The accounts that whoever asks administers, each partner before its departments."""
    accounts: QuerySet[Account] = request.administered_accounts  # type: ignore[attr-defined]
    return accounts.order_by("partner__name", "partner_id", F("parent_id").asc(nulls_first=True), "name", "id")


def is_of_oneself(request: HttpRequest) -> bool:
    """Whether the page is about one's own account."""
    return request.path.startswith(reverse("profile"))


class Shell:
    """Looked up only when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return str(getattr(self.request.user, "email", ""))

    @cached_property
    def came_from(self) -> Account | None:
        """On the pages of one's own account the one from which one came to them, if one still administers it."""
        if not is_of_oneself(self.request) or CAME_FROM not in self.request.session:
            return None
        accounts: QuerySet[Account] = self.request.administered_accounts  # type: ignore[attr-defined]
        return accounts.filter(pk=self.request.session[CAME_FROM]).first()

    @cached_property
    def name(self) -> str:
        """Their name in the partner worked in; elsewhere their address, because partners don't see each other's persons."""
        match = self.request.resolver_match
        account_id = match.kwargs.get("account_id") if match else None
        if account_id is None and self.came_from:
            account_id = self.came_from.pk
        if account_id is None:
            return self.email
        partner = Account.objects.filter(pk=account_id).values("partner_id")
        names = Person.objects.filter(user=self.request.user.pk, partner__in=partner).values_list(
            "full_name", flat=True
        )
        return names.first() or self.email

    @cached_property
    def _accounts(self) -> list[Account]:
        return list(accounts_to_switch(self.request)[: SWITCHER_LENGTH + 1])

    @property
    def others(self) -> list[Account]:
        """The accounts to switch between; empty if there is only one."""
        return self._accounts[:SWITCHER_LENGTH] if len(self._accounts) > 1 else []

    @property
    def more(self) -> bool:
        """Whether there are more accounts than the switcher lists."""
        return len(self._accounts) > SWITCHER_LENGTH


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"shell": Shell(request)}
