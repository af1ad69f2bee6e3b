"""What holds for every operation of the API, so for one that is added too."""

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.urls import URLPattern

from people.api import urls
from people.api.access import PerUser
from tests.api.conftest import API, Caller, assert_shape
from tests.api.operations import (
    ASKING,
    CHANGES,
    CHANGING,
    DESCRIPTION,
    LISTS,
    MAKING,
    OPERATIONS,
    READING,
    Operation,
    Scene,
)
from tests.factories import Cast

BESIDE = {"openapi", "description"}
"""What is about the API itself."""
every = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


@pytest.fixture
def scene(cast: Cast, mara: Caller) -> Scene:
    return Scene.of(cast, mara)


def methods_of(pattern: URLPattern) -> set[str]:
    """The methods that an address answers, but for those that follow from others."""
    view = pattern.callback.cls  # type: ignore[union-attr]
    return {name for name in view.http_method_names if hasattr(view, name)} - {"head", "options"}


def test_the_description_has_every_address_with_all_its_methods() -> None:
    there = {
        (pattern.name, method)
        for pattern in urls.urlpatterns
        if pattern.name and pattern.name not in BESIDE
        for method in methods_of(pattern)
    }
    assert len(there) == len(OPERATIONS)
    assert len({str(operation) for operation in OPERATIONS}) == len(OPERATIONS)


@every
def test_it_says_what_it_does_what_goes_wrong_and_how_both_look(operation: Operation) -> None:
    assert operation.says["description"].endswith(".")
    assert operation.says["description"].startswith(operation.says["summary"])
    assert len(operation.says["summary"]) < 110
    content = operation.says["responses"]["default"]["content"]["application/problem+json"]
    for said in (operation.answer, ("application/problem+json", content)):
        if said is None:
            assert operation.status == "204"
            continue
        media_type, content = said
        assert content["examples"], media_type
        for shown in content["examples"].values():
            schema = {**content["schema"], "components": DESCRIPTION["components"]}
            jsonschema.Draft202012Validator(schema).validate(shown["value"])
    if operation.body is not None:
        assert operation.body[1]


