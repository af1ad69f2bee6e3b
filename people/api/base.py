"""What every address of the API has: who calls, the accounts they may see, and how what they sent is read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from departments.models import Account
from people.api.access import MayWrite, PerUser, TokenAuthentication
from people.api.parsing import Json
from people.api.reading import read
from people.models import AccessToken, User
from people.selectors import accounts_administered_by


class ApiView(APIView):
    """An address. Access is a lookup that begins at :attr:`accounts`: what one may not see is 404 (design §8)."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes: Sequence[type[BasePermission]] = (IsAuthenticated, MayWrite)
    throttle_classes: Sequence[type[BaseThrottle]] = (PerUser,)
    parser_classes: Sequence[type[BaseParser]] = (Json,)
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    http_method_names: Sequence[str] = ("get", "head", "post", "patch", "delete")  # so Allow names what answers

    @property
    def user(self) -> User:
        """Who calls."""
        assert isinstance(self.request.user, User)
        return self.request.user

    @property
    def accounts(self) -> QuerySet[Account]:
        """The accounts that the caller administers, as far as their token reaches."""
        accounts = accounts_administered_by(self.user)
        token = self.request.auth
        if isinstance(token, AccessToken) and token.account_id is not None:
            reach = Account.objects.filter(pk=token.account_id) | Account.objects.filter(parent=token.account_id)
            accounts = accounts.filter(pk__in=reach.values("pk"))
        return accounts

    def account(self, account_id: int, **which: Any) -> Account:
        """One of them; otherwise 404."""
        return get_object_or_404(self.accounts, pk=account_id, **which)


def sent(request: Request, shape: type[serializers.Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
    """The body of a request as ``shape`` has it; a field that can't be used, or is none, is a problem with its name.

    With ``partial``, nothing need be sent, and nothing stands in for what was not.
    """
    return read(shape(data=request.data, partial=partial))


def valid(form: Form) -> dict[str, Any]:
    """What a form of the pages makes of what was sent; its errors are the problem's."""
    if not form.is_valid():
        raise ValidationError({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form.cleaned_data


def asked(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The same of the query of an address."""
    return read(shape(data=request.query_params))


class PageAsked(serializers.Serializer[Any]):
    """Which part of a list."""

    limit = serializers.IntegerField(min_value=1, max_value=500, default=100, help_text="At most so many at once.")
    cursor = serializers.CharField(
        required=False, help_text="From the “next” of the page before; it fits that list only."
    )
