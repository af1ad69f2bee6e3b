"""One line for each request: which page, what was answered, how long it took; with an id that its answer carries too."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from typing import Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from cerego.logs.about import about_request

HEADER: Final = "X-Request-ID"
logger = logging.getLogger(__name__)
_FIT: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestLog:
    """Gives each request its id: what a proxy or a script has called it, if that fits into a log, else a new one.

    Said is the page's pattern, not its address: addresses hold what people search for, and links that open something.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if _FIT.fullmatch(given) else uuid4().hex
        began = perf_counter()
        with about_request(request, request_id):
            response = self.get_response(request)
            route = request.resolver_match.route if request.resolver_match else "no page"
            taken = round((perf_counter() - began) * 1000)
            logger.info(
                "%s /%s %s in %s ms", request.method, route, response.status_code, taken,
                extra={"facts": {"status": response.status_code, "milliseconds": taken}},
            )  # fmt: skip
        response.headers[HEADER] = request_id
        return response
