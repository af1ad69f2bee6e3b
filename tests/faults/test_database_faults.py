"""A database that throws the workers out, or lets nobody in."""

import time

from tests.faults import database
from tests.faults.moments import Stage, until
from tests.faults.points import LONG
from tests.faults.scene import Scene

SHUT = (3.0, 8.0) if LONG else (0.5, 2.0)
"""Seconds in which nobody gets in: at least, at most."""


def test_survives_the_end_of_every_connection(scene: Scene) -> None:
    scene.begin()
    scene.reach()
    if scene.moment.stage is Stage.HAND_OVER:
        database.end_connections()
    else:  # between two slices it has none for a moment
        until(database.end_connections, lambda: scene.said, pause=0.002)
    scene.fault_ends()
    scene.assert_undisturbed()


def test_survives_a_database_that_refuses_connections(scene: Scene) -> None:
    scene.begin()
    scene.reach()
    with database.refusing_connections():
        time.sleep(scene.point.random.uniform(*SHUT))
    scene.fault_ends()
    scene.assert_undisturbed()
