"""Lists of events and departments are filtered as their pages are."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from departments import services
from people import memberships, persons
from people.models import Import
from people.roles import Role
from tests.api.conftest import API, Caller
from tests.factories import Cast, make_import


@pytest.fixture
def done(cast: Cast) -> None:
    """Something of two kinds, by two admins."""
    liv = cast.liv.persons.get()
    persons.rename(person=liv, full_name="Liv Lund-Berg", by=cast.mara)
    memberships.change(membership=liv.memberships.get(), role=Role.COURSE_VIEWER, member_id="8", by=cast.dora)
    services.create_department(partner=cast.northwind, name="Chemistry", by=cast.mara)


def events(mara: Caller, cast: Cast, **query: Any) -> list[str]:
    return [each["kind"] for each in mara.get(f"accounts/{cast.northwind.pk}/events/", query).json()["results"]]


def test_events_are_chosen_by_kind_by_who_and_by_day(cast: Cast, mara: Caller, done: None) -> None:
    today = timezone.localdate()
    assert events(mara, cast, kind="people") == ["member_id.changed", "role.changed", "person.renamed"]
    assert events(mara, cast, kind="setup")[0] == "department.created"
    assert events(mara, cast, who="dora DIAZ") == ["member_id.changed", "role.changed"]
    assert events(mara, cast, kind="people", since=today, until=today) != []
    assert events(mara, cast, since=today + timedelta(days=1)) == []
    assert events(mara, cast, until=today - timedelta(days=1)) == []


def test_pages_of_chosen_events_go_on_within_the_choice(cast: Cast, mara: Caller, done: None) -> None:
    first = mara.get(f"accounts/{cast.northwind.pk}/events/", {"kind": "people", "limit": 2}).json()
    second = mara.get(first["next"].partition(API)[2]).json()
    assert [each["kind"] for each in first["results"]] == ["member_id.changed", "role.changed"]
    assert ([each["kind"] for each in second["results"]], second["next"]) == (["person.renamed"], None)
    of_all = mara.get(first["next"].partition(API)[2].replace("kind=people&", ""))
    assert (of_all.status_code, of_all.json()["code"]) == (400, "request.cursor")


@pytest.mark.parametrize("query", [{"kind": "person.renamed"}, {"since": "31.2."}, {"before": 3}, {"who": "x" * 201}])
def test_what_no_filter_is_is_refused(cast: Cast, mara: Caller, query: dict[str, Any]) -> None:
    refused = mara.get(f"accounts/{cast.northwind.pk}/events/", query)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, next(iter(query)))


def test_departments_are_searched_and_those_archived_found(cast: Cast, mara: Caller) -> None:
    services.archive_department(department=cast.physics, by=cast.mara)

    def names(**query: Any) -> list[str]:
        found = mara.get(f"accounts/{cast.northwind.pk}/departments/", query).json()["results"]
        return [each["name"] for each in found]

    assert names(q="math") == names(q=str(cast.maths.pk)) == ["Mathematics"]
    assert "Physics" not in names()
    assert names(archived="true") == ["Physics"]


@pytest.mark.parametrize("what", ["departments", "imports", "events"])
def test_a_list_goes_on_where_it_was_whatever_has_come_or_gone(cast: Cast, mara: Caller, what: str) -> None:
    """Others come before, and the last one listed goes: what was there all the time is listed once."""
    for number in range(4):
        services.create_department(partner=cast.northwind, name=f"M{number}", by=cast.mara)
        make_import(cast.northwind, cast.mara)
    path = f"accounts/{cast.northwind.pk}/{what}/"
    expected = [each["id"] for each in mara.get(path).json()["results"]]
    found: list[int] = []
    query = "?limit=2"
    while query:
        page = mara.get(path + query).json()
        found += [each["id"] for each in page["results"]]
        services.create_department(partner=cast.northwind, name=f"A{len(found)}", by=cast.mara)
        make_import(cast.northwind, cast.mara)
        if what == "departments":
            services.archive_department(department=cast.northwind.departments.get(pk=found[-1]), by=cast.mara)
        elif what == "imports":
            Import.objects.filter(pk=found[-1]).delete()
        query = f"?{page['next'].partition('?')[2]}" if page["next"] else ""

    assert [pk for pk in found if pk in expected] == expected
