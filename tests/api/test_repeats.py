"""Calls that come twice at the very same moment, and calls while who counts them is away."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from redis.exceptions import ConnectionError as NoRedis

from people.api.access import PerUser
from people.models import Answer, Import
from tests import factories
from tests.api.conftest import Caller
from tests.api.operations import MAKING, Operation, Scene
from tests.factories import Cast
from tests.integration.test_concurrency import together


@pytest.fixture
def scene(transactional_db: None, calling: Callable[..., Caller]) -> Scene:
    """Committed: threads see it."""
    cast = factories.make_cast()
    return Scene.of(cast, calling(cast.mara))


@pytest.mark.parametrize("operation", MAKING, ids=str)
def test_the_same_key_twice_at_once_makes_one(operation: Operation, scene: Scene) -> None:
    def call() -> HttpResponse:
        mine = Scene(scene.cast, Caller(Client(), scene.caller.secret), scene.ids)
        return mine.send(operation, mine.sample(operation), Idempotency_Key="k1")

    answers = together(*[call] * 4)

    assert {str(answer.status_code) for answer in answers} == {operation.status}  # type: ignore[attr-defined]
    assert all(answer.json() == answers[0].json() for answer in answers)  # type: ignore[attr-defined]
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 3  # type: ignore[operator]
    assert Answer.objects.count() == 1
    assert scene.cast.northwind.departments.filter(name="Chemistry 0").count() <= 1
    assert Import.objects.exclude(pk=scene.ids["import_id"]).count() <= 1


def test_a_call_that_waits_too_long_for_its_twin_is_told_to_come_again(scene: Scene) -> None:
    (operation,) = [each for each in MAKING if str(each) == "create_department"]
    body = scene.sample(operation)

    def twin() -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        mine = Scene(scene.cast, Caller(Client(), scene.caller.secret), scene.ids)
        return mine.send(operation, body, Idempotency_Key="k1")

    from django.db import transaction

    with transaction.atomic():
        Answer.objects.create(user=scene.cast.mara, key="k1", fingerprint="x")
        (answer,) = together(twin)
    assert (answer.status_code, answer.json()["code"]) == (503, "server.busy")  # type: ignore[attr-defined]
    assert int(answer["Retry-After"]) > 0  # type: ignore[index]


def test_it_answers_while_nobody_can_count_the_calls(cast: Cast, mara: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        def get(self, *_: object) -> None:
            raise NoRedis("away")

    monkeypatch.setattr(PerUser, "cache", Away())
    assert mara.get("accounts/").status_code == 200
