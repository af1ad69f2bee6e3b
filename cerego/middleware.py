"""What comes before and after any page: the browser's rules, whether the database is there, where the request comes from."""

import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import resolve

from cerego.failures import is_for_scripts, problem_response
from cerego.origin import coming_from
from cerego.uploads import most_bytes

logger = logging.getLogger(__name__)

_RETRY_SECONDS: Final = 10
_TELLS_OF_IT: Final = "/metrics"
"""The page that says that the database is away."""


class BrowserRules:
    """Tells browsers what a page of ours may load and do, and that no page with personal data is to be kept (ASVS 5, ch. 3).

    Who gives an answer that may be kept, as of a file of the site, says so itself.
    """

    RULES: Final = {
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        for name, value in self.RULES.items():
            response.headers.setdefault(name, value)
        return response


class BodyLimit:
    """Answers 413 to whatever says that it is larger than its address takes, before anything of it is read.

    What does not say how large it is, is empty to us: the server takes a request's length from its header alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = str(request.META.get("CONTENT_LENGTH") or 0)
        if sent.isdecimal() and int(sent) > settings.REQUEST_MAX_BYTES and int(sent) > self._most(request):
            size = filesizeformat(self._most(request))
            if is_for_scripts(request):
                return problem_response(413, "request.too_large", size=size)
            return HttpResponse(render_to_string("413.html", {"size": size}), status=413)
        return self.get_response(request)

    @staticmethod
    def _most(request: HttpRequest) -> int:
        try:
            return most_bytes(resolve(request.path_info).func)
        except Http404:
            return 0


class DatabaseAtHand:
    """Answers 503 with a page of plain words while the database takes no connections; no page can do without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == _TELLS_OF_IT:
            return self.get_response(request)
        try:
            with connection.cursor():  # which connects, or looks whether the connection is still good
                pass
        except OperationalError as error:
            logger.error("The database takes no connections: %s", error)
            if is_for_scripts(request):
                return problem_response(503, "server.no_database", seconds=_RETRY_SECONDS)
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
        return self.get_response(request)


class Origin:
    """Whatever is written while the request is answered knows where it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(request):
            return self.get_response(request)
