"""Changes of many people in the background: whatever dies on the way, each person is changed once or not at all."""

import time
from collections import defaultdict
from collections.abc import Callable
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from cerego.errors import Refused
from people import bulk, tasks
from people.bulk import ACTIONS, working
from people.models import Bulk, BulkPerson, Event, Membership, Person
from people.roles import Role
from tests.factories import Cast, make_cast, make_person
from tests.workers import Worker

PEOPLE = 12


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Bulk:
    """'Deactivate 12 people', of whom five are worked on at a time."""
    monkeypatch.setattr(working, "_BATCH", 5)
    people = [make_person(cast.maths, f"Somebody {number}").pk for number in range(PEOPLE)]
    return ask(cast, Person.objects.filter(pk__in=people))


def ask(cast: Cast, people: QuerySet[Person], action: str = "deactivate", **options: object) -> Bulk:
    key = uuid4()
    return bulk.ask(
        action=ACTIONS[action], people=people, account=cast.northwind, options=options, key=key, by=cast.mara
    )


def deactivated() -> int:
    return Person.objects.filter(full_name__startswith="Somebody").exclude(deactivated_at=None).count()


def test_it_changes_everybody_once(asked: Bulk) -> None:
    assert bulk.work(asked.pk) is False

    asked.refresh_from_db()
    assert (asked.changed, asked.unchanged, asked.refused, asked.people) == (PEOPLE, 0, 0, PEOPLE)
    assert asked.finished_at
    assert Event.objects.filter(kind="person.deactivated").count() == PEOPLE
    assert bulk.work(asked.pk) is False
    assert Event.objects.filter(kind="person.deactivated").count() == PEOPLE


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is changed together with others."""
    monkeypatch.setattr(working, "TOGETHER", defaultdict(lambda: lambda people, bulk: {}))


def test_it_takes_back_the_batch_in_which_it_dies_and_does_it_again(
    asked: Bulk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one(monkeypatch)
    do = working._do
    done = 0

    def die_at_the_eighth(bulk: Bulk, person: Person | None) -> bool | Refused:
        nonlocal done
        done += 1
        if done == 8:
            raise MemoryError
        return do(bulk, person)

    monkeypatch.setattr(working, "_do", die_at_the_eighth)
    with pytest.raises(MemoryError):
        bulk.work(asked.pk)

    assert deactivated() == 5
    asked.refresh_from_db()
    assert (asked.changed, asked.attempt) == (5, 1)

    bulk.work(asked.pk)
    asked.refresh_from_db()
    assert (deactivated(), asked.changed, asked.attempt) == (PEOPLE, PEOPLE, 0)
    assert Event.objects.filter(kind="person.deactivated").count() == PEOPLE


def test_it_gives_up_when_it_gets_no_further(asked: Bulk, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(working, "TOGETHER", {"deactivate": die})
    for _ in range(5):
        with pytest.raises(MemoryError):
            bulk.work(asked.pk)

    assert bulk.work(asked.pk) is False
    asked.refresh_from_db()
    assert asked.failure_reason == "bulk.gave_up"
    assert bulk.due() == []


def test_it_leaves_it_to_whoever_is_at_it(asked: Bulk) -> None:
    with transaction.atomic():
        Bulk.objects.select_for_update().get(pk=asked.pk)
        results: list[object] = []
        # It waits to note that it began, and then finds what there is left.
        other = Thread(target=_in_a_thread(lambda: results.append(bulk.work(asked.pk))))
        other.start()
        bulk.work(asked.pk)
    other.join()

    assert Event.objects.filter(kind="person.deactivated").count() == PEOPLE
    assert results == [False]


def _in_a_thread(work: Callable[[], None]) -> Callable[[], None]:
    def whole() -> None:
        try:
            work()
        finally:
            connection.close()

    return whole


def test_it_stops_when_who_asked_has_lost_the_right(cast: Cast, asked: Bulk) -> None:
    Membership.objects.filter(person__user=cast.mara).update(role=Role.LEARNER.value)

    bulk.work(asked.pk)

    asked.refresh_from_db()
    assert asked.failure_reason == "bulk.rights_lost"
    assert deactivated() == 0


def test_it_names_people_who_are_gone_meanwhile(asked: Bulk) -> None:
    Person.objects.filter(full_name="Somebody 3").delete()

    bulk.work(asked.pk)

    asked.refresh_from_db()
    assert (asked.changed, asked.refused) == (PEOPLE - 1, 1)
    assert BulkPerson.objects.get(outcome="refused").reason == "bulk.gone"


def test_it_refuses_places_in_an_archived_department(cast: Cast) -> None:
    asked = ask(cast, Person.objects.filter(user=cast.vera), "add", account=cast.maths.pk, role="learner")
    type(cast.maths).objects.filter(pk=cast.maths.pk).update(archived_at="2026-01-01T00:00Z")

    bulk.work(asked.pk)

    assert BulkPerson.objects.get().reason == "department.archived"


def test_it_is_due_until_it_is_done(asked: Bulk) -> None:
    assert bulk.due() == [asked.pk]
    bulk.work(asked.pk)
    assert bulk.due() == []


def test_a_worker_does_it(asked: Bulk, worker: Worker) -> None:
    tasks.enqueue_bulk([asked.pk])

    deadline = time.monotonic() + 90
    while not Bulk.objects.filter(pk=asked.pk, finished_at__isnull=False).exists():
        assert time.monotonic() < deadline, worker.said
        time.sleep(0.05)
    assert deactivated() == PEOPLE
