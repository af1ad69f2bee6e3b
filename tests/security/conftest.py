"""The security tests share the cast of the web tests, and the limits of the site."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from cerego import settings as site
from tests.web.conftest import as_, cast, mara, without_limits

__all__ = ["as_", "cast", "limits", "mara", "without_limits"]


@pytest.fixture
def limits(settings: Settings, without_limits: None) -> Iterator[None]:
    """With the limits of the site, counted from zero."""
    settings.ACCOUNT_RATE_LIMITS = site.ACCOUNT_RATE_LIMITS
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}}
    cache.clear()
    yield
    cache.clear()
