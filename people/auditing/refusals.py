"""Refused access, on record with the account that was not opened: sampled, so that nobody can fill the table by asking again."""

from datetime import timedelta
from typing import Final

from django.db.models.functions import Now

from departments.models import Account
from people.models import Event, Import, User
from people.models.events import EventKind
from people.selectors import accounts_administered_by

AN_HOUR: Final = timedelta(hours=1)
MOST_AN_HOUR: Final = 50
"""So many accounts of others an hour are on record for one user; who tries more has made their point."""


def record_refusal(*, by: User, account_id: int | None, import_id: int | None, page: str, method: str) -> Event | None:
    """Somebody signed in asked for ``page`` of an account that they don't administer: one event for each of both and hour.

    None when there is no such account, and when it is on record already. The same is looked up either way, so that the time it
    takes does not tell which accounts there are; but for the one line that is written, the first time in an hour.
    """
    if account_id is None:
        account_id = Import.objects.filter(pk=import_id or 0).values_list("account_id", flat=True).first()
    account = Account.objects.filter(pk=account_id or 0).first()
    is_theirs = accounts_administered_by(by, whatever_it_takes=True).filter(pk=account_id or 0).exists()
    lately = Event.objects.filter(kind=EventKind.ACCESS_REFUSED, by=by, at__gt=Now() - AN_HOUR)
    refused = set(lately.order_by("-at")[:MOST_AN_HOUR].values_list("account_id", flat=True))
    if account is None or is_theirs or account.pk in refused or len(refused) >= MOST_AN_HOUR:
        return None
    details = {"page": page, "method": method}
    return Event.objects.create(account=account, by=by, kind=EventKind.ACCESS_REFUSED, details=details)
