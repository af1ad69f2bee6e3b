"""Workers that die or fall asleep, at any moment of an import: nothing is lost, doubled or half written (L2, L4, L5)."""

import os
import signal
import time
from collections.abc import Callable
from itertools import product

from cerego.celery import app
from people.models import Import
from people.models.imports import Status
from tests.faults import database, people_file
from tests.faults.moments import Stage, until
from tests.faults.points import LONG
from tests.faults.scene import Scene
from tests.workers import Worker

ROUNDS = 10 if LONG else 2


def kill_pool(worker: Worker) -> None:
    for process in worker.pool:
        os.kill(process, signal.SIGKILL)


def test_survives_kill_9_of_a_pool_process(scene: Scene) -> None:
    scene.begin()
    scene.reach()
    kill_pool(scene.fleet.worker)
    scene.fault_ends()
    scene.assert_undisturbed()


def test_survives_kill_9_of_the_whole_worker(scene: Scene) -> None:
    scene.begin()
    scene.reach()
    scene.fleet.worker.kill()
    scene.fault_ends()
    scene.fleet.worker.start()
    scene.assert_undisturbed()


def test_survives_kill_9_in_an_all_or_nothing_import(scene: Scene) -> None:
    run = scene.begin(people_file.all_or_nothing)
    until(lambda: Import.objects.get(pk=run.pk).status == Status.APPLYING, lambda: scene.said, pause=0.005)
    time.sleep(scene.point.random.uniform(0, 0.5))
    kill_pool(scene.fleet.worker)
    scene.fault_ends()
    scene.assert_undisturbed()


def test_survives_sigterm_again_and_again(scene: Scene) -> None:
    run = scene.begin(pause=0.2 if LONG else 0.05)
    for _ in range(ROUNDS):
        time.sleep(scene.point.random.uniform(0, 0.3))
        assert Import.objects.get(pk=run.pk).is_moving, "it had ended before the last round"
        scene.fleet.worker.stop()
        scene.fleet.worker.start()
    scene.fault_ends()
    scene.assert_undisturbed()


def stop_anywhere(scene: Scene) -> None:
    scene.begin()
    scene.reach()
    scene.fleet.worker.send(signal.SIGSTOP)


def stop_when(what: Callable[[], bool]) -> Callable[[Scene], None]:
    """Stop it at what it is seldom at, by stopping it again and again."""

    def stop(scene: Scene) -> None:
        run = scene.begin(people_file.long, pause=0)
        scene.reach(Stage.CHECK, Stage.APPLY)

        def is_caught() -> bool:
            scene.fleet.worker.send(signal.SIGSTOP)
            time.sleep(0.002)  # the server may still have something to read
            now = Import.objects.get(pk=run.pk)
            if now.lease and what():
                return True
            scene.fleet.worker.send(signal.SIGCONT)
            assert now.is_moving, "it ended before it was caught"
            return False

        until(is_caught, lambda: scene.said, pause=0.005)

    return stop


STOPS = {
    "anywhere": stop_anywhere,
    "between two transactions": stop_when(database.is_idle),  # only its lease can keep it from going on
    "in the middle of a COPY": stop_when(database.is_copying),
}


def test_survives_a_worker_that_sleeps_longer_than_its_lease(scene: Scene) -> None:
    asleep = scene.fleet.worker
    where, wakes_up_late = scene.point.one_of(list(product(STOPS, [False, True])))
    try:
        STOPS[where](scene)
        scene.fault_ends()
        scene.fleet.launch("second")
        scene.wait_for_recovery()
        if wakes_up_late:
            scene.wait_for_end()
    finally:
        asleep.send(signal.SIGCONT)
    scene.wait_for_end()
    inspect = app.control.inspect(destination=[asleep.name], timeout=5)
    until(lambda: (inspect.active() or {}).get(asleep.name) == [], lambda: f"not done with its task.\n{asleep.said}")
    scene.assert_undisturbed()
