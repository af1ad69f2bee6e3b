"""Every address of the site, by the app that answers it."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("accounts/<int:account_id>/", include("departments.urls")),
    path("", include("people.urls")),
]