@every
def test_it_asks_who_calls_and_answers_in_its_own_form_only(operation: Operation, scene: Scene) -> None:
    before = scene.everything()

    for secret in ("", "x", "cerego_" + "x" * 43):
        stranger = scene.send(operation, secret=secret)
        assert (stranger.status_code, stranger["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert scene.send(operation, Accept="text/html").json()["code"] == "request.accept"
    assert scene.everything() == before


@every
def test_other_methods_do_nothing_and_allow_says_which_do(operation: Operation, scene: Scene) -> None:
    path, client = scene.path(operation), scene.caller.client
    headers = {"Authorization": f"Bearer {scene.caller.secret}"}
    here = {each.method.upper() for each in OPERATIONS if each.path == operation.path}
    before = scene.everything()

    for method in ("put", "options", "trace"):
        answer = client.generic(method.upper(), API + path, headers=headers)
        assert_shape(answer)
        assert (answer.status_code, answer.json()["code"]) == (405, "request.method")
        assert set(answer["Allow"].split(", ")) - {"HEAD"} == here
    if operation.method == "get":
        whole, head = client.get(API + path, headers=headers), client.head(API + path, headers=headers)
        assert head.status_code == whole.status_code
        assert not getattr(head, "content", b"")
    assert scene.everything() == before


@every
def test_its_address_ends_with_a_slash_and_names_what_is_there(operation: Operation, scene: Scene) -> None:
    path = scene.path(operation)
    nowhere = {name: 10**12 for name in scene.ids if f"{{{name}}}" in operation.path and name != "kind"}
    wrong = [scene.path(operation, **{name: value}) for name, value in nowhere.items()]
    huge = [scene.path(operation, **{name: 10**40}) for name in nowhere]

    for other in [path.removesuffix("/") + "//", path.rstrip("/") + "x", "x" + path, *wrong, *huge]:
        answer = scene.send(operation, path=other, If_Match="*")
        assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found"), other
    if path.endswith("/"):
        assert scene.send(operation, path=path.removesuffix("/")).status_code == 404


@every
def test_it_is_told_when_to_come_again(operation: Operation, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUser, "THROTTLE_RATES", {"api": "1/minute", "upload": "100/hour"})
    scene.caller.get("accounts/")
    before = scene.everything()

    refused = scene.send(operation, If_Match="*")

    assert (refused.status_code, refused.json()["code"]) == (429, "request.too_many")
    assert 0 < int(refused["Retry-After"]) <= 61
    assert scene.everything() == before


@pytest.mark.parametrize("operation", CHANGES, ids=str)
def test_a_reading_token_changes_nothing_by_it(
    operation: Operation, scene: Scene, calling: Callable[..., Caller]
) -> None:
    reader, before = calling(scene.cast.mara, may_write=False), scene.everything()
    body = scene.sample(operation) if operation.body else None

    refused = scene.send(operation, body, secret=reader.secret, If_Match="*")

    assert (refused.status_code, refused.json()["code"]) == (403, "token.read_only")
    assert scene.everything() == before


UNREADABLE = [
    (b"{", "application/json", 400),
    (b'{"name": "\xff"}', "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b"1" * 5_000, "application/json", 400),
    (b"NaN", "application/json", 400),
    (b"[]", "application/json", 422),
    (b"null", "application/json", 422),
    (b" " * (settings.REQUEST_MAX_BYTES + 1), "application/json", 413),
    (b"name=x", "text/plain", 415),
    (b"name=x", "application/x-www-form-urlencoded", 415),
    (b"x", "multipart/form-data; boundary=x", 415),
    (b"x", "", 415),
]


@pytest.mark.parametrize("operation", READING, ids=str)
def test_a_body_that_it_can_t_read_is_refused_in_words(operation: Operation, scene: Scene) -> None:
    before, path = scene.everything(), API + scene.path(operation)
    headers = {"Authorization": f"Bearer {scene.caller.secret}", "If-Match": "*"}

    for body, media_type, status in UNREADABLE:
        send = scene.caller.client.generic
        answer = send(operation.method.upper(), path, body, content_type=media_type, headers=headers)
        assert_shape(answer)
        assert (answer.status_code, body[:20], media_type) == (status, body[:20], media_type)
    assert scene.everything() == before


@pytest.mark.parametrize("operation", MAKING, ids=str)
def test_it_makes_one_for_one_key(operation: Operation, scene: Scene) -> None:
    assert "Idempotency-Key" in operation.headers

    first = scene.send(operation, scene.sample(operation), Idempotency_Key="k1")
    after = scene.everything()
    again = scene.send(operation, scene.sample(operation), Idempotency_Key="k1")
    other = scene.send(operation, scene.sample(operation, 1), Idempotency_Key="k1")

    assert str(first.status_code) == str(again.status_code) == operation.status
    assert first.json() == again.json()
    assert (first["Location"], first["ETag"]) == (again["Location"], again["ETag"])
    assert again["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (409, "request.key_reused")
    assert scene.everything() == after
    there = scene.caller.get(first["Location"].partition(API)[2])
    assert there.json()["id"] == first.json()["id"]


@pytest.mark.parametrize("operation", MAKING, ids=str)
def test_a_refused_call_uses_up_no_key(operation: Operation, scene: Scene) -> None:
    before = scene.everything()
    for key in ("", "x" * 201, "ü"):
        refused = scene.send(operation, scene.sample(operation), Idempotency_Key=key)
        assert (refused.status_code, refused.json()["code"]) == (400, "request.key_invalid")
    assert scene.send(operation, {}, Idempotency_Key="k1").status_code == 422
    assert scene.everything() == before

    assert str(scene.send(operation, scene.sample(operation), Idempotency_Key="k1").status_code) == operation.status


@pytest.mark.parametrize("operation", ASKING, ids=str)
def test_it_is_asked_of_the_version_that_was_named(operation: Operation, scene: Scene) -> None:
    assert not operation.headers["If-Match"].get("required")
    before = scene.everything()

    late = scene.send(operation, If_Match='"another"')

    assert (late.status_code, late.json()["code"]) == (412, "request.changed")
    assert scene.everything() == before


@pytest.mark.parametrize("operation", CHANGING, ids=str)
def test_it_changes_only_the_version_that_was_named(operation: Operation, scene: Scene) -> None:
    assert operation.headers["If-Match"]["required"]
    body: Any = scene.sample(operation) if operation.body else None
    before = scene.everything()

    unsaid, late = scene.send(operation, body), scene.send(operation, body, If_Match='"another"')

    assert (unsaid.status_code, unsaid.json()["code"]) == (428, "request.no_version")
    assert (late.status_code, late.json()["code"]) == (412, "request.changed")
    assert scene.everything() == before


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_a_list_goes_on_from_its_own_cursor_only(operation: Operation, scene: Scene) -> None:
    path = scene.path(operation)
    of_another = scene.caller.get("accounts/?limit=1").json()["next"].rpartition("cursor=")[2]
    for cursor in ("x", "%00", "ü", ":", of_another.swapcase(), *([] if path == "accounts/" else [of_another])):
        refused = scene.caller.get(f"{path}?cursor={cursor}")
        assert refused.status_code in (400, 422), cursor
        assert refused.json()["code"] in ("request.cursor", "request.invalid")
    whole = scene.caller.get(path).json()
    assert whole["next"] is None


@pytest.mark.parametrize("operation", [each for each in LISTS if str(each) != "list_people"], ids=str)
def test_a_page_is_of_1_to_500(operation: Operation, scene: Scene) -> None:
    for limit in ("0", "-1", "501", "1e9", "x", "9" * 30):
        refused = scene.caller.get(f"{scene.path(operation)}?limit={limit}")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "limit")
