"""What the API's tests share: the cast, and callers with a token of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from cerego.failures import PROBLEM, PROBLEM_TYPE
from departments.models import Account
from people import tokens
from people.models import User
from tests import factories
from tests.factories import Cast
from tests.web.uploads import csv

API = "/api/v1/"


@dataclass
class Caller:
    """Somebody who calls the API with a token. Every answer is looked at: a failure is a problem document."""

    client: Client
    secret: str

    def __call__(self, method: str, path: str, data: Any = None, **headers: str) -> HttpResponse:
        more = {"content_type": "application/json"} if method not in ("get", "head") else {}
        sent = {
            "Authorization": f"Bearer {self.secret}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        answer = getattr(self.client, method)(API + path, data if data is not None else {}, headers=sent, **more)
        assert_shape(answer)
        return answer

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self("get", path, query, **headers)

    def post(self, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return self("post", path, data, **headers)

    def patch(self, path: str, data: Any, *, If_Match: str = "*", **headers: str) -> HttpResponse:
        """Change a thing; whatever its version is, unless told otherwise."""
        return self("patch", path, data, If_Match=If_Match, **headers)

    def upload(
        self, account: Account, *rows: str, key: str = "", content: bytes | None = None, **fields: Any
    ) -> HttpResponse:
        """Upload these rows to be imported."""
        file = SimpleUploadedFile("people.csv", csv(*rows) if content is None else content)
        headers = {"Authorization": f"Bearer {self.secret}", **({"Idempotency-Key": key} if key else {})}
        answer = self.client.post(f"{API}accounts/{account.pk}/imports/", {"file": file, **fields}, headers=headers)
        assert_shape(answer)
        return answer


def assert_shape(answer: HttpResponse) -> None:
    """The one error shape (design §11.8): on every route, asserted on every answer."""
    if answer.status_code < 400:
        return
    assert answer["Content-Type"] == PROBLEM
    said = answer.json()
    assert said["status"] == answer.status_code
    assert said["type"] == PROBLEM_TYPE + said["code"]
    assert said["title"]
    assert said["detail"].endswith(".")


@pytest.fixture(autouse=True)
def apart(settings: Settings, tmp_path: Path, services: None) -> None:
    """Uploads of this test alone, and nobody has called before."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """Northwind, Contoso and who works there."""
    return factories.make_cast()


@pytest.fixture
def calling() -> Callable[..., Caller]:
    """A caller with a token of somebody's."""

    def make(user: User, *, may_write: bool = True, account: Account | None = None) -> Caller:
        _, secret = tokens.create(name="tests", may_write=may_write, days=1, account=account, by=user)
        return Caller(Client(), secret)

    return make


@pytest.fixture
def mara(cast: Cast, calling: Callable[..., Caller]) -> Caller:
    """Northwind's admin."""
    return calling(cast.mara)
