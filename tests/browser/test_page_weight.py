"""Pages that are as full as they get are light all the same, for who has none of their files yet."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from departments.models import Department
from people import tasks
from people.models import Event, Import
from people.models.events import EventKind
from tests.browser.looking import HEAVIEST, weight
from tests.browser.steps import enter
from tests.factories import Cast, make_import, make_person, place
from tests.web.uploads import csv, finish, uploaded


@pytest.fixture
def full(cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client) -> dict[str, str]:
    """The addresses of full pages."""
    monkeypatch.setattr(tasks, "enqueue", lambda ids: True)
    for number in range(60):
        make_person(cast.maths, f"Maximiliane Featherstonehaugh {number}", member_id=f"2026-{number}")
        make_import(
            cast.northwind, cast.mara, file_name=f"staff-and-students-{number}.csv", created=1, failed=1, rows=2
        )
        Event.objects.create(
            account=cast.maths, by=cast.mara, kind=EventKind.MEMBERSHIP_ADDED, details={"role": "learner"}
        )
    person = make_person(cast.northwind, "Everywhere")
    for number in range(60):
        name = f"Department of matter number {number}"
        place(person, Department.objects.create_department(partner=cast.northwind, name=name))
    client.force_login(cast.mara)
    rows = [f"Person {number},person{number}@nowhere,,Manager,{number}" for number in range(60)]
    run = uploaded(client, cast.northwind, csv(*rows))
    done = finish(client, cast.northwind, run)
    assert Import.objects.get(pk=done.pk).failed == 60
    return {
        "people": "people/",
        "a person": f"people/{person.pk}/",
        "imports": "imports/",
        "an import": f"imports/{done.pk}/?outcome=all",
        "departments": "departments/",
        "activity": "activity/",
    }


def test_full_pages_are_light(page: Page, cast: Cast, full: dict[str, str]) -> None:
    enter(page, cast.mara, cast.northwind)

    weights = {}
    for name, path in full.items():
        page.goto(f"/accounts/{cast.northwind.pk}/{path}")
        weights[name] = weight(page)

    assert [name for name, bytes_ in weights.items() if bytes_ >= HEAVIEST] == [], weights
