"""Failures that no view gets to answer: in the same shape."""

import pytest
from django.db import OperationalError
from django.test import Client

from people.api.access import PerUser
from people.api.accounts import accounts
from tests.api.conftest import API, Caller, assert_shape
from tests.factories import Cast


def test_too_many_calls_are_told_when_to_come_again(cast: Cast, mara: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUser, "THROTTLE_RATES", {"api": "2/minute", "upload": "1/hour"})

    assert [mara.get("accounts/").status_code for _ in range(3)] == [200, 200, 429]
    refused = mara.get("accounts/")
    assert 0 < int(refused["Retry-After"]) <= 61
    assert refused["Retry-After"] in refused.json()["detail"]


def test_uploads_have_a_limit_of_their_own(cast: Cast, mara: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUser, "THROTTLE_RATES", {"api": "100/minute", "upload": "1/hour"})

    first, second = (mara.upload(cast.northwind, "Ann Arbor,ann@example.org,,,") for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 429)
    assert mara.get(f"accounts/{cast.northwind.pk}/imports/").status_code == 200


def test_a_mistake_of_ours_is_a_problem_too(cast: Cast, mara: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "paged", None)
    mara.client.raise_request_exception = False

    assert mara.get("accounts/").json()["code"] == "server.error"


def test_no_database_is_a_problem_too(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise OperationalError("gone")

    monkeypatch.setattr("cerego.middleware.connection", Gone())
    answer = client.get(f"{API}accounts/")
    assert_shape(answer)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


@pytest.mark.parametrize(
    "body", ["{", "[]", '"x"', "null", '{"name": {}}', '{"name": "\\u0000"}', '{"name": "\\ud800"}']
)
def test_bodies_that_can_t_be_read_are_refused_with_what_to_do(cast: Cast, mara: Caller, body: str) -> None:
    answer = mara.client.post(
        f"{API}accounts/{cast.northwind.pk}/departments/",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {mara.secret}"},
    )
    assert_shape(answer)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("query", ["role=boss", "status=gone", "sort=size", "department=x", "import=0"])
def test_a_query_that_means_nothing_is_refused_by_its_name(cast: Cast, mara: Caller, query: str) -> None:
    refused = mara.get(f"accounts/{cast.northwind.pk}/people/?{query}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"].partition(".")[0] == query.partition("=")[0]
