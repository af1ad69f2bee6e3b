"""How django-allauth is told our ways."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import truncate_ip
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from cerego.origin import client_address
from people.models import User
from people.sign_in.backend import may_sign_in
from people.sign_in.record import record_failed_sign_in
from people.sign_in.two_factor import SecondFactors, second_factors

logger = logging.getLogger(__name__)

NOWHERE = "0.0.0.0"  # noqa: S104 (nothing is bound to it; it stands for "unknown")


class AccountAdapter(DefaultAccountAdapter):
    """People come in by an import or an invitation, never by signing up."""

    error_messages = {  # noqa: RUF012 (as django-allauth has it)
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This address and password don’t fit together. Try again, or set a new password.",
        "too_many_login_attempts": "That was wrong too often. Wait some minutes, or set a new password.",
        "enter_current_password": "That is not your current password.",
        "incorrect_password": "That is not your password.",
        "incorrect_code": "That code is not right. Take the newest one.",
        "rate_limited": "That was too often. Wait some minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step of every way in: passkeys ask for no password, and who was half in may be deactivated by now."""
        if not may_sign_in(user):
            clear_login(request)
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """How they may show that it is them: by what they have, in our words."""
        methods = super().get_reauthentication_methods(user)
        if not isinstance(user, User):
            return methods
        words = _ways_to_confirm(second_factors(user))
        return [method | {"description": words[method["id"]]} for method in methods if method["id"] in words]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The connection's, or what our own proxy says; never what a client writes."""
        return client_address(request) or NOWHERE

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted for an address and where they come from together.

        So whoever guesses locks out themselves, not the one whose address it is.
        """
        return f"{_typed(credentials)} from {truncate_ip(self.get_client_ip(request))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Against guessing from many places at once there is a second, wider count of the address alone, for ten minutes."""
        super().pre_authenticate(request, **credentials)
        self._total = ratelimit.consume(
            request, app="allauth.account", action="login_failed_anywhere", key=_typed(credentials)
        )
        if not self._total:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        if getattr(self, "_total", None):
            self._total.rollback()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """It is on record, with whoever has that address."""
        record_failed_sign_in(_typed(credentials))

    def forget_failures(self, request: HttpRequest, email: str) -> None:
        """Whoever has set a new password by a link in their mailbox may try again at once."""
        self._delete_login_attempts_cached_email(request, email=email)
        ratelimit.clear(request, app="allauth.account", action="login_failed_anywhere", key=email.lower())


def _ways_to_confirm(has: SecondFactors) -> dict[str, str]:
    words = {"reauthenticate": "Enter your password", "mfa_reauthenticate:webauthn": "Use a passkey or security key"}
    if has.app:
        words["mfa_reauthenticate"] = "Enter a code of your authenticator app"
    elif has.recovery_codes:
        words["mfa_reauthenticate"] = "Enter a recovery code"
    return words


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").strip().lower()
