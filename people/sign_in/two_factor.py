"""Two-factor sign-in: for whoever wants it, and for the admins of a partner that requires it."""

import base64
import hashlib
import itertools
from dataclasses import dataclass

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from cerego.errors import Refused
from departments.models import Account
from people.models import Event, User
from people.models.events import EventKind
from people.selectors import SECOND_FACTORS


class Adapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are stored encrypted: a stolen backup signs nobody in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is wrong, too old or used already. Enter another."
    }

    def encrypt(self, text: str) -> str:
        """With a key made of SECRET_KEY."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also what was encrypted with one of SECRET_KEY_FALLBACKS."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    # allauth's words for it, its names of arguments too
    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a new passkey is called unless somebody calls it otherwise: plainly, and as no other of theirs is."""
        taken = {each.data.get("name") for each in Authenticator.objects.filter(user_id=user.pk, type=type)}
        names = itertools.chain(["Passkey"], (f"Passkey {number}" for number in itertools.count(2)))
        return next(name for name in names if name not in taken)


def _fernet() -> MultiFernet:
    secrets: list[str] = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"people.two_factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def has_two_factor(user: User) -> bool:
    """Whether signing in as them takes more than a password."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What somebody has besides a password: pages offer only that."""

    app: bool
    keys: bool
    """Passkeys or security keys."""
    recovery_codes: bool
    """Some that are yet to be used."""


def second_factors(user: User) -> SecondFactors:
    """What somebody has set up."""
    kept = {each.type: each for each in Authenticator.objects.filter(user_id=user.pk)}
    codes = kept.get(Authenticator.Type.RECOVERY_CODES)
    return SecondFactors(
        app=Authenticator.Type.TOTP in kept,
        keys=Authenticator.Type.WEBAUTHN in kept,
        recovery_codes=codes is not None and bool(codes.wrap().get_unused_codes()),
    )


@transaction.atomic
def require_for_admins(*, partner: Account, required: bool, by: User) -> Account:
    """Whether the Admin area of a partner and its departments opens only to those with two-factor sign-in.

    Raises :class:`Refused` for an admin who would lock themselves out.
    """
    partner = Account.objects.select_for_update(no_key=True).get(pk=partner.pk)
    if partner.admins_need_two_factor == required:
        return partner
    if required and not has_two_factor(by):
        raise Refused("two_factor.own_first")
    partner.admins_need_two_factor = required
    partner.save(update_fields=["admins_need_two_factor"])
    details = {"setting": "admins_need_two_factor", "before": not required, "after": required}
    Event.objects.create(account_id=partner.pk, by=by, kind=EventKind.SETTINGS_CHANGED, details=details)
    return partner
