"""The record of what was done can't be rewritten, and says where things came from."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from cerego.origin import client_address
from people.events import upkeep
from people.models import Event
from people.models.events import EventKind
from tests.factories import Cast


@pytest.fixture
def event(cast: Cast) -> Event:
    """One of Northwind's."""
    person = cast.liv.persons.get()
    return Event.objects.create(account=cast.northwind, by=cast.mara, kind=EventKind.ROLE_CHANGED, person=person)


def test_it_can_be_neither_changed_nor_deleted(event: Event) -> None:
    for change in ({"kind": "other.thing"}, {"by": None}, {"details": {"a": 1}}, {"at": "2020-01-01T00:00Z"}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**change)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


@pytest.mark.parametrize("table", ["people_event", "people_user", "departments_account", "people_import"])
def test_its_table_is_not_emptied_by_whatever_refers_to_it(event: Event, table: str) -> None:
    as_others = (
        "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL cerego.emptying = ''"  # with which the connection of tests begins
    )
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{as_others}; TRUNCATE {table} CASCADE")

    assert Event.objects.filter(pk=event.pk).exists()


def test_it_stays_when_the_person_goes(event: Event, cast: Cast) -> None:
    cast.liv.persons.get().delete()

    event.refresh_from_db()
    assert (event.person, event.by) == (None, cast.mara)


def test_it_gives_way_to_upkeep_and_to_nothing_after_it(event: Event) -> None:
    with upkeep():
        Event.objects.filter(pk=event.pk).update(details={"erased": True})
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


@pytest.mark.parametrize("kind", ["", "role", "role.changed\nforged.line", "Role.Changed", "role changed"])
def test_it_takes_no_kind_that_is_none(cast: Cast, kind: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(account=cast.northwind, kind=kind)


def test_it_says_where_a_change_came_from(cast: Cast, mara: Client) -> None:
    address = reverse("departments", args=[cast.northwind.pk])

    mara.post(address, {"name": "Chemistry"}, REMOTE_ADDR="203.0.113.7", headers={"X-Forwarded-For": "198.51.100.1"})

    assert Event.objects.get(kind=EventKind.DEPARTMENT_CREATED).origin == "203.0.113.7"


@pytest.mark.parametrize(
    ("proxy", "forwarded", "origin"),
    [
        (False, "198.51.100.1", "203.0.113.7"),
        (True, "198.51.100.1", "198.51.100.1"),
        (True, "10.0.0.1, 198.51.100.1", "198.51.100.1"),  # what stands further left, the client wrote itself
        (True, "198.51.100.1, nonsense\r\nX: y", None),
        (True, "", "203.0.113.7"),
    ],
)
def test_it_believes_only_its_own_proxy(settings: Settings, proxy: bool, forwarded: str, origin: str | None) -> None:
    settings.BEHIND_PROXY = proxy
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == origin
