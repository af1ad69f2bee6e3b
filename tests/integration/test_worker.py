"""A real worker on the real broker and the test database."""

import time

from cerego.celery import app
from cerego.logs.about import about
from cerego.logs.tasks import hand_on
from people import tasks
from tests.workers import Worker


def test_it_takes_the_tasks_that_we_hand_to_it(worker: Worker) -> None:
    assert app.control.ping(destination=[worker.name], timeout=30)
    tasks.work_on_import.delay(404)
    deadline = time.monotonic() + 90
    while "people.tasks.work_on_import" not in worker.said.split("ready.")[-1]:
        assert time.monotonic() < deadline, worker.said
        time.sleep(0.05)


def test_its_lines_name_the_import_and_the_request_that_a_task_goes_back_to(worker: Worker) -> None:
    with about(request_id="asked-on-a-page", user_id=7):
        task = tasks.work_on_import.delay(404)
    deadline = time.monotonic() + 90
    while not (lines := [line for line in worker.said.splitlines() if f"[{task.id}] succeeded" in line]):
        assert time.monotonic() < deadline, worker.said
        time.sleep(0.05)
    ids = {"request_id=asked-on-a-page", "user_id=7", "import_id=404"}
    assert ids | {"task=work_on_import", f"task_id={task.id}"} <= set(lines[0].split())


def test_the_next_import_s_turn_goes_back_to_nobody_s_request() -> None:
    def handed_on(import_id: int) -> dict[str, object]:
        headers: dict[str, object] = {}
        hand_on(sender=tasks.work_on_import.name, headers=headers, body=((import_id,), {"turn": 1}, {}))
        return headers

    with about(request_id="asked-on-a-page", user_id=7, import_id=404):
        assert handed_on(404) == {"request_id": "asked-on-a-page", "user_id": 7}
        assert handed_on(405) == {}


def test_one_that_was_killed_is_there_again_for_the_next_test(worker: Worker) -> None:
    worker.kill()
    worker.start()
    assert app.control.ping(destination=[worker.name], timeout=30)
