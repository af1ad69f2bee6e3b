"""'Add people': a few, typed line by line. What becomes of them is an import's: the same rules, result and undo."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cerego.errors import Refused
from cerego.http import PageRequest, posted
from cerego.sentences import refusal_sentence
from people import tasks
from people.adding.form import AddPeopleForm
from people.adding.lines import add_people


@require_http_methods(["GET", "HEAD", "POST"])
def add_people_page(request: PageRequest, account_id: int) -> HttpResponse:
    """A name and an address a line, with a department and a role for all of them."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    form = AddPeopleForm(posted(request), account=account, initial={"department": request.GET.get("department")})
    if request.method == "POST" and form.is_valid():
        try:
            run = add_people(account=account, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("people", refusal_sentence(refusal.code, refusal.context))
        else:
            transaction.on_commit(lambda: tasks.enqueue([run.pk]))  # If nobody hears, its page says that it waits.
            return redirect("import", account.pk, run.pk)
    context = {"account": account, "form": form}
    return render(request, "people/add_people.html", context, status=422 if form.errors else 200)
