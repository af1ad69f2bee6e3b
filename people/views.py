"""Home, the Admin page, and the lists of people."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from cerego.http import PageRequest, render_page
from departments.models import Account
from people import selectors
from people.filters import PeopleFilter, facets
from people.models import Import

PAGE_LENGTH = 50


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """Where the person belongs; for admins the way into each Admin area."""
    persons = selectors.persons_of_user(request.user.pk)
    administered = set(request.administered_accounts.values_list("pk", flat=True))
    return render(request, "home.html", {"persons": persons, "administered": administered})


@require_safe
def admin_home(request: PageRequest, account_id: int) -> HttpResponse:
    """The Admin page of an account: what there is to do in it."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    return render(request, "people/admin_home.html", {"account": account, "counts": selectors.people_counts(account)})


@require_safe
def people(request: PageRequest, account_id: int) -> HttpResponse:
    """Everybody in the account."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    return people_list(request, "people/people.html", account=account, place=account)


@require_safe
def department(request: PageRequest, account_id: int, department_id: int) -> HttpResponse:
    """The people of one department, seen from its partner account."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    place = get_object_or_404(account.departments.live(), pk=department_id)
    return people_list(request, "departments/department.html", account=account, place=place)


def people_list(request: PageRequest, template: str, *, account: Account, place: Account) -> HttpResponse:
    """The people of ``place``, filtered, sorted and paged as the address says, seen from ``account``."""
    chosen = PeopleFilter.from_query(request.GET)
    added_by = None
    if chosen.import_id:
        added_by = get_object_or_404(Import, pk=chosen.import_id, account__in=request.administered_accounts)
    departments = account.departments.live().in_order().values_list("pk", "name") if place.is_partner else []
    page = Paginator(selectors.people_in(account, place, chosen), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "place": place,
        "chosen": chosen,
        "facets": facets(chosen, departments),
        "added_by": added_by,
        "page": page,
        "counts": selectors.people_counts(place),
        "running": selectors.import_under_way(place),
    }
    response = render_page(request, template, "people/_people_list.html", context)
    if request.htmx.trigger == "people-search":  # What was typed stands in the address without its blank fields.
        replace_url(response, f"{request.path}?{chosen.query}".removesuffix("?"))
    return response


@require_safe
def importing(request: PageRequest, account_id: int) -> HttpResponse:
    """The banner of the import under way; it asks for itself again until there is none."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    running = selectors.import_under_way(account)
    shown = request.GET.get("shown", "")
    ended = None
    if running is None and shown.isdigit():
        ended = Import.objects.filter(pk=shown, account__in=request.administered_accounts).first()
    return render(request, "people/_importing.html", {"account": account, "running": running, "ended": ended})
