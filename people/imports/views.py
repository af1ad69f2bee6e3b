"""The pages of an import: upload, match columns and check, progress and result, history."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cerego.errors import Refused
from departments.models import Account
from people import tasks
from people.imports import intake, pages, report, samples
from people.imports import run as runs
from people.imports.forms import MatchForm, UploadForm
from people.models import Import, User


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
    context = {"account": account, "form": form, **pages.upload_page()}
    return render(request, "people/imports/upload.html", context, status=422 if form.errors else 200)


@require_GET
def sample_file(request: HttpRequest, account_id: int) -> HttpResponse:
    """A small file to start from, with the account's own department ids; it loads back as an import."""
    account = _account(request, account_id)
    response = HttpResponse(samples.sample_csv(account), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people-sample.csv"'
    return response


@require_GET
def imports(request: HttpRequest, account_id: int) -> HttpResponse:
    """The history: every import one may see from this account."""
    account = _account(request, account_id)
    context = {"account": account, "page": pages.history(account, request.GET.get("page"))}
    return render(request, "people/imports/imports.html", context)


@require_GET
def import_page(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """One import, whatever its stage: match columns and check, then progress, then result."""
    account = _account(request, account_id)
    run = _import(account, import_id)
    stage = pages.stage(run)
    if request.headers.get("HX-Target") == "stage" and request.GET.get("stage") != stage:
        return HttpResponse(headers={"HX-Redirect": request.path})
    context = {"account": account, "run": run, "stage": stage, **pages.import_page(run, request.GET)}
    partial = {"stage": f"people/imports/_{stage}.html", "import-rows": "people/imports/_import_rows.html"}
    template = partial.get(request.headers.get("HX-Target", ""), f"people/imports/{stage}.html")
    response = render(request, template, context)
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


@require_POST
def match(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """The columns or options were changed: check again."""
    account = _account(request, account_id)
    run = _import(account, import_id)
    form = MatchForm(request.POST, header=run.header)
    run, is_matched = _match(request, run, form)
    if is_matched and not request.htmx:  # type: ignore[attr-defined]
        return redirect("import", account.pk, run.pk)
    return _match_page(request, account, run, form)


@require_POST
def start(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Import' was clicked: with the columns and options that stand in the form, checked or not yet."""
    account = _account(request, account_id)
    run = _import(account, import_id)
    form = MatchForm(request.POST, header=run.header)
    if pages.stage(run) == "match":
        run, is_matched = _match(request, run, form)
        if not is_matched:
            return _match_page(request, account, run, form)
        try:
            run = runs.start(run=run, by=_user(request))
        except Refused as refusal:
            form.add_error(None, report.refusal_sentence(refusal.code, refusal.context))
            return _match_page(request, account, run, form)
        _tell_workers(request, run)
    return redirect("import", account.pk, run.pk)


def _account(request: HttpRequest, account_id: int) -> Account:
    return get_object_or_404(request.administered_accounts, pk=account_id)  # type: ignore[attr-defined,no-any-return]


def _import(account: Account, import_id: int) -> Import:
    return get_object_or_404(pages.imports_seen_from(account), pk=import_id)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _match(request: HttpRequest, run: Import, form: MatchForm) -> tuple[Import, bool]:
    """Set what the form says; returns the import and whether that could be done. What could not is an error of the form."""
    if not form.is_valid():
        return run, False
    try:
        run = runs.match(run=run, mapping=form.mapping(), options=form.options(), by=_user(request))
    except Refused as refusal:
        form.add_error(None, report.refusal_sentence(refusal.code, refusal.context))
        return run, False
    _tell_workers(request, run)
    return run, True


def _match_page(request: HttpRequest, account: Account, run: Import, form: MatchForm) -> HttpResponse:
    context = {"account": account, "run": run, "stage": "match", **pages.match_page(run, request.GET, form)}
    template = "people/imports/_match.html" if request.headers.get("HX-Target") == "stage" else "people/imports/match.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _tell_workers(request: HttpRequest, run: Import) -> None:
    """After the commit; if the broker can't be reached, the page says that the import is safe and waits."""

    def tell() -> None:
        if run.is_moving and not tasks.enqueue([run.pk]):
            messages.warning(request, "The workers can’t be reached at the moment. Nothing is lost: this import goes on by itself as soon as they can.")

    transaction.on_commit(tell)
