"""What all processes count together, and /metrics tells: requests, tasks, what the sweeper did."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from cerego.metrics import counting
from cerego.metrics.meters import FAILURES, REQUESTS, SWEPT
from people.models.imports import Status
from people.tasks import sweep_imports
from tests.factories import Cast, make_import
from tests.workers import Worker

ROOT = Path(__file__).parents[2]
TOKEN = "let me in"
BOUNDS = ("0.025", "0.5", "30.0", "+Inf")
Samples = dict[tuple[str, frozenset[str]], float]


@pytest.fixture(autouse=True)
def nothing_counted(services: None, settings: Settings) -> None:
    counting.pending.flush()
    redis.Redis.from_url(settings.REDIS_URL).delete(counting.KEY)
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def mara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mara)
    return client


def number(found: Samples, name: str, *labels: str) -> float | None:
    return found.get((name, frozenset(labels)))


def told(client: Client) -> Samples:
    """Every number of /metrics, by its name and labels, as Prometheus reads it."""
    counting.pending.flush()
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_it_counts_requests_by_page_and_status_with_how_long_they_took(mara: Client, cast: Cast) -> None:
    for path in (f"/accounts/{cast.northwind.pk}/people/", f"/accounts/{cast.northwind.pk}/people/", "/nowhere/"):
        mara.get(path)

    found = told(mara)
    assert number(found, "cerego_request_seconds_count", "people", "200") == 2
    assert number(found, "cerego_request_seconds_count", "none", "404") == 1
    assert (number(found, "cerego_request_seconds_sum", "people", "200") or 0) > 0


def test_a_bucket_holds_all_that_took_at_most_so_long(mara: Client, cast: Cast) -> None:
    for seconds in (0.01, 0.02, 0.3, 70):
        REQUESTS.add("people", "200", seconds=seconds)

    found = told(mara)
    buckets = [number(found, "cerego_request_seconds_bucket", "people", "200", bound) for bound in BOUNDS]
    assert buckets == [2, 3, 3, 4]
    assert number(found, "cerego_request_seconds_sum", "people", "200") == pytest.approx(70.33)


def test_what_other_processes_counted_is_in_it(mara: Client, cast: Cast, environment: dict[str, str]) -> None:
    """They hand over what they have when they end, at the latest."""
    count = "import django; django.setup(); from cerego.metrics.meters import FAILURES; FAILURES.add('x', by=2)"
    for _ in range(2):
        variables = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "cerego.settings"}
        subprocess.run([sys.executable, "-c", count], cwd=ROOT, env=variables, check=True)
    FAILURES.add("x")

    assert number(told(mara), "cerego_task_failures_total", "x") == 5


def test_it_counts_what_the_sweeper_puts_back(mara: Client, cast: Cast) -> None:
    make_import(cast.northwind, cast.mara, status=Status.QUEUED, queued_at="2026-01-01T00:00Z")
    sweep_imports()

    assert number(told(mara), "cerego_swept_total", "import") == 1


def test_it_counts_what_workers_did(mara: Client, cast: Cast, worker: Worker) -> None:
    sweep_imports.delay()
    deadline = time.monotonic() + 90
    while not (count := number(told(mara), "cerego_task_seconds_count", "sweep_imports")):
        assert time.monotonic() < deadline, worker.said
        time.sleep(0.1)
    assert count == 1


def test_nothing_is_lost_or_slowed_while_redis_is_away(mara: Client, cast: Cast, settings: Settings) -> None:
    there, settings.REDIS_URL = settings.REDIS_URL, "redis://127.0.0.1:1/0"
    SWEPT.add("bulk")
    counting.pending.flush()
    assert number(told(mara), "cerego_swept_total", "bulk") is None

    settings.REDIS_URL = there
    assert number(told(mara), "cerego_swept_total", "bulk") == 1
