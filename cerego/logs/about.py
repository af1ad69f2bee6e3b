"""What is being worked on: a request, a task, an import, by a user. Every line that is logged meanwhile says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

Facts = dict[str, Any]

_facts: Final[ContextVar[Facts]] = ContextVar("facts")
_REQUEST: Final = "_request"
_IDS: Final = ("account_id", "import_id")
"""Which parts of an address are facts."""


@contextmanager
def about(**facts: Any) -> Iterator[None]:
    """Until the end of the block, lines say these facts too. Ids only: no names, no addresses."""
    token = _facts.set(_facts.get({}) | facts)
    try:
        yield
    finally:
        _facts.reset(token)


@contextmanager
def about_request(request: HttpRequest, request_id: str) -> Iterator[None]:
    """The same for a request: its id, and as soon as they are known its user and what its address names."""
    with about(request_id=request_id, **{_REQUEST: request}):
        yield


def facts() -> Facts:
    """What lines are to say now. Asks neither the database nor who is signed in."""
    said = dict(_facts.get({}))
    request = said.pop(_REQUEST, None)
    return said | _of_request(request) if request is not None else said


def request_id() -> str | None:
    """The id of the request that is being answered, or that the task in hand goes back to."""
    return _facts.get({}).get("request_id")


def _of_request(request: HttpRequest) -> Facts:
    user = request.__dict__.get("user")
    if isinstance(user, SimpleLazyObject):
        user = user.__dict__["_wrapped"]  # the user, if anybody has asked who it is
    named = request.resolver_match.kwargs if request.resolver_match else {}
    found = {"user_id": getattr(user, "pk", None), **{name: named.get(name) for name in _IDS}}
    return {name: value for name, value in found.items() if value is not None}
