"""What is answered where no page gets to say it: the site's pages for errors, and for scripts the problem document."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults

PROBLEM: Final = "application/problem+json"
PROBLEM_TYPE: Final = "urn:cerego-people:problem:"
"""What stands before the code in a problem's type. It names the problem; there is nothing to fetch there."""


def is_for_scripts(request: HttpRequest) -> bool:
    """Whether whoever asks is to be answered with a problem document."""
    return request.path.startswith("/api/")


def problem_response(status: int, code: str, *, seconds: int | None = None, **context: object) -> JsonResponse:
    """A problem document with the sentence of templates/refusals/<code>.txt, and when to try again."""
    document = {
        "type": PROBLEM_TYPE + code,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": render_to_string(f"refusals/{code}.txt", {"seconds": seconds, **context}).strip(),
        "code": code,
    }
    headers = {"Retry-After": str(seconds)} if seconds else {}
    return JsonResponse(document, status=status, content_type=PROBLEM, headers=headers)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: not even a page could be found for it."""
    if is_for_scripts(request):
        return problem_response(400, "request.bad")
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours, which is logged."""
    return problem_response(500, "server.error") if is_for_scripts(request) else defaults.server_error(request)
