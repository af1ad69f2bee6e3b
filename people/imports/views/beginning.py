"""The way into an import: upload a file, say how it is read, match its columns and check it, start."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cerego.downloads import csv_response
from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from cerego.uploads import left_out, takes_files
from people.imports import intake
from people.imports import run as runs
from people.imports.fair_use import refuse_too_many_uploads
from people.imports.forms import MatchForm, UploadForm
from people.imports.pages import contexts
from people.imports.pages import sample_file as files
from people.imports.pages.reading import ReadingForm
from people.imports.reading.dialect import Dialect
from people.imports.views.common import (
    account_of,
    back_to_import,
    go_to_import,
    import_of,
    match_page,
    tell_workers,
    too_late,
    user_of,
)
from people.models import Import


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, account_id: int) -> HttpResponse:
    """Upload via CSV, its first part: choose the file."""
    account = account_of(request, account_id)
    form = _upload_form(request)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            refuse_too_many_uploads(user_of(request))
            what = {"account": account, "stream": file, "file_name": file.name, "size": file.size}
            run = intake.upload(**what, by=user_of(request), is_limited=True)
        except Refused as refusal:
            form.add_error("file", refusal_sentence(refusal.code, refusal.context))
        else:
            tell_workers(request, run)
            return redirect("import", account.pk, run.pk)
    context = {"account": account, "form": form, **contexts.upload_page()}
    return render(request, "people/imports/upload.html", context, status=422 if form.errors else 200)


@require_safe
def sample_file(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """A small file to start from, with the account's own department ids; it loads back as an import."""
    account = account_of(request, account_id)
    return csv_response("people-sample.csv", files.SAMPLE_HEADER, files.sample_rows(account))


@require_safe
def template_file(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """A file to write over, with the id of every department of the account; it loads back as an import."""
    account = account_of(request, account_id)
    return csv_response("people-template.csv", files.TEMPLATE_HEADER, files.template_rows(account))


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """The columns or options were changed: check again."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    if request.method != "POST":
        return go_to_import(request, account, run, query=request.GET.urlencode())  # from a form that had errors
    form = MatchForm(request.POST, header=run.header)
    if contexts.stage(run) == "match" and form.is_outdated:
        return back_to_import(request, account, run, "import.read_otherwise")
    if contexts.stage(run) == "match":
        run = _match(request, run, form)
    if contexts.stage(run) != "match":
        return back_to_import(request, account, run, too_late(run))
    tell_workers(request, run)
    if form.is_valid() and not request.htmx:  # type: ignore[attr-defined]
        return go_to_import(request, account, run)
    return match_page(request, account, run, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """The file is to be read otherwise: another encoding, delimiter, header row or sheet. Then its columns are told anew."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    if request.method != "POST":
        return go_to_import(request, account, run, query=request.GET.urlencode())  # from a form that had errors
    form = ReadingForm(request.POST, dialect=Dialect.from_json(run.dialect))
    if contexts.stage(run) == "match" and form.is_valid():
        try:
            run = intake.read_again(run=run, choices=form.choices(), by=user_of(request))
        except Refused as refusal:
            run = _refused(run, form, refusal)
    if contexts.stage(run) != "match":
        return back_to_import(request, account, run, too_late(run))
    tell_workers(request, run)
    if form.errors or request.htmx:  # type: ignore[attr-defined]
        return match_page(request, account, run, reading=form)
    return go_to_import(request, account, run)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Import' was clicked: with the columns and options that stand in the form, checked or not yet."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    if request.method != "POST":
        return go_to_import(request, account, run, query=request.GET.urlencode())  # from a form that had errors
    form = MatchForm(request.POST, header=run.header)
    if contexts.stage(run) == "match":
        if form.is_outdated:
            return back_to_import(request, account, run, "import.read_otherwise")
        run = _match(request, run, form)
        if form.is_valid():
            run = _start(request, run, form)
        if form.errors and contexts.stage(run) == "match":
            return match_page(request, account, run, form=form)
        tell_workers(request, run)
    return go_to_import(request, account, run)


def _upload_form(request: HttpRequest) -> UploadForm:
    if request.method != "POST":
        return UploadForm()
    form = UploadForm(request.POST, request.FILES)
    if refusal := left_out(request):  # So the file is not there, but it was not forgotten.
        form.errors["file"] = form.error_class([refusal_sentence(refusal.code, refusal.context)])
    return form


def _match(request: HttpRequest, run: Import, form: MatchForm) -> Import:
    """Set what the form says; what could not be is an error of the form."""
    if not form.is_valid():
        return run
    try:
        again = "again" in request.POST
        return runs.match(run=run, mapping=form.mapping(), options=form.options(), by=user_of(request), again=again)
    except Refused as refusal:
        return _refused(run, form, refusal)


def _start(request: HttpRequest, run: Import, form: MatchForm) -> Import:
    try:
        return runs.start(run=run, by=user_of(request))
    except Refused as refusal:
        return _refused(run, form, refusal)


def _refused(run: Import, form: Form, refusal: Refused) -> Import:
    """Put the reason into the form; returns the import as it is now, which may be the reason."""
    form.add_error(None, refusal_sentence(refusal.code, refusal.context))
    run.refresh_from_db()
    return run
