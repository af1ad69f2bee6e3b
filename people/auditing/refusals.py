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
"""So much of others an hour is on record for one user; who tries more has made their point."""


def record_refusal(*, by: User, account_id: int | None, import_id: int | None, page: str, method: str) -> Event | None:
    """Somebody signed in asked for ``page`` of an account, or of an import, that is not theirs: one event for each and hour.

    None when it is theirs, and when it is on record already. What there is not is on record as well, with no account: the same
    is looked up and written either way, so that the time it takes does not tell which accounts there are.
    """
    asked = f"account {account_id}" if account_id is not None else f"import {import_id}"
    if account_id is None:
        account_id = Import.objects.filter(pk=import_id or 0).values_list("account_id", flat=True).first()
    account = Account.objects.filter(pk=account_id or 0).first()
    is_theirs = accounts_administered_by(by, whatever_it_takes=True).filter(pk=account_id or 0).exists()
    lately = Event.objects.filter(kind=EventKind.ACCESS_REFUSED, by=by, at__gt=Now() - AN_HOUR)
    refused = lately.order_by("-at")[:MOST_AN_HOUR].values_list("details__asked", flat=True)
    if is_theirs or len(refused) >= MOST_AN_HOUR or asked in refused:
        return None
    details = {"asked": asked, "page": page, "method": method}
    return Event.objects.create(account=account, by=by, kind=EventKind.ACCESS_REFUSED, details=details)
