"""The addresses of two-factor sign-in that we answer otherwise than django-allauth does, whose own come behind them."""

from django.urls import path

from people.sign_in.confirming import confirm_by_key

urlpatterns = [path("webauthn/reauthenticate/", confirm_by_key, name="mfa_reauthenticate_webauthn")]
