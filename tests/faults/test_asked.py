"""What people ask of an import while things go wrong: to stop and go on, to be undone, to try rows again. It comes out right
(L9, R32).
"""

import os
import signal
import time
from collections.abc import Callable

from people.imports import run as runs
from people.models import Import
from people.models.imports import Status
from tests.faults import database, people_file, snapshot, undisturbed
from tests.faults.moments import Stage, until
from tests.faults.scene import Files, Scene
from tests.faults.snapshot import Snapshot
from tests.integration.runs import assert_tallies
from tests.integration.undoings import assert_undo_tallies


def nothing_else(scene: Scene) -> None:
    """Only what was asked."""


def kill_pool(scene: Scene) -> None:
    for process in scene.fleet.worker.pool:
        os.kill(process, signal.SIGKILL)


def kill_worker(scene: Scene) -> None:
    scene.fleet.worker.kill()
    scene.fleet.worker.start()


def end_connections(scene: Scene) -> None:
    database.end_connections()


def flush_redis(scene: Scene) -> None:
    scene.fleet.redis.flush()


FAULTS: list[Callable[[Scene], None]] = [kill_pool, kill_worker, end_connections, flush_redis]


def test_survives_stops_and_continues(scene: Scene) -> None:
    run = scene.begin()
    scene.reach(Stage.APPLY, Stage.HAND_OVER)
    fault = scene.point.one_of([nothing_else, *FAULTS])
    for _ in range(2):
        runs.stop(run=run, by=run.created_by)
        fault(scene)
        has_stopped(scene)
        run.refresh_from_db()
        go_on = runs.start if run.status == Status.CHECKED else runs.resume
        go_on(run=run, by=run.created_by)
        scene.tell()
        time.sleep(scene.point.random.uniform(0, 0.2))
    scene.fault_ends()
    scene.wait_for_recovery()
    scene.wait_for_end()
    expected, actual = scene.undisturbed.done, snapshot.take()
    # All but the events: they tell of the stops.
    sections = [name for name in expected.sections if name != "events"]
    scene.compare(*(whole.where(*sections, key=lambda key: True) for whole in (expected, actual)))


def has_stopped(scene: Scene) -> None:
    """Wait until it has stopped, or does not begin, or had come to its end before."""
    run = scene.runs[0]
    stopped = {Status.CHECKED, Status.STOPPED, Status.DONE}
    until(lambda: Import.objects.get(pk=run.pk).status in stopped, lambda: f"{scene} does not stop.\n{scene.said}")


def test_survives_faults_of_an_undoing(scene: Scene) -> None:
    undone = undisturbed.find_out_undone(people_file.one(scene.cast))
    run = be_done(scene, people_file.one)
    runs.undo(run=run, by=run.created_by)
    scene.tell()
    reach_share(scene, lambda now: now.reversed + now.kept + now.nothing_to_undo, of=run.rows)
    scene.point.one_of(FAULTS)(scene)
    come_to_the_same(scene, undone)
    assert_undo_tallies(scene.runs[0])


def test_survives_faults_of_a_retry(scene: Scene) -> None:
    """Rows that failed are put right once the import has ended, and tried again."""
    retried = undisturbed.find_out_retried(scene.cast)
    run = be_done(scene, people_file.correctable)
    assert run.failed
    undisturbed.retry(run, scene.cast)
    scene.tell()
    reach_share(scene, lambda now: run.failed - now.failed, of=run.failed)
    scene.point.one_of(FAULTS)(scene)
    come_to_the_same(scene, retried)
    assert_tallies(scene.runs[0])


def be_done(scene: Scene, files: Files) -> Import:
    """Import a file in the world as it was before; from then on, everything is slow enough to be disturbed."""
    scene.cast = undisturbed.world()
    [run] = scene.upload(files, pause=0)
    scene.tell()
    until(lambda: Import.objects.get(pk=run.pk).status == Status.CHECKED, lambda: scene.said)
    scene.start()
    scene.tell()
    scene.wait_for_end()
    database.mend()
    database.slow_down(database.PAUSE)
    return scene.runs[0]


def reach_share(scene: Scene, done: Callable[[Import], int], *, of: int) -> None:
    """Wait until a share of chance is ``done``, and some time of chance."""
    share = scene.point.random.uniform(0, 0.7) * of

    def has_come() -> bool:
        now = Import.objects.get(pk=scene.runs[0].pk)
        assert now.is_moving, "it had ended before"
        return done(now) >= share

    until(has_come, lambda: f"{scene}: the moment never came.\n{scene.said}", pause=0.005)
    time.sleep(scene.point.random.uniform(0, 0.1))


def come_to_the_same(scene: Scene, expected: Snapshot) -> None:
    """Recover, end, and leave what there would be without the fault."""
    scene.fault_ends()
    scene.wait_for_recovery()
    scene.wait_for_end()
    scene.compare(expected, snapshot.take())
