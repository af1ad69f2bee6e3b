"""What one asks of an import on its page: stop, go on, undo. A link to these addresses leads to the page, and does nothing."""

from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from people.imports import run as runs
from people.imports.pages.undo import undo_page
from people.imports.pages.ways import Ways
from people.imports.views.common import account_of, go_to_import, import_of, tell_workers, user_of
from people.models import Import, User


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Stop' or 'Don’t import yet' was clicked: it ends after the current batch, or does not begin."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    if request.method == "POST":
        _ask(request, runs.stop, run)
    return go_to_import(request, account, run)


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Continue' or 'Try again' was clicked."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    if request.method == "POST":
        _ask(request, runs.resume, run)
    return go_to_import(request, account, run)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Undo this import': first what that will do, in numbers; once that is confirmed, it is done."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    if request.method == "POST":
        _ask(request, runs.undo, run)
    elif Ways(run).can_undo:
        return render(request, "people/imports/undo.html", {"account": account, "run": run, **undo_page(run)})
    return go_to_import(request, account, run)


class _Request(Protocol):
    def __call__(self, *, run: Import, by: User) -> Import: ...


def _ask(request: HttpRequest, ask: _Request, run: Import) -> None:
    """Ask it of the import; the workers hear of it, and a refusal is said on the next page."""
    try:
        tell_workers(request, ask(run=run, by=user_of(request)))
    except Refused as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.context))
