"""The forms of signing in, where django-allauth's own would fold what was typed: U+212A in lower case is a plain k (R7); and
those for passwords, whose fields of its own repeat the label inside, grey on white.
"""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import parse_authentication_response, parse_registration_response
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from people import tasks
from people.sign_in import recovery
from people.sign_in.two_factor import second_factors


class SignInForm(LoginForm):
    """Address and password. What is no address at all gets the answer that an unknown one gets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(max_length=254)


class ForgottenForm(ResetPasswordForm):
    """Where the link goes. It says nothing about the address: nobody looks it up while somebody waits for the answer."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))

    def clean_email(self) -> str:
        """What was typed."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_: Any) -> str:
        """Write it down, and tell the workers after the commit."""
        email = str(self.cleaned_data["email"])
        recovery.ask(email)
        transaction.on_commit(tasks.post)
        return email


class _Unprompted:
    """A form whose fields are empty while nothing is in them: what goes in stands above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class _Begun:
    """A form that is all there is on its page: one types at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True  # type: ignore[attr-defined]


class OtherPasswordForm(_Unprompted, ChangePasswordForm):
    """The current password and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""  # the page itself says what to do who has forgotten it


class FirstPasswordForm(_Unprompted, SetPasswordForm):
    """A password for who has none."""


class PasswordByLinkForm(_Begun, _Unprompted, ResetPasswordKeyForm):
    """A new password, for who followed the link."""


class StillYouForm(_Begun, _Unprompted, ReauthenticateForm):
    """The password again, before something that matters."""


class CodeForm(_Unprompted, AuthenticateForm):
    """The code after the password. Who has no app begins with the passkey instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = second_factors(self.user).app


class StillYouByCodeForm(_Begun, _Unprompted, ReauthenticateByCodeForm):
    """A code, before something that matters."""


class _Key:
    """A form that a browser fills with what a passkey or security key says; django-allauth speaks of a code there too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].validators.append(self._has_shape)  # type: ignore[attr-defined]

    def _has_shape(self, said: Any) -> None:
        """What is no answer of a key at all is refused like a wrong one; django-allauth lets some of it end in a fault."""
        try:
            self._parse(said)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise ValidationError("Not what a key says.", code="invalid") from error

    def _parse(self, said: Any) -> None:
        parse_authentication_response(said)

    def add_error(self, field: str | None, error: ValidationError) -> None:
        """What is wrong: with the key, or that it was asked too often."""
        if any(each.code in ("incorrect_code", "required", "invalid") for each in getattr(error, "error_list", [])):
            error = ValidationError("This passkey or security key was not accepted. Try again, or take another way.")
        super().add_error(field, error)  # type: ignore[misc]


class AddKeyForm(_Key, AddWebAuthnForm):
    """A new passkey or security key."""

    def _parse(self, said: Any) -> None:
        parse_registration_response(said)


class KeyForm(_Key, AuthenticateWebAuthnForm):
    """A key after the password."""


class SignInByKeyForm(_Key, LoginWebAuthnForm):
    """A passkey instead of address and password."""


class StillYouByKeyForm(_Key, ReauthenticateWebAuthnForm):
    """A key, before something that matters."""
