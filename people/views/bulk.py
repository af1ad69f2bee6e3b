"""Changes of many people: the page that asks, the page that tells how far it is, the export."""

from uuid import UUID, uuid5

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cerego.downloads import csv_response, file_name_after
from cerego.http import PageRequest, posted, render_page
from departments.models import Account
from people import bulk, tasks
from people.auditing import record_export
from people.bulk import export
from people.bulk.forms import BulkForm
from people.bulk.pages import BulkPage
from people.bulk.selection import Selection
from people.listing.filters import numbers
from people.models import Bulk
from people.views.listing import choice_of

AT_ONCE = 100
"""So many people are changed while one waits for the page; more by a worker."""


@require_http_methods(["GET", "HEAD", "POST"])
def change_people(request: PageRequest, account_id: int, action_code: str) -> HttpResponse:
    """'Deactivate 318 people': asks for what goes with it, and to be sure; then does it, or has it done."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    action = next((action for action in bulk.actions_for(account) if action.code == action_code), None)
    if action is None:
        raise Http404
    selection = _selection(request, account)
    number = selection.people.count()
    form = BulkForm(posted(request), action=action, account=account, place=selection.choice.place, number=number)
    if request.method == "POST" and form.is_valid():
        key = uuid5(form.cleaned_data["key"], f"{request.user.pk} {account.pk} {action_code}")  # so it is nobody else's
        change = Bulk.objects.filter(key=key, created_by=request.user, account=account).first()
        if change is None and form.cleaned_data["number"] != number:
            form.ask_again(number)
        else:
            change = change or _begin(request, account, selection, form, key)
            return redirect("people_change", account.pk, change.pk)
    context = {"account": account, "action": action, "selection": selection, "number": number, "form": form}
    return render(request, "people/bulk/ask.html", context, status=422 if form.errors else 200)


def _begin(request: PageRequest, account: Account, selection: Selection, form: BulkForm, key: UUID) -> Bulk:
    change = bulk.ask(
        action=form.action, people=selection.people, account=account, options=form.options, key=key, by=request.user
    )
    if change.people <= AT_ONCE:
        bulk.work_off(change.pk)
    else:
        transaction.on_commit(lambda: tasks.enqueue_bulk([change.pk]))
    return change


@require_safe
def people_change(request: PageRequest, account_id: int, change_id: int) -> HttpResponse:
    """How far a change of many people is, and what became of it."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    change = get_object_or_404(Bulk.objects.select_related("created_by", "account"), pk=change_id, account=account)
    context = {"account": account, "change": BulkPage.of(change, request.GET.get("page"), reader=request.user)}
    return render_page(request, "people/bulk/change.html", "people/bulk/_change.html", context)


@require_safe
def export_people(request: PageRequest, account_id: int) -> HttpResponseBase:
    """The selected people as a CSV file that loads back."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    selection = _selection(request, account)
    name = file_name_after(selection.choice.place.name, "people")
    response = csv_response(name, export.HEADER, export.rows(selection.people, account))
    if request.method == "HEAD":  # asks only what there is; nobody has taken anything along
        response.streaming_content = ()
    else:
        record_export(account=account, what="people", by=request.user)
    return response


def _selection(request: PageRequest, account: Account) -> Selection:
    place = account
    if "place" in request.GET:
        place = get_object_or_404(account.departments.live(), pk__in=numbers(request.GET.getlist("place")))
    return Selection.from_query(choice_of(request, account, place), request.GET)
