"""Many at once: imports that meet over the same people, and clicks that meet over the same import (L7)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client
from django.urls import reverse

from people.models import Import
from people.models.imports import Status
from tests.faults import people_file, snapshot
from tests.faults.moments import Stage, until
from tests.faults.points import LONG
from tests.faults.scene import Scene
from tests.web.uploads import choices

CLICKS = 20


def wait_for_checks(scene: Scene) -> None:
    runs = Import.objects.filter(pk__in=scene.rows)
    until(lambda: not runs.exclude(status=Status.CHECKED).exists(), lambda: scene.said)
    scene.runs = list(runs.order_by("pk"))


def test_makes_the_same_people_once_in_four_imports_of_two_partners(scene: Scene) -> None:
    if LONG:
        scene.fleet.worker.kill()
        scene.fleet.launch("one", "two", IMPORT_BATCH_ROWS="200")
    else:
        scene.fleet.launch("second")
    scene.upload(people_file.four_of_two, pause=0, order="started_at")
    scene.fleet.wait()
    scene.tell()
    wait_for_checks(scene)
    scene.start()
    scene.tell()
    scene.wait_for_end()
    scene.compare(scene.undisturbed.done.without_numbers(), snapshot.take("started_at").without_numbers())


def test_imports_once_however_often_import_is_posted(scene: Scene) -> None:
    scene.upload()
    [run] = scene.runs
    scene.tell()
    if scene.point.one_of(["while it is checked", "once it is checked"]) == "while it is checked":
        scene.reach(Stage.CHECK)
    else:
        wait_for_checks(scene)
    client = Client()
    client.force_login(scene.cast.mara)
    together = Barrier(CLICKS)

    def click(_: int) -> int:
        try:
            own = Client()
            own.cookies = client.cookies
            together.wait(90)
            return own.post(reverse("start", args=[run.account_id, run.pk]), choices(run)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        assert list(pool.map(click, range(CLICKS))) == [302] * CLICKS
    scene.assert_undisturbed()


def test_has_one_message_under_way_however_often_workers_are_told(scene: Scene) -> None:
    """Each further one would be a place in the queue for the same import, before the imports of others (L3)."""
    run = scene.begin(people_file.long, pause=0)
    for _ in range(CLICKS):
        scene.tell()

    def is_one() -> bool:
        assert Import.objects.get(pk=run.pk).is_moving, f"it has ended before there was one message:\n{scene.said}"
        return scene.fleet.redis.waiting() <= 2  # this import's, and a sweep

    until(is_one, lambda: scene.said)
    scene.assert_undisturbed()
