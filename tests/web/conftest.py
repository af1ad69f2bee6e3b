"""What the web tests share: the cast, and clients signed in as one of them."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from people.models import User
from tests import factories
from tests.factories import Cast


@pytest.fixture(autouse=True)
def without_limits(settings: Settings) -> None:
    """The limits on signing in are tested by themselves."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Northwind, Contoso and who works there."""
    return factories.make_cast()


@pytest.fixture
def as_() -> Callable[[User], Client]:
    """A client signed in as somebody."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def mara(cast: Cast, as_: Callable[[User], Client]) -> Client:
    """A client of Northwind's admin."""
    return as_(cast.mara)
