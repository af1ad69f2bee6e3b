"""Home, and the Admin page of an account."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cerego.http import PageRequest
from people import selectors
from people.context import CAME_FROM
from people.listing.headcounts import people_counts


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """Where the person belongs; for admins the way into each Admin area."""
    request.session.pop(CAME_FROM, None)
    persons = selectors.persons_of_user(request.user.pk)
    administered = set(request.administered_accounts.values_list("pk", flat=True))
    return render(request, "home.html", {"persons": persons, "administered": administered})


@require_safe
def admin_home(request: PageRequest, account_id: int) -> HttpResponse:
    """The Admin page of an account: what there is to do in it."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    return render(request, "people/admin_home.html", {"account": account, "counts": people_counts(account)})
