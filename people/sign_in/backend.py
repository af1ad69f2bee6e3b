"""Who is signed in by an address and a password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from people.addresses import InvalidAddress, canonical
from people.models import User


class Backend(AuthenticationBackend):
    """django-allauth's, with our addresses, and one answer for all who can't come in.

    Every refusal has computed the hash of one password: for an unknown address, for somebody without a password and for
    the deactivated as for a wrong password.
    """

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """By the canonical address alone (R7): no letter that only looks or folds like another finds anybody."""
        try:
            user = User.objects.filter(email=canonical(email.strip())).first()
        except InvalidAddress:
            return None
        return self._check_password(user, password) if user else None

    def _check_password(self, user: Any, password: str) -> User | None:
        """Not as django-allauth has it, which tells the deactivated so."""
        self._did_check_password = True
        is_right = user.check_password(password)
        return user if is_right and may_sign_in(user) else None

    def get_user(self, user_id: int) -> User | None:
        """At every request, so without a query more: partners end the sessions of those whom they deactivate."""
        user = User.objects.filter(pk=user_id).first()
        return user if user and user.is_active else None


def may_sign_in(user: User) -> bool:
    """Whether somebody may: not whom every partner that knows them has deactivated."""
    if not user.is_active:
        return False
    deactivated = list(user.persons.values_list("deactivated_at", flat=True))
    return not deactivated or None in deactivated
