"""The line that each request leaves in the log: enough to follow it, and nothing that people typed, named or were sent."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from cerego.logs.lines import JsonLines
from tests.factories import Cast, make_import

PRIVATE = "Zoë-Žižek"


class Log:
    """What is logged, as production writes it."""

    def __init__(self) -> None:
        self.stream = StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(JsonLines())

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    root = logging.getLogger()
    before = root.level
    root.addHandler(log.handler)
    root.setLevel(logging.INFO)
    yield log
    root.removeHandler(log.handler)
    root.setLevel(before)


def test_it_says_who_asked_for_what_and_what_came_of_it(mara: Client, cast: Cast, log: Log) -> None:
    run = make_import(cast.northwind, cast.mara)
    answer = mara.get(reverse("import", args=[cast.northwind.pk, run.pk]), headers={"X-Request-ID": "from-a-proxy"})

    assert answer.headers["X-Request-ID"] == "from-a-proxy"
    (line,) = [each for each in log.lines if each["logger"] == "cerego.logs.requests"]
    assert line["request_id"] == "from-a-proxy"
    assert (line["user_id"], line["account_id"], line["import_id"]) == (cast.mara.pk, cast.northwind.pk, run.pk)
    assert line["status"] == 200
    assert str(line["message"]).startswith("GET /accounts/<int:account_id>/imports/<int:import_id>/ 200 in ")


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "two\nlines-of-it", "<script>alert(1)"])
def test_an_id_that_does_not_fit_is_replaced(client: Client, db: None, given: str) -> None:
    first, second = (client.get("/account/login/", headers={"X-Request-ID": given}) for _ in range(2))

    assert len(first.headers["X-Request-ID"]) == 32
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_nothing_that_was_searched_typed_or_sent_is_written(mara: Client, cast: Cast, log: Log) -> None:
    people = reverse("people", args=[cast.northwind.pk])
    mara.get(people, {"q": PRIVATE})
    mara.get(f"/nowhere/{PRIVATE}/")
    mara.get(f"/invitation/12/{PRIVATE}/")
    mara.get(f"/account/password/reset/key/1-{PRIVATE}/")
    mara.post(reverse("add_people", args=[cast.northwind.pk]), {"people": f"{PRIVATE} <bad"})
    Client().post("/account/login/", {"login": f"{PRIVATE}@example.org", "password": PRIVATE})
    mara.get("/api/v1/accounts/", headers={"Authorization": "Bearer cerego_s3cret"})

    said = log.stream.getvalue()
    assert len(log.lines) >= 7
    for secret in (PRIVATE, json.dumps(PRIVATE)[1:-1], "Zo%C3%AB", "s3cret"):
        assert secret not in said


def test_a_mistake_of_ours_is_told_with_its_place_and_without_what_it_quotes(
    mara: Client, cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(PRIVATE)

    monkeypatch.setattr("django.core.handlers.base.BaseHandler.check_response", broken)
    mara.raise_request_exception = False
    assert mara.get(reverse("people", args=[cast.northwind.pk]), {"q": PRIVATE}).status_code == 500

    (line,) = [each for each in log.lines if each["logger"] == "django.request"]
    assert line["message"] == "500 at accounts/<int:account_id>/people/"
    assert line["failure"][-1]["what"] == "ValueError"  # type: ignore[index]
    assert (line["user_id"], line["account_id"]) == (cast.mara.pk, cast.northwind.pk)
    assert json.dumps(PRIVATE)[1:-1] not in log.stream.getvalue()


@pytest.mark.parametrize("name", ["invitation", "account_reset_password_from_key"])
def test_a_link_that_opens_something_is_not_written_when_a_form_is_refused(name: str, db: None, log: Log) -> None:
    secret = "c0ffee-0123456789abcdef"
    kept = {"invitation": {"invitation_id": 1, "token": secret}}.get(name, {"uidb36": "1", "key": secret})
    client = Client(enforce_csrf_checks=True)  # as of somebody whose browser keeps no cookies

    answer = client.post(reverse(name, kwargs=kept), {"password": "x"}, headers={"Referer": f"http://else/{secret}"})

    assert answer.status_code == 403
    (line,) = [each for each in log.lines if each["logger"] == "django.security.csrf"]
    assert str(line["message"]).startswith("403 at ")
    assert secret not in log.stream.getvalue()
