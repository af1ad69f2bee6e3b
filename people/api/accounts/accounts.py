"""The accounts that somebody administers, and what was done in one."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api import versions
from people.api.accounts.shapes import AccountShape, EventShape
from people.api.base import ApiView, PageAsked
from people.api.naming import with_addresses
from people.api.paging import paged
from people.api.schema import VERSIONED, listed
from people.models import Event


class Accounts(ApiView):
    """The accounts whose people you administer."""

    @extend_schema(operation_id="list_accounts", parameters=[PageAsked], responses=listed(AccountShape))
    def get(self, request: Request) -> Response:
        """List the accounts that you administer: partner accounts and departments."""
        accounts = self.accounts.order_by("id")
        return Response(paged(request, accounts, AccountShape))


class OneAccount(ApiView):
    """One account."""

    @extend_schema(operation_id="read_account", parameters=[VERSIONED], responses=AccountShape)
    def get(self, request: Request, account_id: int) -> Response:
        """Read an account."""
        return versions.shown(request, dict(AccountShape(self.account(account_id)).data))


class Events(ApiView):
    """What was done in an account."""

    @extend_schema(operation_id="list_events", parameters=[PageAsked], responses=listed(EventShape))
    def get(self, request: Request, account_id: int) -> Response:
        """List what was done in an account, the newest first; in a partner account, in its departments too."""
        account = self.account(account_id)
        of_partner = Q(account__parent=account.pk) if account.is_partner else Q(pk__in=[])
        events = Event.objects.filter(Q(account=account.pk) | of_partner).order_by("-at", "-id")
        told = with_addresses("by_id", at=account, reader=self.user)
        return Response(paged(request, events, EventShape, seen_as=told))
