"""Names that there are not, and values that can't be chosen: said, and nothing is done."""

from collections.abc import Callable

import pytest

from people.models import Import
from tests.api.conftest import Caller
from tests.api.operations import LISTS, OPERATIONS, Operation, Scene
from tests.factories import Cast

SENDING = [each for each in OPERATIONS if each.body]


@pytest.fixture
def scene(cast: Cast, calling: Callable[..., Caller]) -> Scene:
    return Scene.of(cast, calling(cast.mara))


def errors_of(answer: object) -> list[dict[str, str]]:
    """What is said of each field of a refused call."""
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert answer.json()["code"] == "request.invalid"  # type: ignore[attr-defined]
    return list(answer.json()["errors"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("operation", SENDING, ids=str)
def test_a_name_that_there_is_not_is_said_and_nothing_is_done(operation: Operation, scene: Scene) -> None:
    before = scene.everything()
    body = {**scene.sample(operation), "departement": "12"}
    (error,) = errors_of(scene.send(operation, body, If_Match="*"))
    assert error["field"] == "departement"
    assert all(name in error["detail"] for name in scene.sample(operation))
    assert scene.everything() == before


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_a_filter_that_there_is_not_is_said(operation: Operation, scene: Scene) -> None:
    (error,) = errors_of(scene.caller.get(f"{scene.path(operation)}?departement=12"))
    assert (error["field"], "cursor" in error["detail"]) == ("departement", True)


def test_a_name_within_a_list_is_said_with_its_place(scene: Scene) -> None:
    people = [{"email": "ann@example.org"}, {"email": "bo@example.org", "memberid": "7"}]
    answer = scene.caller.post(f"accounts/{scene.cast.northwind.pk}/people/", {"people": people})
    (error,) = errors_of(answer)
    assert error["field"] == "people.1.memberid"
    assert not Import.objects.filter(account=scene.cast.northwind).exists()


def test_what_can_be_chosen_is_said(scene: Scene) -> None:
    place = f"accounts/{scene.cast.northwind.pk}/people/{scene.ids['person_id']}/memberships/"
    (error,) = errors_of(scene.caller.post(place, {"account_id": scene.cast.physics.pk, "role": "Admin"}))
    assert error["detail"] == (
        "“Admin” can’t be chosen. Send one of: learner, course_viewer, content_manager, course_manager, admin."
    )


def test_it_says_that_an_object_is_wanted(scene: Scene) -> None:
    answer = scene.caller.patch(f"accounts/{scene.cast.northwind.pk}/people/{scene.ids['person_id']}/", ["x"])
    (error,) = errors_of(answer)
    assert error == {"field": "", "detail": "Send an object with names and values here, not a list."}
