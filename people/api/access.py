"""Who is calling, and what they may do: by a personal access token, or by the session of the pages."""

import logging
from typing import TYPE_CHECKING, Any

from redis.exceptions import RedisError
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from cerego.errors import Refused
from people import tokens
from people.models import AccessToken, User

if TYPE_CHECKING:
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer cerego_…``"""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        """The token's user; None if there is no token, so that the session may say who it is."""
        kind, _, secret = get_authorization_header(request).partition(b" ")
        if kind.lower() != b"bearer":
            return None
        token = tokens.recognise(secret.strip().decode("ascii", "replace"))
        if token is None:
            raise exceptions.AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a stranger is asked for."""
        return 'Bearer realm="api"'


class MayWrite(BasePermission):
    """A token that may only read changes nothing. What one may see is a matter of looking it up (design §8)."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        is_change = request.method not in SAFE_METHODS
        if is_change and isinstance(request.auth, AccessToken) and not request.auth.may_write:
            raise Refused("token.read_only")
        return True


class PerUser(SimpleRateThrottle):
    """So many calls a minute for each user, whatever tokens they use; the setting is API_RATE."""

    scope = "api"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError:  # who counts is away; what is counted is not: the API goes on, uncounted
            logger.exception("Calls can't be counted.")
            return True

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        user: Any = request.user
        return self.cache_format % {"scope": self.scope, "ident": user.pk} if user.is_authenticated else None


class PerUpload(PerUser):
    """So many uploads an hour for each user: each may be of a million rows; the setting is API_UPLOAD_RATE."""

    scope = "upload"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        return request.method in SAFE_METHODS or super().allow_request(request, view)
