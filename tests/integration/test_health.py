"""/healthz, /readyz, /metrics and `manage.py import_status`: what whoever runs it can know."""

from collections.abc import Callable
from io import StringIO

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from cerego import health
from people.models.imports import Status
from people.outcomes import Outcome
from people.tasks import sweep_imports
from tests.factories import Cast, make_import
from tests.integration.conftest import Ran

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def nothing_noted(services: None, settings: Settings) -> None:
    redis.Redis.from_url(settings.REDIS_URL).delete(health.BEAT_KEY)


def test_it_lives_whatever_is_away_and_whatever_it_is_called(client: Client) -> None:
    """Without a fixture of the database: were it asked, the test would fail."""
    assert client.get("/healthz", headers={"Host": "10.1.2.3"}).json() == {"status": "ok"}


def test_it_is_ready_once_database_and_broker_are_there(client: Client, cast: Cast) -> None:
    before = client.get("/readyz")
    assert (before.status_code, before.json()) == (200, {"database": "ok", "broker": "ok", "beat": "never seen"})
    sweep_imports()
    assert client.get("/readyz").json()["beat"] == "ok"


def test_it_says_that_beat_is_silent(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep_imports()
    monkeypatch.setattr(health, "BEAT_LATE_SECONDS", -1)
    assert client.get("/readyz").json()["beat"] == "silent for 0 s"


def test_it_is_not_ready_without_a_broker(client: Client, cast: Cast, settings: Settings) -> None:
    settings.REDIS_URL = NOWHERE
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"], answer.json()["beat"]) == (503, "away", "unknown")


def test_it_is_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise OperationalError("gone")

    monkeypatch.setattr(health, "connection", Gone())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


class TestWithoutADatabase:
    @pytest.fixture(autouse=True)
    def away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OperationalError("gone")

        monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", refuse)

    def test_it_tells_prometheus_so(self, client: Client, settings: Settings) -> None:
        settings.METRICS_TOKEN = "let me in"
        answer = client.get("/metrics", headers={"Authorization": "Bearer let me in"})
        assert answer.status_code == 200
        assert 'cerego_service_up{service="database"} 0.0' in answer.content.decode()
        assert 'cerego_service_up{service="broker"} 1.0' in answer.content.decode()
        assert "cerego_imports{" not in answer.content.decode()

    def test_it_tells_the_operator_s_terminal_so(self, command: Callable[..., Ran]) -> None:
        said = command("import_status")
        assert (said.code, said.err) == (3, "")
        assert said.out.startswith("database: away · broker: ok · beat: never seen\n")
        assert command("import_status", "--json").json["services"]["database"] == "away"


def test_it_tells_its_numbers_to_whoever_has_the_token(client: Client, cast: Cast, settings: Settings) -> None:
    make_import(cast.northwind, cast.mara, rows=5, created=3, failed=2)
    make_import(cast.maths, cast.mara, status=Status.QUEUED, queued_at="2026-01-01T00:00Z", attempt=2)
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "let me in"
    assert client.get("/metrics").status_code == 404

    said = client.get("/metrics", headers={"Authorization": "Bearer let me in"}).content.decode()

    assert 'cerego_imports{status="done"} 1.0' in said
    assert f'cerego_import_rows_total{{outcome="{Outcome.CREATED}"}} 3.0' in said
    assert 'cerego_service_up{service="database"} 1.0' in said
    assert "cerego_import_attempts 2.0" in said


def test_a_health_check_says_how_they_are_and_fails_if_one_is_not_all_right(cast: Cast) -> None:
    out = StringIO()
    call_command("healthcheck", "database", "broker", stdout=out)
    with pytest.raises(CommandError, match=r"Not all right: beat\."):
        call_command("healthcheck", "beat", stdout=out)
    sweep_imports()
    call_command("healthcheck", stdout=out)

    assert out.getvalue().splitlines() == [
        "database: ok · broker: ok", "beat: never seen", "database: ok · broker: ok · beat: ok",
    ]  # fmt: skip


def test_the_command_tells_an_operator_the_same(cast: Cast, command: Callable[..., Ran]) -> None:
    run = make_import(cast.maths, cast.mara, status=Status.QUEUED, queued_at="2026-01-01T00:00Z", attempt=2, rows=7)

    said = command("import_status").out
    assert "database: ok · broker: ok · beat: never seen" in said
    assert "1 queued" in said
    assert f"{run.pk} · queued · Mathematics · people.csv · 0 of 7 rows · attempt 2" in said
    assert command("import_status", "--json").json["moving"] == [
        {"id": run.pk, "status": "queued", "account": cast.maths.pk}
    ]
