"""What all tests share: the services, started when a test needs them, and a place of their own on each."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import override_settings

from cerego import embedded
from cerego.broker import broker_url, with_number
from cerego.celery import app
from tests import slots
from tests.limits import LARGE_SECONDS, pytest_runtest_teardown, pytest_timeout_set_timer  # noqa: F401
from tests.workers import Worker

TESTS = Path(__file__).parent
SERIAL = ("browser", "deployment", "faults")
STARTED: list[Worker] = []
"""The worker that tests share, once one has asked for it."""


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the machine to themselves are told by their folder; those with a real worker share one process."""
    for item in items:
        if "worker" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("worker"))
        if item.path.is_relative_to(TESTS) and item.path.relative_to(TESTS).parts[0] in SERIAL:
            item.add_marker(pytest.mark.serial)
            item.add_marker(pytest.mark.timeout(LARGE_SECONDS))


@pytest.fixture(scope="session")
def slot() -> int:
    """The number of this process's place; see :mod:`tests.slots`."""
    return slots.take()


@pytest.fixture(scope="session")
def services(slot: int) -> None:
    """PostgreSQL and Redis, embedded unless DATABASE_URL and REDIS_URL say where they are."""
    embedded.ensure_running(django_settings.EMBEDDED)


@pytest.fixture(scope="session")
def redis_url(slot: int) -> str:
    """This process's own Redis."""
    return with_number(django_settings.REDIS_URL, slot)


@pytest.fixture(scope="session", autouse=True)
def own_place(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tasks and uploads go where no site and no other test run finds them."""
    app.conf.broker_url = broker_url(redis_url)
    caches = {"default": django_settings.CACHES["default"] | {"LOCATION": redis_url}}
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), REDIS_URL=redis_url, CACHES=caches):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(services: None, slot: int) -> None:
    """The test database is this process's own, in Unicode whatever the server's habits."""
    of_tests = connections["default"].settings_dict["TEST"]
    of_tests.update(NAME=f"test_{connections['default'].settings_dict['NAME']}_{slot}")
    of_tests.update(CHARSET="UTF8", TEMPLATE="template0")
    options = connections["default"].settings_dict["OPTIONS"]
    options["options"] = (
        "-c cerego.emptying=on"  # what tests commit goes by TRUNCATE, which events refuse (migration 0026)
    )


@pytest.fixture(scope="session")
def environment(django_db_setup: None, own_place: None, redis_url: str) -> dict[str, str]:
    """The variables that make a process of its own work on the test database, this Redis and these files."""
    name = connections["default"].settings_dict["NAME"]
    return {
        "DATABASE_URL": urlsplit(django_settings.DATABASE_URL)._replace(path=f"/{name}").geturl(),
        "REDIS_URL": redis_url,
        "MEDIA_ROOT": str(django_settings.MEDIA_ROOT),
    }


@pytest.fixture(scope="session")
def shared_worker(environment: dict[str, str], slot: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """The worker behind :func:`worker`, started once."""
    worker = Worker(f"test-{slot}", environment=environment, log=tmp_path_factory.mktemp("worker") / "worker.log")
    STARTED.append(worker)
    yield worker
    if worker.runs:
        worker.stop()


@pytest.fixture
def worker(transactional_db: None, shared_worker: Worker) -> Worker:
    """A real Celery worker that takes this test's tasks. A test may stop or kill it; the next finds it running again."""
    app.control.purge()
    if not shared_worker.runs:
        shared_worker.start()
    return shared_worker


@pytest.fixture(autouse=True)
def no_worker_of_others(request: pytest.FixtureRequest) -> None:
    """What a test commits and enqueues without a worker of its own, the one of other tests would take before it does itself."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker and marker.kwargs.get("transaction")
    )
    if commits and "worker" not in request.fixturenames and STARTED and STARTED[0].runs:
        STARTED[0].kill()


@pytest.fixture(scope="session")
def in_ci() -> bool:
    """Whether this is the machine that must not skip anything."""
    return os.environ.get("CI", "").lower() in {"1", "true"}
