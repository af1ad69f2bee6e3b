"""A broker that forgets, is away, or hands a message out twice, and messages that were never sent: PostgreSQL knows (L5, L6)."""

import re
import time
from collections import Counter

from people import tasks
from people.models import Import
from people.models.imports import Status
from tests.faults.moments import Stage, until
from tests.faults.points import LONG
from tests.faults.scene import Scene

DOWN = 20 if LONG else 2
"""Seconds without a Redis."""
VISIBILITY = 5 if LONG else 1
"""Seconds after which a message that nobody confirmed goes to somebody else."""


def test_survives_a_restart_of_redis(scene: Scene) -> None:
    run = scene.begin()
    scene.reach()
    scene.fleet.redis.stop()
    scene.fleet.redis.start()
    scene.fault_ends()
    tasks.enqueue([run.pk])  # through a connection of before, as a page does: it may be refused, but that is all
    scene.assert_undisturbed()


def test_survives_flushall(scene: Scene) -> None:
    scene.begin()
    scene.reach()
    scene.fleet.redis.flush()
    scene.fault_ends()
    scene.assert_undisturbed()


def test_survives_without_redis_for_a_while(scene: Scene) -> None:
    scene.begin()
    scene.reach()
    scene.fleet.redis.stop()
    time.sleep(DOWN)
    scene.fleet.redis.start()
    scene.fault_ends()
    scene.assert_undisturbed()


def test_has_one_effect_of_several_deliveries(scene: Scene) -> None:
    """Slices are longer than the visibility timeout, so that each message goes to the other worker as well."""
    scene.fleet.worker.kill()
    scene.fleet.launch(
        "one",
        "two",
        DJANGO_SETTINGS_MODULE="tests.faults.impatient",
        VISIBILITY_TIMEOUT_SECONDS=str(VISIBILITY),
        IMPORT_SLICE_SECONDS="60",
    )
    scene.fleet.wait()
    scene.begin(pause=0.6 if LONG else 0.08)
    scene.reach(Stage.CHECK, Stage.APPLY)
    scene.tell()
    scene.assert_undisturbed()
    said = "".join(worker.said for worker in scene.fleet.others)
    deliveries = Counter(re.findall(r"work_on_import\[(\S+)\] received", said))
    assert max(deliveries.values()) > 1, "no message was delivered twice"


def test_recovers_when_nobody_was_told(scene: Scene) -> None:
    scene.upload()
    [run] = scene.runs
    if scene.point.one_of(["told of the check", "never told"]) == "told of the check":
        scene.tell()
        until(lambda: Import.objects.get(pk=run.pk).status == Status.CHECKED, lambda: scene.said)
        run.refresh_from_db()
    scene.start()
    scene.fault_ends()
    scene.assert_undisturbed()
