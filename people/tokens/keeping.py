"""Tokens made, recognised, revoked. Only a digest is kept; who makes or revokes one is on record where it reaches."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from cerego.errors import Refused
from departments.models import Account
from people.models import AccessToken, Event, User
from people.models.events import EventKind
from people.selectors import accounts_administered_by
from people.sign_in.backend import may_sign_in

PREFIX: Final = "cerego_"
"""Every token begins with it, so that whoever finds one in a log knows what it is."""
MAX_DAYS: Final = 366
_USED_TO_THE: Final = timedelta(minutes=1)


@transaction.atomic
def create(
    *,
    name: str,
    may_write: bool,
    days: int | None,
    account: Account | None = None,
    key: UUID | None = None,
    by: User,
) -> tuple[AccessToken, str]:
    """Make a token for ``by``; returns it, and what to send: the only time that anybody sees it.

    It ends after ``days`` (1 to 366; none: only when it is revoked), and reaches ``account`` and its departments only if one
    is given. ``key`` is the form's it was asked for with: the same again makes no second one. Raises :class:`Refused`:
    token.name_missing, token.days, token.not_admin, token.made_already.
    """
    name = " ".join(name.replace("\0", "").split())[:100]
    if not name:
        raise Refused("token.name_missing")
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise Refused("token.days", most=MAX_DAYS)
    if account is not None and not accounts_administered_by(by).filter(pk=account.pk).exists():
        raise Refused("token.not_admin", account=account.pk, email=by.email)
    secret = PREFIX + secrets.token_urlsafe(32)
    expires_at: datetime | None = timezone.now() + timedelta(days=days) if days else None
    token = AccessToken(
        user=by, account=account, name=name, digest=_digest(secret), may_write=may_write, expires_at=expires_at, key=key
    )
    try:
        with transaction.atomic():
            token.save()
    except IntegrityError as error:
        raise Refused("token.made_already", name=name) from error
    _tell(EventKind.TOKEN_CREATED, token, by)
    return token, secret


def recognise(secret: str) -> AccessToken | None:
    """The live token of somebody who may sign in that this is, with its user; noted as used. None: it opens nothing."""
    live = Q(expires_at=None) | Q(expires_at__gt=Now())
    found = AccessToken.objects.filter(live, digest=_digest(secret), revoked_at=None)
    token = found.select_related("user").first()
    if token is None or not may_sign_in(token.user):
        return None
    if token.last_used_at is None or timezone.now() - token.last_used_at > _USED_TO_THE:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=Now())
    return token


@transaction.atomic
def revoke(*, token: AccessToken, by: User) -> AccessToken:
    """Let the token open nothing any more; a second time changes nothing. It must be one of ``by``'s own."""
    if AccessToken.objects.filter(pk=token.pk, user=by, revoked_at=None).update(revoked_at=Now()):
        _tell(EventKind.TOKEN_REVOKED, token, by)
    token.refresh_from_db()
    return token


def of_user(user: User) -> list[AccessToken]:
    """Their tokens that were not revoked, the newest first."""
    tokens = AccessToken.objects.filter(user=user, revoked_at=None).select_related("account")
    return list(tokens.order_by("-created_at", "-id"))


def _tell(kind: EventKind, token: AccessToken, by: User) -> None:
    """On record with the account that it reaches; where it reaches all of somebody's, with each of these partners.

    No partner learns of the others, nor of tokens that open nothing of it.
    """
    if token.account_id is not None:
        accounts = [token.account_id]
    else:
        accounts = sorted(set(accounts_administered_by(by).values_list("partner_id", flat=True)))
    details = {"token": token.name, "may_write": token.may_write}
    Event.objects.bulk_create(Event(account_id=account, by=by, kind=kind, details=details) for account in accounts)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
