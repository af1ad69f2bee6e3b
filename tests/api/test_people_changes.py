"""The same done to many people, by the rules of the People page."""

from collections.abc import Callable
from typing import Any

import pytest

from people import bulk
from people.models import Bulk, Membership
from people.roles import Role
from tests.api.conftest import API, Caller
from tests.factories import Cast, make_person


@pytest.fixture
def three(cast: Cast) -> list[int]:
    """Three people of Mathematics; Dora Diaz, its only admin, is one."""
    people = [make_person(cast.maths, name) for name in ("Ann Arbor", "Bo Ek")]
    return [*(person.pk for person in people), cast.dora.persons.get().pk]


def done(mara: Caller, account_id: int, /, **sent: Any) -> dict[str, Any]:
    """What becomes of a change."""
    asked = mara.post(f"accounts/{account_id}/people/changes/", sent)
    assert (asked.status_code, asked.json()["finished_at"]) == (202, None), asked.json()
    bulk.work_off(asked.json()["id"])
    return mara.get(asked["Location"].partition(API)[2]).json()  # type: ignore[no-any-return]


def test_a_role_is_changed_for_those_named_and_who_is_refused_is_told(
    cast: Cast, mara: Caller, three: list[int]
) -> None:
    sent = {"action": "role", "person_ids": three, "account_id": cast.maths.pk, "role": "course_viewer"}
    result = done(mara, cast.northwind.pk, **sent)

    assert (result["people"], result["changed"], result["refused"]) == (3, 2, 1)
    assert [(one["person_id"], one["code"]) for one in result["refusals"]] == [(three[2], "role.last_admin")]
    assert result["finished_at"] is not None
    assert Membership.objects.get(person=three[0], account=cast.maths).role == Role.COURSE_VIEWER


def test_a_filter_chooses_as_the_list_does(cast: Cast, mara: Caller, three: list[int]) -> None:
    listed = mara.get(f"accounts/{cast.northwind.pk}/people/", {"q": "arbor"}).json()["results"]
    result = done(mara, cast.northwind.pk, action="deactivate", filter={"q": "arbor"})

    assert result["people"] == result["changed"] == len(listed) == 1
    assert mara.get(f"accounts/{cast.northwind.pk}/people/{three[0]}/").json()["status"] == "deactivated"


def test_people_of_others_are_not_among_those_named(cast: Cast, mara: Caller, three: list[int]) -> None:
    stranger = cast.olga.persons.get().pk
    assert done(mara, cast.northwind.pk, action="invite", person_ids=[stranger, three[0]])["people"] == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"action": "erase", "person_ids": [1]}, "action"),
        ({"action": "deactivate"}, "person_ids"),
        ({"action": "deactivate", "person_ids": [1], "filter": {}}, "person_ids"),
        ({"action": "deactivate", "person_ids": [1], "role": "learner"}, "role"),
        ({"action": "deactivate", "filter": {"rolle": "admin"}}, "filter.rolle"),
        ({"action": "role", "person_ids": [1], "role": "learner"}, "account_id"),
        ({"action": "role", "person_ids": [1], "role": "department_staff", "account_id": 1}, "role"),
        ({"action": "add", "person_ids": [1], "role": "learner", "account_id": 2**50}, "account_id"),
    ],
)
def test_what_the_page_does_not_offer_is_refused(cast: Cast, mara: Caller, sent: dict[str, Any], field: str) -> None:
    refused = mara.post(f"accounts/{cast.northwind.pk}/people/changes/", sent)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    assert not Bulk.objects.exists()


def test_a_departments_admin_changes_places_in_it_and_nothing_else(
    cast: Cast, calling: Callable[..., Caller], three: list[int]
) -> None:
    dora = calling(cast.dora)
    refused = dora.post(f"accounts/{cast.maths.pk}/people/changes/", {"action": "deactivate", "person_ids": three[:1]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "action")
    sent = {"action": "remove", "person_ids": three[:1]}
    assert dora.post(f"accounts/{cast.maths.pk}/people/changes/", sent).status_code == 422
    assert done(dora, cast.maths.pk, **sent, account_id=cast.maths.pk)["changed"] == 1
