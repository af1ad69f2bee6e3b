"""Finding the account to work in among many."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cerego.http import PageRequest, render_page
from departments.selectors import search_by_name
from people.context import SWITCHER_LENGTH, accounts_to_switch

PAGE_LENGTH = 50


@require_safe
def switch(request: PageRequest, account_id: int) -> HttpResponse:
    """The accounts one administers, searched by name or ID: a page, and the list in the account switcher."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    search = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    found = search_by_name(accounts_to_switch(request), search)
    page = Paginator(found, SWITCHER_LENGTH if request.htmx else PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"account": account, "search": search, "page": page, "accounts": page, "more": page.has_next()}
    context["query"] = urlencode({"q": search}) if search else ""
    return render_page(request, "people/switch.html", "people/_switch_results.html", context)
