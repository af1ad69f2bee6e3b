"""Showing again that it is oneself, before something that matters."""

from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.forms import Form
from django.http import HttpResponse


class ConfirmByKeyView(ReauthenticateWebAuthnView):
    """By a passkey or security key. django-allauth's own leads Home when one is refused, and forgets where one was going."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """The same page again, which knows where one was going and says what is wrong."""
        context = self.get_context_data()  # given the form, it would make another all the same, and count a further try
        context["form"] = form
        return self.render_to_response(context, status=422)


confirm_by_key = ConfirmByKeyView.as_view()
