"""What the views of an import share: who and which, the way back to its page, and telling the workers."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cerego.sentences import refusal_sentence
from departments.models import Account
from people import tasks
from people.imports.forms import MatchForm
from people.imports.pages import contexts
from people.imports.pages.reading import ReadingForm
from people.models import Import, User


def account_of(request: HttpRequest, account_id: int) -> Account:
    """The account worked in; 404 for whoever does not administer it."""
    return get_object_or_404(request.administered_accounts, pk=account_id)  # type: ignore[attr-defined]


def import_of(account: Account, import_id: int) -> Import:
    """An import that one sees from ``account``; otherwise 404."""
    return get_object_or_404(contexts.imports_seen_from(account), pk=import_id)


def user_of(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


def go_to_import(request: HttpRequest, account: Account, run: Import, *, query: str = "") -> HttpResponse:
    """To the page of the import, for htmx too."""
    address = reverse("import", args=[account.pk, run.pk]) + (f"?{query}" if query else "")
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)  # type: ignore[attr-defined]


def back_to_import(request: HttpRequest, account: Account, run: Import, code: str) -> HttpResponse:
    """To the page of the import as it is now, with the sentence why that is not what was asked for."""
    messages.warning(request, refusal_sentence(code, {}))
    return go_to_import(request, account, run)


def too_late(run: Import) -> str:
    """Why nothing about an import can be chosen any more."""
    return "import.begun" if run.expired_at is None else "import.expired"


def match_page(
    request: HttpRequest,
    account: Account,
    run: Import,
    *,
    form: MatchForm | None = None,
    reading: ReadingForm | None = None,
) -> HttpResponse:
    """Match columns and check, with a form that was sent: as it stands there, unless the file is now read as it says."""
    has_errors = any(each.errors for each in (form, reading) if each)
    shown = contexts.match_page(run, request.GET, form, reading if has_errors else None)
    context = {"account": account, "run": run, "stage": "match", **shown}
    is_part = request.headers.get("HX-Target") == "stage"
    template = "people/imports/_match.html" if is_part else "people/imports/match.html"
    return render(request, template, context, status=422 if has_errors else 200)


def tell_workers(request: HttpRequest, run: Import) -> None:
    """After the commit; if the broker can't be reached, the next page says that the import is safe and waits."""

    def tell() -> None:
        if run.is_moving and not tasks.enqueue([run.pk]) and not request.htmx:  # type: ignore[attr-defined]
            messages.warning(
                request,
                "The workers can’t be reached at the moment. Nothing is lost: this import goes on by itself as soon as they can.",
            )

    transaction.on_commit(tell)
