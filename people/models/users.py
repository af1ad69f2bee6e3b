"""Users: sign-in identities."""

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

ERASED_DOMAIN: Final = "erased.invalid"
"""Where those have their addresses who stand for people removed for good: no mail ever arrives there (RFC 6761)."""


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user. ``email`` must be canonical (R7); without a password the user can't sign in until they set one."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in identity: one e-mail address, one password, across the whole system."""

    # Canonical (R7), so ASCII and lower case: the "C" collation makes its order the same here and in Python.
    email = models.CharField(max_length=254, unique=True, db_collation="C")
    is_active = models.BooleanField(default=True, db_default=True)
    is_staff = models.BooleanField(default=False, db_default=False)
    is_superuser = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sessions_ended = models.IntegerField(default=0, db_default=0)
    """How often all their sessions were ended: a session is good for the number it began with."""
    wants_import_letters = models.BooleanField(default=True, db_default=True)
    """Whether they are told by mail when an import of theirs that took long has ended."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_canonical", condition=models.Q(email__regex=r"^[!-@\[-~]+$")),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_removed(self) -> bool:
        """Whether they only stand for somebody who was removed for good."""
        return self.email.endswith(f"@{ERASED_DOMAIN}")

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be good still; another once the password or ``sessions_ended`` is."""
        return f"{super().get_session_auth_hash()}.{self.sessions_ended}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same by the secret keys of before."""
        for earlier in super().get_session_auth_fallback_hash():
            yield f"{earlier}.{self.sessions_ended}"
