"""A real worker on the real broker and the test database."""

import time

from cerego.celery import app
from people import tasks
from tests.workers import Worker


def test_it_takes_the_tasks_that_we_hand_to_it(worker: Worker) -> None:
    assert app.control.ping(destination=[worker.name], timeout=2)
    assert tasks.enqueue([404])
    deadline = time.monotonic() + 30
    while "people.tasks.work_on_import" not in worker.said.split("ready.")[-1]:
        assert time.monotonic() < deadline, worker.said
        time.sleep(0.05)


def test_one_that_was_killed_is_there_again_for_the_next_test(worker: Worker) -> None:
    worker.kill()
    worker.start()
    assert app.control.ping(destination=[worker.name], timeout=2)
