"""Second factors for tests: an app, a key, recovery codes, and clients that have shown them or are asked for them."""

import re
from time import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn.internal import auth as keys
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.factories import PASSWORD, Cast

LOGIN = "/account/login/"
KEY = "Use a passkey or security key"


def code(secret: str, *, ahead: int = 0) -> str:
    """What an app shows for a secret."""
    counter = next(iter(yield_hotp_counters_from_time())) + ahead
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture(autouse=True)
def one_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an app shows stays good for as long as the test takes."""
    now = time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def user(cast: Cast) -> User:
    """Mara, with a password."""
    cache.clear()
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    return cast.mara


def signed_in(user: User) -> Client:
    """A client of somebody who has signed in, and has just shown again that it is them."""
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def set_up(user: User) -> tuple[Client, str]:
    """Set up an app; returns the client and the secret."""
    client = signed_in(user)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'data-copy="([A-Z2-7]+)"', page)
    assert secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return client, secret[1]


def give_key(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A security key, as far as pages care."""
    monkeypatch.setattr(keys, "begin_authentication", lambda _user: {"publicKey": {}})
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "My key"})


def half_in(user: User) -> str:
    """The page after the password."""
    client = Client()
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True).content.decode()
