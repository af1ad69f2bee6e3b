"""The pages of an import: upload, match columns and check, progress and result, history."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cerego.errors import Refused
from departments.models import Account
from people import tasks
from people.imports import intake, report
from people.imports import run as runs
from people.imports.forms import MatchForm, UploadForm
from people.imports.pages import contexts
from people.imports.pages.sample_file import sample_csv
from people.models import Import, User

_PARTIALS = {
    "stage": "people/imports/_{}.html",
    "check": "people/imports/_check_again.html",
    "import-rows": "people/imports/_import_rows.html",
}
"""What is answered to htmx, by the id of the element that it wants to swap."""


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, account_id: int) -> HttpResponse:
    """Upload via CSV, its first part: choose the file."""
    account = _account(request, account_id)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = intake.upload(account=account, stream=file, file_name=file.name, size=file.size, by=_user(request))
        except Refused as refusal:
            form.add_error("file", report.refusal_sentence(refusal.code, refusal.context))
        else:
            _tell_workers(request, run)
            return redirect("import", account.pk, run.pk)
    context = {"account": account, "form": form, **contexts.upload_page()}
    return render(request, "people/imports/upload.html", context, status=422 if form.errors else 200)


@require_safe
def sample_file(request: HttpRequest, account_id: int) -> HttpResponse:
    """A small file to start from, with the account's own department ids; it loads back as an import."""
    account = _account(request, account_id)
    response = HttpResponse(sample_csv(account), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people-sample.csv"'
    return response


@require_safe
def imports(request: HttpRequest, account_id: int) -> HttpResponse:
    """The history: every import one may see from this account."""
    account = _account(request, account_id)
    context = {"account": account, "page": contexts.history(account, request.GET.get("page"))}
    return render(request, "people/imports/imports.html", context)


@require_safe
def import_page(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """One import, whatever its stage: match columns and check, then progress, then result."""
    account = _account(request, account_id)
    run = _import(account, import_id)
    stage = contexts.stage(run)
    context = {"account": account, "run": run, "stage": stage, **contexts.import_page(run, request.GET)}
    target = request.headers.get("HX-Target", "")
    is_outdated = request.GET.get("stage", stage) != stage or (target == "import-rows" and not context.get("rows"))
    if target in _PARTIALS and is_outdated:
        return _go_to_import(request, account, run)
    response = render(request, _PARTIALS.get(target, "people/imports/{}.html").format(stage), context)
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """The columns or options were changed: check again."""
    account = _account(request, account_id)
    run = _import(account, import_id)
    if request.method != "POST":
        return _go_to_import(request, account, run, query=request.GET.urlencode())  # from a form that had errors
    form = MatchForm(request.POST, header=run.header)
    if contexts.stage(run) == "match":
        run = _match(request, run, form)
    if contexts.stage(run) != "match":
        messages.warning(request, report.refusal_sentence("import.begun", {}))
        return _go_to_import(request, account, run)
    _tell_workers(request, run)
    if form.is_valid() and not request.htmx:  # type: ignore[attr-defined]
        return _go_to_import(request, account, run)
    return _match_page(request, account, run, form)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Import' was clicked: with the columns and options that stand in the form, checked or not yet."""
    account = _account(request, account_id)
    run = _import(account, import_id)
    if request.method != "POST":
        return _go_to_import(request, account, run, query=request.GET.urlencode())  # from a form that had errors
    form = MatchForm(request.POST, header=run.header)
    if contexts.stage(run) == "match":
        run = _match(request, run, form)
        if form.is_valid():
            run = _start(request, run, form)
        if form.errors and contexts.stage(run) == "match":
            return _match_page(request, account, run, form)
        _tell_workers(request, run)
    return _go_to_import(request, account, run)


def _account(request: HttpRequest, account_id: int) -> Account:
    return get_object_or_404(request.administered_accounts, pk=account_id)  # type: ignore[attr-defined]


def _import(account: Account, import_id: int) -> Import:
    return get_object_or_404(contexts.imports_seen_from(account), pk=import_id)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _match(request: HttpRequest, run: Import, form: MatchForm) -> Import:
    """Set what the form says; what could not be is an error of the form."""
    if not form.is_valid():
        return run
    try:
        again = "again" in request.POST
        return runs.match(run=run, mapping=form.mapping(), options=form.options(), by=_user(request), again=again)
    except Refused as refusal:
        return _refused(run, form, refusal)


def _start(request: HttpRequest, run: Import, form: MatchForm) -> Import:
    try:
        return runs.start(run=run, by=_user(request))
    except Refused as refusal:
        return _refused(run, form, refusal)


def _refused(run: Import, form: MatchForm, refusal: Refused) -> Import:
    """Put the reason into the form; returns the import as it is now, which may be the reason."""
    form.add_error(None, report.refusal_sentence(refusal.code, refusal.context))
    run.refresh_from_db()
    return run


def _go_to_import(request: HttpRequest, account: Account, run: Import, *, query: str = "") -> HttpResponse:
    address = reverse("import", args=[account.pk, run.pk]) + (f"?{query}" if query else "")
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)  # type: ignore[attr-defined]


def _match_page(request: HttpRequest, account: Account, run: Import, form: MatchForm) -> HttpResponse:
    context = {"account": account, "run": run, "stage": "match", **contexts.match_page(run, request.GET, form)}
    template = (
        "people/imports/_match.html" if request.headers.get("HX-Target") == "stage" else "people/imports/match.html"
    )
    return render(request, template, context, status=422 if form.errors else 200)


def _tell_workers(request: HttpRequest, run: Import) -> None:
    """After the commit; if the broker can't be reached, the next page says that the import is safe and waits."""

    def tell() -> None:
        if run.is_moving and not tasks.enqueue([run.pk]) and not request.htmx:  # type: ignore[attr-defined]
            messages.warning(
                request,
                "The workers can’t be reached at the moment. Nothing is lost: this import goes on by itself as soon as they can.",
            )

    transaction.on_commit(tell)
