"""What makes a link to set a password good for one person and one time."""

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from people.models import User


class LinkTokens(PasswordResetTokenGenerator):
    """Django's: a link dies with a new password, a sign-in, another address, and with time. Ours die with the sessions too.

    For a partner never writes to a user (people.persons): who gets another address is another user from then on, and who is
    deactivated keeps theirs. Both have their sessions ended, unless another partner has them come in.
    """

    def _make_hash_value(self, user: User, timestamp: datetime) -> str:  # type: ignore[override]
        return f"{super()._make_hash_value(user, timestamp)}{user.sessions_ended}.{user.is_active}"  # type: ignore[arg-type]
