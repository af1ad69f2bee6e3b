"""Every address of the site, by the app that answers it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def not_here(request: HttpRequest) -> HttpResponse:
    """An address of django-allauth that we don't offer: an address of somebody's is changed by the partner, not by them."""
    raise Http404


urlpatterns = [
    path("account/email/", not_here),
    path("account/", include("allauth.account.urls")),
    path("accounts/<int:account_id>/", include("departments.urls")),
    path("", include("people.urls")),
]
