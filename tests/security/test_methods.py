"""Methods that an address does not answer tell nothing and change nothing; and looking at a page changes nothing either."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import Cast
from tests.security.matrix import MATRIX, Who
from tests.security.test_matrix import (
    GUARDED,
    MAY,
    NOWHERE,
    clients,
    everything,
    objects,
    path_of,
)  # fmt: skip

__all__ = ["clients", "objects"]
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
OTHERS = ["liv", "olga"]
NAMELESS = {
    "api/v1/<nothing of ours>": "answers 404 to everybody",
    "account/email/": "answers 404 to everybody; django-allauth's own is behind it",
}
"""Addresses that the matrix, which goes by names, does not see."""


def nameless(patterns: list[Any], before: str = "") -> set[str]:
    """The addresses without a name."""
    found = set()
    for each in patterns:
        route = before + (str(each.pattern) or "<nothing of ours>" * (before == "api/v1/"))
        if isinstance(each, URLResolver):
            found |= nameless(each.url_patterns, route)
        elif isinstance(each, URLPattern) and not each.name:
            found.add(route)
    return found


def test_no_address_hides_from_the_matrix_by_having_no_name() -> None:
    assert nameless(get_resolver().url_patterns) == set(NAMELESS)


@pytest.mark.parametrize("who", OTHERS)
def test_no_method_tells_whether_there_is_such_an_account(
    objects: dict[str, dict[str, Any]], clients: dict[str, Client], who: str
) -> None:
    client, before, wrong = clients[who], everything(), []
    overridden = {"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "PUT", "X-Method-Override": "PATCH"}
    for name, line in GUARDED.items():
        for method in METHODS:
            send, told = getattr(client, method), {}
            for which, other in (("theirs", {}), ("nobody's", {"account_id": NOWHERE})):
                answer = send(path_of(name, line, objects["northwind"], **other), headers=overridden)
                told[which] = (answer.status_code, answer.content, answer.headers.get("Allow"))
            if told["theirs"] != told["nobody's"] or told["theirs"][0] not in (404, 405):
                wrong.append((name, method, told["theirs"][0]))
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("where", MAY)
def test_looking_changes_nothing(objects: dict[str, dict[str, Any]], clients: dict[str, Client], where: str) -> None:
    """Not even by those who may change something; that something was taken along is on record, and nothing else."""
    client, before = clients["mara"], everything()
    for name, line in GUARDED.items():
        if line.who is Who.PARTNER and where == "maths":
            continue
        for method in ("get", "head", "options"):
            answer = getattr(client, method)(path_of(name, line, objects[where]), {"action": "save", "_method": "POST"})
            if answer.streaming:
                b"".join(answer.streaming_content)
    after = everything()
    assert {table for table in after if after[table] != before[table]} <= {"people_event"}


def test_looking_at_ones_own_pages_changes_nothing(cast: Cast, mara: Client) -> None:
    before = everything()
    for name in (name for name, line in MATRIX.items() if line.who in (Who.ONESELF, Who.ANYBODY)):
        for method in ("get", "head", "options"):
            getattr(mara, method)(reverse(name, kwargs=_keys(name)))
    assert everything() == before
    assert mara.get("/").status_code == 200, "and signs nobody out"


def _keys(name: str) -> dict[str, Any]:
    """Something for each part of an address that has a name."""
    values = {"pk": 1, "key_id": 1, "key": "x", "uidb36": "1", "invitation_id": 1, "token": "x"}
    return {key: 1 if name.endswith("webauthn") else values[key] for key in _arguments(name)}


def _arguments(name: str) -> list[str]:
    possible = get_resolver().reverse_dict.getlist(name)
    return list(possible[0][0][0][1])


def test_no_form_is_taken_without_its_token(objects: dict[str, dict[str, Any]], cast: Cast) -> None:
    """CSRF: of every address that takes a form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mara)
    before, taken = everything(), []
    for name, line in MATRIX.items():
        if "POST" not in line.methods:
            continue
        if name in GUARDED:
            path = path_of(name, line, objects["northwind"])
        else:
            path = reverse(name, kwargs=_keys(name))
        for headers in ({}, {"Origin": "https://evil.example"}, {"X-CSRFToken": "x" * 64}):
            answer = client.post(path, {"name": "Mine", "two_factor": "on"}, headers=headers)
            if answer.status_code != 403 and name != "account_email":
                taken.append((name, answer.status_code))
    assert taken == []
    assert everything() == before
