"""What the web tests share: the cast, clients signed in as one of them, and an import of rows of all kinds."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from people.models import Import, Person, User
from tests import factories
from tests.factories import Cast
from tests.web.uploads import finish, upload


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


@pytest.fixture
def mixed(cast: Cast, mara: Client) -> Import:
    """An import with rows of all kinds."""
    Person.objects.filter(user=cast.connie).update(deactivated_at="2026-01-01T00:00Z")
    run = upload(
        mara, cast.northwind,
        f"Ann Arbor,ann@example.org,{cast.maths.pk},course_manager,0042",
        f"Ann Arbor,ann@example.org,{cast.physics.pk},,",
        "Vera Vossen,vera.voss@northwind.example,,admin,",
        f"Cora Cole,cora.cole@northwind.example,{cast.physics.pk},,",
        "Cora Cole,cora.cole@northwind.example,,,",
        "Connie Cruz,connie.cruz@northwind.example,,,",
        "Bob Bell,bob@example.org,,boss,",
        "Bob Bell,bob@example.org,,boss,",
        "Mara Okafor,mara.okafor@northwind.example,,course_viewer,",
        f"Lou Lee,lou@example.org,{cast.maths.pk},,007",
    )  # fmt: skip
    return finish(mara, cast.northwind, run)
