"""People and their places through the API."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from people.models import Event, Invitation, Membership, Person
from people.models.events import EventKind
from people.roles import Role
from tests.api.conftest import API, Caller
from tests.factories import Cast, make_person


def names(caller: Caller, path: str) -> list[str]:
    """Everybody's name, page by page."""
    found: list[str] = []
    while path:
        page = caller.get(path).json()
        found += [person["full_name"] for person in page["results"]]
        address = urlsplit(page["next"] or "")
        path = f"{address.path}?{address.query}".removeprefix(API) if page["next"] else ""
    return found


@pytest.fixture
def many(cast: Cast) -> Cast:
    for number in range(7):
        joined = {"joined_at": "2026-01-01T00:00Z"} if number % 2 else {}
        person = make_person(cast.maths, f"Zoe {number % 3}", email=f"zoe{number}@northwind.example", **joined)
        if number % 2:
            Person.objects.filter(pk=person.pk).update(last_sign_in=f"2026-0{1 + number}-01T00:00Z")
    return cast


@pytest.mark.parametrize("sort", ["name", "-name", "email", "-email", "added", "-added", "seen", "-seen"])
def test_it_lists_everybody_once_page_by_page_in_one_order(
    many: Cast, mara: Caller, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"accounts/{many.northwind.pk}/people/?sort={sort}"

    whole = mara.get(path).json()
    assert whole["next"] is None
    assert len(whole["results"]) == Person.objects.filter(partner=many.northwind).count()
    monkeypatch.setattr("people.listing.paging.PAGE_LENGTH", 2)
    assert names(mara, path) == [person["full_name"] for person in whole["results"]]


def test_who_removes_everybody_page_by_page_comes_to_everybody(
    many: Cast, mara: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next page begins after the last person of this one, also when that person is gone."""
    monkeypatch.setattr("people.listing.paging.PAGE_LENGTH", 2)
    people, path, removed = f"accounts/{many.northwind.pk}/people/", "?q=zoe", 0
    while path:
        page = mara.get(people + path).json()
        for person in page["results"]:
            assert mara("delete", f"{people}{person['id']}/", If_Match="*").status_code == 204
            removed += 1
        path = f"?{urlsplit(page['next']).query}" if page["next"] else ""

    assert removed == 7


def test_it_searches_and_filters_as_the_page_does(many: Cast, mara: Caller) -> None:
    path = f"accounts/{many.northwind.pk}/people/"
    assert names(mara, f"{path}?q=zoe+2") == ["Zoe 2", "Zoe 2"]
    assert names(mara, f"{path}?q=007") == ["Liv Lund"]
    assert names(mara, f"{path}?role=admin&department={many.maths.pk}") == ["Dora Diaz"]
    assert names(mara, f"{path}?role=course_viewer&role=content_manager") == ["Connie Cruz", "Vera Voss"]
    assert names(mara, f"{path}?status=active&q=zoe&sort=-name")[0] == "Zoe 2"


def test_it_tells_a_person_with_their_places(cast: Cast, mara: Caller) -> None:
    liv = Person.objects.get(user=cast.liv)

    said = mara.get(f"accounts/{cast.northwind.pk}/people/{liv.pk}/").json()

    assert (said["full_name"], said["email"], said["status"]) == (
        "Liv Lund",
        "liv.lund@northwind.example",
        "not_invited",
    )
    (place,) = said["memberships"]
    assert place["account"] == {"id": cast.maths.pk, "name": "Mathematics"}
    assert (place["role"], place["member_id"]) == ("learner", "007")


def test_it_changes_a_person_only_from_the_version_that_was_read(cast: Cast, mara: Caller) -> None:
    liv = Person.objects.get(user=cast.liv)
    path = f"accounts/{cast.northwind.pk}/people/{liv.pk}/"
    first = mara.get(path)["ETag"]

    changed = mara.patch(path, {"full_name": "Liv Lunde"}, If_Match=first)
    assert (changed.status_code, changed.json()["full_name"]) == (200, "Liv Lunde")
    late = mara.patch(path, {"full_name": "Liv Lundgren"}, If_Match=first)
    assert (late.status_code, late.json()["code"]) == (412, "request.changed")
    assert mara.patch(path, {"active": False}, If_Match=changed["ETag"]).json()["status"] == "deactivated"
    assert mara.patch(path, {"active": True}).json()["status"] == "not_invited"
    assert mara.get(path, If_None_Match=mara.get(path)["ETag"]).status_code == 304


def test_a_version_that_a_proxy_has_made_weak_is_still_that_version(cast: Cast, mara: Caller) -> None:
    path = f"accounts/{cast.northwind.pk}/people/{Person.objects.get(user=cast.liv).pk}/"
    weak = f"W/{mara.get(path)['ETag']}"

    assert mara.patch(path, {"full_name": "Liv Lund-Berg"}, If_Match=weak).status_code == 200
    assert mara.patch(path, {"full_name": "Liv Berg"}, If_Match=weak).status_code == 412


def test_it_changes_all_or_nothing_of_a_person(cast: Cast, mara: Caller) -> None:
    me = Person.objects.get(user=cast.mara)

    refused = mara.patch(f"accounts/{cast.northwind.pk}/people/{me.pk}/", {"full_name": "M", "active": False})

    assert (refused.status_code, refused.json()["code"]) == (409, "person.own_access")
    assert Person.objects.get(pk=me.pk).full_name == "Mara Okafor"


def test_what_is_not_sent_is_not_looked_at(cast: Cast, mara: Caller) -> None:
    """A name that came in when less was refused keeps nobody from being let in no more."""
    Person.objects.filter(user=cast.liv).update(full_name="Li\ufffdv Lund")
    path = f"accounts/{cast.northwind.pk}/people/{Person.objects.get(user=cast.liv).pk}/"

    assert mara.patch(path, {"full_name": "Li\ufffdv Lund"}).json()["code"] == "name.damaged"
    assert mara.patch(path, {"active": False}).json()["status"] == "deactivated"


def test_it_gives_changes_and_takes_a_place(cast: Cast, mara: Caller) -> None:
    liv = Person.objects.get(user=cast.liv)
    path = f"accounts/{cast.northwind.pk}/people/{liv.pk}/memberships/"

    made = mara.post(path, {"account_id": cast.physics.pk, "role": "course_manager", "member_id": "x1"})
    assert made.status_code == 201
    place = made["Location"].partition(API)[2]
    assert mara.get(place).json() == made.json()
    assert Membership.objects.filter(person=liv, account=cast.northwind, role=Role.DEPARTMENT_STAFF).exists()
    changed = mara.patch(place, {"member_id": "x2"}, If_Match=made["ETag"])
    assert changed.json()["member_id"] == "x2"
    assert mara("delete", place, If_Match=made["ETag"]).status_code == 412
    assert mara("delete", place, If_Match=changed["ETag"]).status_code == 204
    assert mara.get(place).status_code == 404


def test_a_refused_name_is_said_at_its_field(cast: Cast, mara: Caller) -> None:
    refused = mara.post(f"accounts/{cast.northwind.pk}/departments/", {"name": "mathematics"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")


def test_it_shows_a_departments_admin_that_department_only(cast: Cast, calling: Callable[..., Caller]) -> None:
    dora = calling(cast.dora)
    assert [one["name"] for one in dora.get("accounts/").json()["results"]] == ["Mathematics"]
    assert names(dora, f"accounts/{cast.maths.pk}/people/") == ["Dora Diaz", "Liv Lund"]
    own = Person.objects.get(user=cast.dora)
    said = dora.get(f"accounts/{cast.maths.pk}/people/{own.pk}/").json()
    assert [place["account"]["name"] for place in said["memberships"]] == ["Mathematics"]
    moved = dora.post(f"accounts/{cast.maths.pk}/people/{own.pk}/memberships/", {"account_id": cast.physics.pk})
    assert moved.status_code == 404


def test_it_archives_a_department_and_brings_it_back(cast: Cast, mara: Caller) -> None:
    path = f"accounts/{cast.northwind.pk}/departments/{cast.physics.pk}/"

    assert mara.post(f"{path}archive/").json()["archived_at"]
    assert mara.get(path).status_code == 404
    assert mara.post(f"{path}archive/").status_code == 200
    assert mara.post(f"{path}restore/").json()["archived_at"] is None
    assert mara.patch(path, {"name": "Astronomy"}).json()["name"] == "Astronomy"


def test_it_invites_a_person_and_says_how_far_that_is(cast: Cast, mara: Caller) -> None:
    path = f"accounts/{cast.northwind.pk}/people/{Person.objects.get(user=cast.liv).pk}/invitation/"
    assert mara.get(path).status_code == 404

    assert mara.post(path).json()["state"] == "queued"
    assert mara.post(path).status_code == 202
    assert mara.get(path).json()["state"] == "queued"
    assert Invitation.objects.count() == 1
    Person.objects.filter(user=cast.liv).update(invited_at=timezone.now())
    Invitation.objects.update(state="sent", sent_at=timezone.now())
    soon = mara.post(path)
    assert (soon.status_code, soon.json()["code"], soon["Retry-After"]) == (429, "invitation.sent_lately", "60")
    Person.objects.filter(user=cast.liv).update(joined_at="2026-01-01T00:00Z")
    late = mara.post(path)
    assert (late.status_code, late.json()["code"]) == (409, "invitation.not_needed")


def test_it_removes_a_person_for_good(cast: Cast, mara: Caller, calling: Callable[..., Caller]) -> None:
    liv = Person.objects.get(user=cast.liv)
    path = f"accounts/{cast.northwind.pk}/people/{liv.pk}/"

    from_below = calling(cast.dora)("delete", f"accounts/{cast.maths.pk}/people/{liv.pk}/", If_Match="*")
    assert from_below.status_code == 404
    removed = mara("delete", path, If_Match=mara.get(path)["ETag"])

    assert (removed.status_code, removed.content) == (204, b"")
    assert mara.get(path).status_code == 404
    assert not Person.objects.filter(pk=liv.pk).exists()
    assert Event.objects.filter(kind=EventKind.PERSON_ERASED, by=cast.mara).exists()
    me = Person.objects.get(user=cast.mara)
    refused = mara("delete", f"accounts/{cast.northwind.pk}/people/{me.pk}/", If_Match="*")
    assert (refused.status_code, refused.json()["code"]) == (409, "person.own_erasure")
