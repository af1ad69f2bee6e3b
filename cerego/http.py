"""What pages share: the request they get, and answering one address in two renderings."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class PageRequest(HttpRequest):
    """A request as the middleware hands it to a page. For annotations only."""

    user: Any
    """The one signed in: LoginRequiredMiddleware lets no stranger get as far as a page."""
    htmx: HtmxDetails
    administered_accounts: QuerySet[Any]
    """The accounts whose Admin area the person signed in may open; every lookup of an account begins here (design §8)."""


def render_page(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template ``page``, or for htmx only its ``part``: one address, two renderings.

    Going back in the browser asks for the whole page, whatever made the request.
    """
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    only_part = htmx and not htmx.boosted and not htmx.history_restore_request
    response = render(request, part if only_part else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the fields sent, even if there are none; nothing if the form is only to be shown."""
    return request.POST if request.method == "POST" else None
