"""What one does about rows that have problems: open one and correct it, put a value right in all of them, try again."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from departments.models import Account
from people.imports import run as runs
from people.imports.deciding.corrections import Correction
from people.imports.pages import contexts
from people.imports.pages.fixing import OpenRow
from people.imports.pages.problems import problems_of
from people.imports.views.common import account_of, go_to_import, import_of, tell_workers, user_of
from people.models import Import, ImportRow

_NOW: Final = "now"
"""The button that not only saves."""


@require_http_methods(["GET", "HEAD", "POST"])
def import_row(request: HttpRequest, account_id: int, import_id: int, number: int) -> HttpResponse:
    """One row, opened to be corrected; left out, or put back as it was; saved for later, or taken in at once."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    row = get_object_or_404(ImportRow, import_run=run, number=number)
    opened = OpenRow(run, row, request.POST if request.POST.get("action") in {"save", _NOW} else None)
    if "close" in request.GET:
        return _listed(request, account, opened)
    if not opened.can_be_corrected:
        return _refuse(request, account, run)
    if request.method == "POST" and not opened.form.errors and _save(request, opened):
        is_now = request.POST.get("action") == _NOW
        return _take_in(request, account, run) if is_now else _listed(request, account, opened)
    template = "people/imports/_fixing.html" if _is_in_place(request) else "people/imports/fixing.html"
    context = {"account": account, "run": run, "opened": opened}
    return render(request, template, context, status=422 if opened.form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_all(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """Put values right in all rows that have them, and take that in at once."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    problems = problems_of(run, request.POST) if request.method == "POST" else None
    if problems is None:
        return _refuse(request, account, run)
    if problems.form.is_valid():
        try:
            runs.correct_all(run=run, changes=problems.form.changes(), by=user_of(request))
        except Refused as refusal:
            problems.form.add_error(None, refusal_sentence(refusal.code, refusal.context))
        else:
            return _take_in(request, account, run)
    stage = contexts.stage(run)
    context = {"account": account, "run": run, "stage": stage, **contexts.import_page(account, run, request.GET)}
    return render(request, f"people/imports/{stage}.html", {**context, "problems": problems}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def retry(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Retry 6 rows' or 'Check again' was clicked."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    return _take_in(request, account, run) if request.method == "POST" else go_to_import(request, account, run)


def _save(request: HttpRequest, opened: OpenRow) -> bool:
    """Do what the button says; what could not be is an error of the form. Returns whether it is done."""
    run, number, by = opened.run, opened.row.number, user_of(request)
    try:
        match request.POST.get("action"):
            case "leave-out":
                runs.correct(run=run, number=number, correction=Correction(is_left_out=True), by=by)
            case "take-back":
                runs.take_back(run=run, number=number, by=by)
            case _ if opened.form.is_bound:
                runs.correct(run=run, number=number, correction=opened.typed(), by=by)
            case _:
                return False
    except Refused as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.context))
        return False
    return True


def _take_in(request: HttpRequest, account: Account, run: Import) -> HttpResponse:
    try:
        tell_workers(request, runs.retry(run=run, by=user_of(request)))
    except Refused as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.context))
    return go_to_import(request, account, run)


def _listed(request: HttpRequest, account: Account, opened: OpenRow) -> HttpResponse:
    """The row as it stands in the list, for htmx; otherwise the list."""
    if not _is_in_place(request):
        return go_to_import(request, account, opened.run)
    context = {"account": account, "run": opened.run, "row": opened.shown, "is_back": True}
    response = render(request, "people/imports/_import_row.html", context)
    response["HX-Trigger"] = "corrected"
    return response


def _refuse(request: HttpRequest, account: Account, run: Import) -> HttpResponse:
    """Back to the import, whose page says how it is; with the reason, if one has tried to change something."""
    if request.method == "POST":
        code = "import.busy" if run.expired_at is None else "import.expired"
        messages.warning(request, refusal_sentence(code, {}))
    return go_to_import(request, account, run, query=request.GET.urlencode())


def _is_in_place(request: HttpRequest) -> bool:
    """Whether htmx swaps the row where it stands in the list."""
    return request.headers.get("HX-Target", "").startswith("import-row-")
