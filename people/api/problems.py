"""The one shape of every failure: problem details (RFC 9457), with a stable type and a sentence that says what to do."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from cerego.errors import Refused
from cerego.failures import PROBLEM, PROBLEM_TYPE
from cerego.sentences import in_words
from people.api.statuses import TITLES, WAITS, status_of

_OTHERS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (Http404, "request.not_found"),
    (exceptions.NotFound, "request.not_found"),
    (PermissionDenied, "request.forbidden"),
    (exceptions.PermissionDenied, "request.forbidden"),
    (exceptions.NotAcceptable, "request.accept"),
    (RequestDataTooBig, "request.form_too_large"),
    (TooManyFieldsSent, "request.form_too_large"),
    (TooManyFilesSent, "request.form_too_large"),
    (BadRequest, "request.bad"),
    (SuspiciousOperation, "request.bad"),
)
_WAITED_TOO_LONG: Final = frozenset({"55P03", "57014", "40P01"})
"""PostgreSQL's codes for: a lock was not to be had in time, a statement took too long, two waited for one another."""
_COME_AGAIN: Final = 5
_OWN: Final[dict[str, tuple[str, ...]]] = {"non_field_errors": (), "__all__": ()}
"""What libraries call the whole, which has no name of its own."""
_Found = tuple[dict[str, Any], dict[str, str]] | None
"""A problem, and the headers that belong to it."""


def problem(code: str, context: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The document; its sentence is templates/refusals/<code>.txt, or refusals/api/<code>.txt where that one speaks of a page."""
    status = status_of(code)
    return {
        "type": PROBLEM_TYPE + code,
        "title": TITLES[status],
        "status": status,
        "detail": in_words([f"refusals/api/{code}.txt", f"refusals/{code}.txt"], context or {}),
        "code": code,
        **more,
    }


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Django REST framework's exception handler: every expected failure as a problem; None for what is a mistake of ours."""
    found = _described(error) or _of_the_request(error, context)
    if found is None:
        return None
    document, headers = found
    return Response(document, status=document["status"], headers=headers, content_type=PROBLEM)


def _described(error: Exception) -> _Found:
    if isinstance(error, Refused):
        headers = {"Retry-After": str(WAITS[error.code])} if error.code in WAITS else {}
        return problem(error.code, error.context), headers
    if isinstance(error, exceptions.ValidationError):
        return problem("request.invalid", errors=_errors(error.detail)), {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        code = "token.missing" if isinstance(error, exceptions.NotAuthenticated) else "token.invalid"
        return problem(code), {"WWW-Authenticate": 'Bearer realm="api"'}
    if isinstance(error, exceptions.Throttled):
        return _later("request.too_many", max(1, int(getattr(error, "wait", None) or 1) + 1))
    if isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) in _WAITED_TOO_LONG:
        return _later("server.busy", _COME_AGAIN)
    return None


def _of_the_request(error: Exception, context: Mapping[str, Any]) -> _Found:
    request = context["request"]
    if isinstance(error, exceptions.MethodNotAllowed):
        allowed = ", ".join(context["view"].allowed_methods)
        return problem("request.method", {"method": request.method}), {"Allow": allowed}
    if isinstance(error, exceptions.UnsupportedMediaType | exceptions.ParseError):
        code = "request.unreadable" if isinstance(error, exceptions.ParseError) else "request.media_type"
        return problem(code, {"media_type": request.content_type or "anything"}), {}
    code = next((code for kind, code in _OTHERS if isinstance(error, kind)), "")
    return (problem(code), {}) if code else None


def _later(code: str, seconds: int) -> _Found:
    return problem(code, {"seconds": seconds}), {"Retry-After": str(seconds)}


def _errors(detail: Any, field: str = "") -> list[dict[str, str]]:
    """Each field's sentences, one after the other: its name with dots between levels; empty where it is about the whole."""
    if isinstance(detail, Mapping):
        names = {name: ".".join(filter(None, (field, *_OWN.get(str(name), (str(name),))))) for name in detail}
        return [one for name, below in detail.items() for one in _errors(below, names[name])]
    if isinstance(detail, list):
        return [one for below in detail for one in _errors(below, field)]
    return [{"field": field, "detail": str(detail)}]
