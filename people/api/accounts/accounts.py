"""The accounts that somebody administers, and what was done in one."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api import versions
from people.api.accounts.shapes import AccountShape, EventsAsked, EventShape
from people.api.base import ApiView, PageAsked, asked
from people.api.naming import with_addresses
from people.api.paging import address_of, paged, signed
from people.api.schema import VERSIONED, listed
from people.auditing import EventFilter
from people.auditing.finding import events


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

    @extend_schema(operation_id="list_events", parameters=[EventsAsked], responses=listed(EventShape))
    def get(self, request: Request, account_id: int) -> Response:
        """List what was done in an account, the newest first; in a partner account, in its departments too. It is filtered as
        the Activity page is.
        """
        account = self.account(account_id)
        wanted = asked(request, EventsAsked)
        chosen = EventFilter.from_query(request.query_params)
        salt = f"cursor:events:{account.pk}:{chosen.query}"
        if "cursor" in wanted:
            chosen = chosen.older_than(*signed(wanted["cursor"], salt))
        found = events(account, chosen, wanted["limit"] + 1, reader=self.user)
        address = None
        if len(found) > wanted["limit"]:
            del found[wanted["limit"] :]
            address = address_of(request, [found[-1].pk], salt)
        told = with_addresses("by_id", at=account, reader=self.user)(found)
        return Response({"results": EventShape(told, many=True).data, "next": address})
