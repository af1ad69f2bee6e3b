"""Faults that an import can't survive: it ends with the reason, what was done is done exactly, and others go on (L5, L8)."""

from collections.abc import Callable, Sequence

from django.db.models import Count
from django.db.models.functions import Now

from people.models import Event, Import, ImportRow, Membership, Person, User
from people.models.events import EventKind
from people.models.imports import Status
from people.roles import Role
from tests.factories import Cast
from tests.faults import database, people_file, snapshot
from tests.faults.fleet import TIMES
from tests.faults.moments import Stage
from tests.faults.points import LONG
from tests.faults.scene import Scene
from tests.integration.runs import assert_tallies

BATCH = int(TIMES["IMPORT_BATCH_ROWS"])


PEOPLE = ("users", "persons", "memberships")


def assert_ended_early(
    scene: Scene, reason: str, *, sections: Sequence[str] = (*PEOPLE, "rows"), but: str = "nobody"
) -> Import:
    """The first import ended with ``reason``; the rows that it came to are exactly done, and of the others nothing."""
    now = snapshot.take()
    expected = snapshot.partly(scene.undisturbed.checked, scene.undisturbed.done, now)
    scene.compare(*(whole.where(*sections, key=lambda key: but not in key) for whole in (expected, now)))
    run = scene.runs[0]
    assert (run.failure_reason, run.status in {Status.FAILED, Status.STOPPED}) == (reason, True)
    assert_tallies(run)
    kinds = Event.objects.filter(import_run=run).values_list("kind").annotate(n=Count("id"))
    assert dict(kinds) == {EventKind.IMPORT_UPLOADED: 1, EventKind.IMPORT_STARTED: 1, EventKind.IMPORT_ENDED: 1}
    return run


def done(run: Import) -> int:
    return ImportRow.objects.filter(import_run=run).exclude(outcome="").count()


WAYS_TO_LOSE_RIGHTS: list[Callable[[Cast], int]] = [
    lambda cast: User.objects.filter(pk=cast.mara.pk).update(is_active=False),
    lambda cast: Person.objects.filter(user=cast.mara).update(deactivated_at=Now()),
    lambda cast: Membership.objects.filter(person__user=cast.mara).update(role=Role.LEARNER.value),
]


def test_stops_at_the_next_batch_when_the_uploader_has_lost_the_right(scene: Scene) -> None:
    run = scene.begin()
    scene.reach(Stage.APPLY)
    assert scene.point.one_of(WAYS_TO_LOSE_RIGHTS)(scene.cast) == 1
    before = done(run)
    scene.fault_ends()
    scene.wait_for_recovery()
    scene.wait_for_end()
    run = assert_ended_early(scene, "import.rights_lost", but=scene.cast.mara.email)
    assert done(run) - before <= 2 * BATCH


def test_gives_a_poisoned_batch_up_and_goes_on_with_others(scene: Scene) -> None:
    scene.upload(people_file.three)
    rows = scene.undisturbed.done.entries("rows")
    emails = [email for (_, _, email), values in rows if values[snapshot.OUTCOME] == "created"]
    database.poison(scene.point.random.choice(sorted(email for email in emails if email.startswith("new"))))
    scene.start()
    scene.tell()
    scene.wait_for_end(hurried=not LONG)
    poisoned, contoso, second = scene.runs
    assert_ended_early(scene, "import.gave_up")
    assert poisoned.failure_context["attempts"]
    for other in (contoso, second):
        assert (other.status, other.created) == (Status.DONE, scene.rows[other.pk])
        assert_tallies(other)
    assert contoso.finished_at < poisoned.finished_at


def test_says_so_when_its_file_is_gone(scene: Scene) -> None:
    scene.upload()
    [run] = scene.runs
    if scene.point.one_of(["before the check", "during the check"]) == "during the check":
        scene.tell()
        scene.reach(Stage.CHECK)
    run.file.storage.delete(run.file.name)
    scene.start()
    scene.tell()
    scene.wait_for_end()
    [run] = scene.runs
    if run.status == Status.DONE:  # it had been read by then
        scene.compare(scene.undisturbed.done, snapshot.take())
    else:
        assert_ended_early(scene, "file.gone", sections=PEOPLE)
