"""Every address of the site, by the app that answers it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def not_here(request: HttpRequest) -> HttpResponse:
    """An address of django-allauth that we don't offer: an address of somebody's is changed by the partner, not by them."""
    raise Http404


urlpatterns = [
    path("api/v1/", include("people.api.urls")),
    path("account/email/", not_here),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("people.sign_in.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("accounts/<int:account_id>/", include("departments.urls")),
    path("", include("people.urls")),
]

handler400 = "cerego.failures.bad_request"
handler500 = "cerego.failures.server_error"
