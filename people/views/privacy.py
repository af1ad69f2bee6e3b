"""What people may ask about their own data, done for them by an admin of their partner."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cerego.errors import Refused
from cerego.http import PageRequest, posted
from cerego.sentences import refusal_sentence
from departments.models import Account
from people import auditing, privacy, tasks
from people.models import Person
from people.person.page import people_seen_from
from people.privacy.finding import addresses_of, rows_of
from people.privacy.form import EraseForm


@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """First what it means to remove somebody for good; once that is confirmed by their address, it is done."""
    account, person = _whom(request, account_id, person_id)
    form = EraseForm(posted(request), person=person)
    if request.method == "POST" and form.is_valid():
        try:
            privacy.erase(person=person, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal_sentence(refusal.code, refusal.context))
        else:
            if privacy.is_due():
                tasks.look_for_the_removed()
            messages.success(request, "One person was removed for good.")
            return redirect("people", account.pk)
    rows = rows_of(account.pk, addresses_of(person))
    counts = {"files": len(rows), "rows": sum(map(len, rows.values()))}
    context = {"account": account, "person": person, "form": form, **counts}
    return render(request, "people/privacy/erase.html", context, status=422 if form.errors else 200)


@require_safe
def person_data(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """All that is held about somebody, as a JSON file to hand to them."""
    account, person = _whom(request, account_id, person_id)
    held = privacy.held_about(person)
    if request.method == "GET":
        auditing.record_export(account=account, what="person", by=request.user, person=person)
    headers = {"Content-Disposition": f'attachment; filename="person-{person.pk}.json"'}
    return JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False}, headers=headers)


def _whom(request: PageRequest, account_id: int, person_id: int) -> tuple[Account, Person]:
    """Who somebody is to the partner is the partner's: not a department's to take along or to remove."""
    account: Account = get_object_or_404(request.administered_accounts, pk=account_id, parent=None)
    return account, get_object_or_404(people_seen_from(account).select_related("partner"), pk=person_id)
