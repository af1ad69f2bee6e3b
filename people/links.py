"""Addresses on our site that are sent or printed, complete with the site's own."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from people.models import User


def set_password_link(user: User) -> str:
    """The address at which ``user`` sets a password, and need not know an old one.

    The same that "Forgot your password?" sends: good until it is used, they sign in, their sessions are ended, or
    PASSWORD_RESET_TIMEOUT is over.
    """
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
