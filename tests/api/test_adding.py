"""People added through the API: an import of a few, by the rules of all imports."""

from collections.abc import Callable
from typing import Any

import pytest

from people.models import Import, Membership, Person
from people.roles import Role
from tests.api.conftest import API, Caller
from tests.factories import Cast
from tests.web.uploads import work

ADA = {"full_name": "Ada Lovelace", "email": "ADA@example.org", "member_id": "0042"}
ALAN = {"email": "alan.turing@example.org"}


def added(caller: Caller, account: int, **body: Any) -> dict[str, Any]:
    """Add people and wait for the end; returns the import."""
    answer = caller.post(f"accounts/{account}/people/", body)
    assert answer.status_code == 202
    work(Import.objects.get(pk=answer.json()["id"]))
    found: dict[str, Any] = caller.get(answer["Location"].partition(API)[2]).json()
    return found


def test_it_adds_people_where_they_belong(cast: Cast, mara: Caller) -> None:
    run = added(
        mara, cast.northwind.pk, people=[ADA, ALAN], department_id=cast.maths.pk, role=Role.COURSE_MANAGER.value
    )

    assert (run["status"], run["counts"]["created"]) == ("done", 2)
    assert (run["file_name"], run["by_hand"]) == ("Added by hand", True)
    ada = Person.objects.get(email="ada@example.org")
    place = Membership.objects.get(person=ada, account=cast.maths)
    assert (ada.full_name, place.role, place.member_id) == ("Ada Lovelace", "course_manager", "0042")
    assert Membership.objects.filter(person=ada, account=cast.northwind, role=Role.DEPARTMENT_STAFF).exists()
    assert Person.objects.get(email="alan.turing@example.org").full_name == "Alan Turing"


def test_who_is_here_already_is_found_not_added_twice(cast: Cast, mara: Caller) -> None:
    run = added(mara, cast.northwind.pk, people=[{"email": cast.liv.email}])

    assert (run["counts"]["created"], run["counts"]["failed"]) == (0, 0)
    assert Person.objects.get(user=cast.liv).full_name == "Liv Lund"


def test_it_can_be_undone(cast: Cast, mara: Caller) -> None:
    run = added(mara, cast.northwind.pk, people=[ADA])
    mara.post(f"imports/{run['id']}/undo/")
    work(Import.objects.get(pk=run["id"]))
    assert not Person.objects.filter(email="ada@example.org").exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"people": []}, "people"),
        ({"people": [{"full_name": "Ada"}]}, "people.0.email"),
        ({"people": [ALAN, {"email": "ada@"}]}, "people.1.email"),
        ({"people": [{**ALAN, "full_name": "A\u202eB"}]}, "people.0.full_name"),
        ({"people": [{**ALAN, "member_id": "a\tb\u0007"}]}, "people.0.member_id"),
        ({"people": [ALAN] * 201}, "people"),
        ({"people": [ALAN], "role": "department_staff"}, "role"),
        ({"people": [ALAN], "role": "boss"}, "role"),
        ({"people": [ALAN], "department_id": 10**9}, "department_id"),
        ({"people": ["ada@example.org"]}, "people.0"),
    ],
)
def test_what_can_t_be_is_said_at_its_field_and_nobody_is_added(
    cast: Cast, mara: Caller, body: dict[str, Any], field: str
) -> None:
    refused = mara.post(f"accounts/{cast.northwind.pk}/people/", body)

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert not Import.objects.exists()


def test_a_departments_admin_adds_to_that_department_only(cast: Cast, calling: Callable[..., Caller]) -> None:
    dora = calling(cast.dora)
    run = added(dora, cast.maths.pk, people=[ADA])
    assert run["account"]["id"] == cast.maths.pk
    elsewhere = dora.post(f"accounts/{cast.maths.pk}/people/", {"people": [ALAN], "department_id": cast.physics.pk})
    nowhere = dora.post(f"accounts/{cast.maths.pk}/people/", {"people": [ALAN], "department_id": 10**9})
    assert elsewhere.status_code == nowhere.status_code == 422
    assert elsewhere.json()["errors"][0]["detail"].replace(str(cast.physics.pk), "") == nowhere.json()["errors"][0][
        "detail"
    ].replace(str(10**9), "")
    assert dora.post(f"accounts/{cast.northwind.pk}/people/", {"people": [ALAN]}).status_code == 404
