"""What every request knows about the person who makes it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from people.selectors import accounts_administered_by


class AdministeredAccounts:
    """Puts ``request.administered_accounts`` there: access is a lookup in it (design §8)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        accounts = SimpleLazyObject(lambda: accounts_administered_by(request.user))
        request.administered_accounts = accounts  # type: ignore[attr-defined]
        return self.get_response(request)
