"""Every request is counted, with how long it took."""

from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from cerego.metrics.meters import REQUESTS


class CountRequests:
    """Counts by the page's name, not by its address: there are few of them, and they quote nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        REQUESTS.add(name or "none", str(response.status_code), seconds=perf_counter() - began)
        return response
