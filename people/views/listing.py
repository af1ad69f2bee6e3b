"""The lists of people: of an account, of a department; and the banner of the import under way."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from cerego.http import PageRequest, render_page
from departments.models import Account
from people import selectors
from people.bulk import actions_for
from people.listing.filters import PeopleFilter, Position, facets, numbers
from people.listing.finding import Choice
from people.listing.headcounts import headcounts_of
from people.listing.page import count, people_page
from people.listing.runs import runs_to_choose
from people.models import Import


@require_safe
@gzip_page
def people(request: PageRequest, account_id: int) -> HttpResponse:
    """Everybody in the account."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    return people_list(request, "people/people.html", account=account, place=account)


@require_safe
@gzip_page
def department(request: PageRequest, account_id: int, department_id: int) -> HttpResponse:
    """The people of one department, seen from its partner account."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    place = get_object_or_404(account.departments.live(), pk=department_id)
    return people_list(request, "departments/department.html", account=account, place=place)


def people_list(request: PageRequest, template: str, *, account: Account, place: Account) -> HttpResponse:
    """The people of ``place``, filtered, sorted and paged as the address says, seen from ``account``."""
    choice = choice_of(request, account, place)
    if request.htmx.target == "people-count":
        return render(request, "people/_people_count.html", {"total": count(choice), "counted": True})
    page = people_page(choice, Position.from_query(request.GET))
    if page.total is None and "count" in request.GET:
        page = page.counted(count(choice))
    context = {
        "account": account,
        "place": place,
        "chosen": choice.chosen,
        "facets": facets(choice.chosen, place.live_departments, runs_to_choose(choice)),
        "added_by": choice.run,
        "page": page,
        "actions": actions_for(account),
        "counts": headcounts_of(account).of_place(place),
        "running": SimpleLazyObject(lambda: selectors.import_under_way(place)),  # only the whole page asks
    }
    response = render_page(request, template, "people/_people_list.html", context)
    if request.htmx.trigger == "people-search":  # What was typed stands in the address without its blank fields.
        replace_url(response, f"{request.path}?{choice.chosen.query}".removesuffix("?"))
    return response


def choice_of(request: PageRequest, account: Account, place: Account) -> Choice:
    """Whom the address chooses. An import that one may not see is 404."""
    chosen = PeopleFilter.from_query(request.GET)
    run = None
    if chosen.import_id:
        run = get_object_or_404(Import, pk=chosen.import_id, account__in=request.administered_accounts)
    return Choice(account, place, chosen, run)


@require_safe
def importing(request: PageRequest, account_id: int) -> HttpResponse:
    """The banner of the import under way; it asks for itself again until there is none."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    running = selectors.import_under_way(account)
    shown = request.GET.get("shown", "")
    ended = None
    if running is None and numbers([shown]):
        ended = Import.objects.filter(pk=shown, account__in=request.administered_accounts).first()
    return render(request, "people/_importing.html", {"account": account, "running": running, "ended": ended})
