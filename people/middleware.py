"""What every request knows about the person who makes it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import resolve
from django.utils.functional import SimpleLazyObject

from cerego.failures import is_for_scripts
from people import auditing
from people.context import CAME_FROM, is_of_oneself
from people.listing.filters import numbers
from people.selectors import accounts_administered_by


class AdministeredAccounts:
    """Puts ``request.administered_accounts`` there: access is a lookup in it (design §8)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        accounts = SimpleLazyObject(lambda: accounts_administered_by(request.user))
        request.administered_accounts = accounts  # type: ignore[attr-defined]
        return self.get_response(request)


class CameFrom:
    """Remembers from which account's pages somebody comes to those of their own account, which keep its navigation.

    In the session: so it stays through all their forms and what django-allauth leads to, until one goes Home.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        (account_id,) = numbers([request.GET.get("from", "")]) or (None,)
        if account_id and is_of_oneself(request) and request.user.is_authenticated:
            request.session[CAME_FROM] = account_id
        return self.get_response(request)


class UploadsOfStrangers:
    """Refuses a large body before it is read: looking for the CSRF token reads all of it, and that comes before the view.

    The API reads nothing before it knows who calls.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = str(request.META.get("CONTENT_LENGTH") or 0)
        if sent.isdecimal() and int(sent) > settings.REQUEST_MAX_BYTES and not is_for_scripts(request):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            account_id = resolve(request.path_info).kwargs.get("account_id")
            get_object_or_404(request.administered_accounts, pk=account_id)  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusedAccess:
    """Puts on record that somebody signed in asked for an account that is not theirs, by a page or by the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code == 404 and match is not None and request.user.is_authenticated:
            account_id, import_id = (match.kwargs.get(name) for name in ("account_id", "import_id"))
            if account_id is not None or import_id is not None:
                page, method = match.view_name, request.method or ""
                auditing.record_refusal(
                    by=request.user, account_id=account_id, import_id=import_id, page=page, method=method
                )
        return response


class TwoFactorWanted:
    """Leads an admin who has no two-factor sign-in, and whose partner wants it, to where it is set up.

    Asked only where something was not found, so that no page costs a query more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        account_id = match.kwargs.get("account_id") if match else None
        if not isinstance(exception, Http404) or account_id is None or not request.user.is_authenticated:
            return None
        if request.administered_accounts.filter(pk=account_id).exists():  # type: ignore[attr-defined]
            return None
        if not accounts_administered_by(request.user, whatever_it_takes=True).filter(pk=account_id).exists():
            return None
        messages.warning(
            request, "Your organisation wants two-factor sign-in of its admins. Set it up, then come back."
        )
        return redirect("mfa_index")
