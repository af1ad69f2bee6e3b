"""Pages to look at: the history, and one import at whatever stage it is."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from cerego.http import PageRequest, render_page
from people.imports.pages import contexts
from people.imports.pages.history import ImportFilter, history_page
from people.imports.views.common import account_of, go_to_import, import_of

_PARTIALS: Final = {
    "stage": "people/imports/_{}.html",
    "check": "people/imports/_check_again.html",
    "import-rows": "people/imports/_import_rows.html",
    "waiting": "people/imports/_waiting_rows.html",
}
"""What is answered to htmx, by the id of the element that it wants to swap."""


@gzip_page
@require_safe
def imports(request: PageRequest, account_id: int) -> HttpResponse:
    """The history: the imports that one may see from this account, filtered and paged as the address says."""
    account = account_of(request, account_id)
    chosen = ImportFilter.from_query(request.GET)
    history = history_page(account, chosen, request.GET.get("page"), reader=request.user)
    context = {"account": account, "history": history}
    response = render_page(request, "people/imports/imports.html", "people/imports/_imports_list.html", context)
    if request.htmx.trigger == "imports-search":  # What was typed stands in the address without its blank fields.
        replace_url(response, f"{request.path}?{chosen.query}".removesuffix("?"))
    return response


@gzip_page
@require_safe
def import_page(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """One import, whatever its stage: match columns and check, then progress, then result; perhaps undoing."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    stage = contexts.stage(run)
    context = {"account": account, "run": run, "stage": stage, **contexts.import_page(account, run, request.GET)}
    target = request.headers.get("HX-Target", "")
    is_outdated = request.GET.get("stage", stage) != stage or (target == "import-rows" and not context.get("rows"))
    if target in _PARTIALS and is_outdated:
        return go_to_import(request, account, run)
    response = render(request, _PARTIALS.get(target, "people/imports/{}.html").format(stage), context)
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    return response
