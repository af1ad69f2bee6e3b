"""The security tests share the cast of the web tests, the limits of the site, and who is removed for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from cerego import settings as site
from people import memberships, persons
from people.models import Person
from tests.factories import Cast, make_person
from tests.security.erasing import ADDRESS, MEMBER, NAME, ROW
from tests.web.conftest import as_, cast, mara, without_limits
from tests.web.uploads import finish, upload

__all__ = ["as_", "cast", "limits", "mara", "without_limits"]


@pytest.fixture
def limits(settings: Settings, without_limits: None) -> Iterator[None]:
    """With the limits of the site, counted from zero."""
    settings.ACCOUNT_RATE_LIMITS = site.ACCOUNT_RATE_LIMITS
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def own_files(settings: Settings, tmp_path: Path) -> None:
    """A folder for uploads in which those of other tests are not looked through."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def zeb(cast: Cast, mara: Client) -> Person:
    """Somebody who came by a file, and of whom there are traces everywhere."""
    finish(mara, cast.northwind, upload(mara, cast.northwind, ROW, "Ann Arbor,ann@example.org,,,1"))
    person = Person.objects.get(email=ADDRESS)
    persons.rename(person=person, full_name="Zeb Quarter", by=cast.mara)
    persons.rename(person=person, full_name=NAME, by=cast.mara)
    persons.change_email(person=person, email="earlier@quarterstaff.example", by=cast.mara)
    persons.change_email(person=person, email=ADDRESS, by=cast.mara)
    taken = f"Bea Bell,bea@example.org,,,{MEMBER}"  # a row of somebody else that says who has the number
    finish(mara, cast.northwind, upload(mara, cast.northwind, taken))
    failing = f"{NAME},{ADDRESS},99999999,,"
    finish(mara, cast.northwind, upload(mara, cast.northwind, failing, "Cy Coe,cy@example.org,,,"))
    person.refresh_from_db()
    memberships.add(person=person, account=cast.maths, member_id=f"{MEMBER}-M", by=cast.mara)
    return person


@pytest.fixture
def manager(cast: Cast) -> Person:
    """Somebody who is to be removed, and whom rows of others name."""
    return make_person(cast.maths, NAME, email=ADDRESS)
