"""The pages of one person: who they are, where they belong, what happened; and what can be changed of it."""

from typing import Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cerego.errors import Refused
from cerego.http import PageRequest, posted
from cerego.sentences import refusal_sentence
from departments.models import Account
from people import memberships, persons
from people.models import Membership, Person, User
from people.person.forms import PersonForm, PlaceForm, RefusableForm
from people.person.page import accounts_seen_from, new_place_form, people_seen_from, person_page
from people.roles import ROLE_WORDS, Role


def _whom(request: PageRequest, account_id: int, person_id: int) -> tuple[Account, Person]:
    account: Account = get_object_or_404(request.administered_accounts, pk=account_id)
    return account, get_object_or_404(people_seen_from(account), pk=person_id)


def _whom_as_partner(request: PageRequest, account_id: int, person_id: int) -> tuple[Account, Person]:
    """Name, address and access are the partner's: not a department's to change."""
    account: Account = get_object_or_404(request.administered_accounts, pk=account_id, parent=None)
    return account, get_object_or_404(people_seen_from(account), pk=person_id)


def _page(
    request: PageRequest, account: Account, person: Person, *, form: RefusableForm | None = None, opened: int = 0
) -> HttpResponse:
    context = person_page(account, person, reader=request.user, form=form, opened=opened)
    context["is_self"] = person.user_id == request.user.pk
    return render(request, "people/person.html", context, status=422 if form and form.errors else 200)


@gzip_page
@require_safe
def person(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """Who they are, where they belong, what happened."""
    return _page(request, *_whom(request, account_id, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """Another name, another address."""
    account, person = _whom_as_partner(request, account_id, person_id)
    form = PersonForm(posted(request), person=person)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("full_name", "email")}
        try:
            after = persons.correct(person=person, **values, by=request.user, expected=form.seen)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Saved: {after.full_name}, {after.email}.")
            return redirect("person", account.pk, person.pk)
    context = {"account": account, "person": person, "form": form}
    return render(request, "people/edit_person.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_place(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """One more account for a person; shown in their page."""
    account, person = _whom_as_partner(request, account_id, person_id)
    form = new_place_form(account, person, posted(request))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("role", "member_id")}
        try:
            memberships.add(person=person, account=form.chosen, **values, by=request.user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = ROLE_WORDS[values["role"]]
            messages.success(request, f"{person.full_name} is in {form.chosen} now: {words}.")
            return redirect("person", account.pk, person.pk)
    return _page(request, account, person, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def change_place(request: PageRequest, account_id: int, person_id: int, place_id: int) -> HttpResponse:
    """Another role or member ID in one account; the person's page with that form open."""
    account, person = _whom(request, account_id, person_id)
    membership = _membership(account, person, place_id)
    if membership is None:
        return _not_there(request, account, person, place_id)
    form = PlaceForm(posted(request), membership=membership)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("role", "member_id")}
        try:
            after = memberships.change(membership=membership, **values, by=request.user, expected=form.seen)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            as_what = f"{ROLE_WORDS[Role(after.role)]}{f', member ID {after.member_id}' if after.member_id else ''}"
            messages.success(request, f"Saved: {person.full_name} in {after.account}: {as_what}.")
            return redirect("person", account.pk, person.pk)
    return _page(request, account, person, form=form, opened=place_id)


@require_POST
def remove_place(request: PageRequest, account_id: int, person_id: int, place_id: int) -> HttpResponse:
    """Out of one account; for a department's admin that is out of sight."""
    account, person = _whom(request, account_id, person_id)
    membership = _membership(account, person, place_id)
    if membership is None:
        return _not_there(request, account, person, place_id)
    try:
        memberships.remove(membership=membership, by=request.user)
    except Refused as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.context))
        return redirect("person", account.pk, person.pk)
    messages.success(request, f"{person.full_name} is not in {membership.account} any more.")
    return redirect("person", account.pk, person.pk) if account.is_partner else redirect("people", account.pk)


@require_POST
def deactivate(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """No way in for them any more."""
    account, person = _whom_as_partner(request, account_id, person_id)
    return _change_access(
        request, account, person, persons.deactivate, f"is deactivated, and comes into {account} no more"
    )


@require_POST
def reactivate(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """The way in again for them."""
    account, person = _whom_as_partner(request, account_id, person_id)
    return _change_access(request, account, person, persons.reactivate, f"can come into {account} again")


class _Change(Protocol):
    def __call__(self, *, person: Person, by: User) -> Person: ...


def _change_access(request: PageRequest, account: Account, person: Person, change: _Change, words: str) -> HttpResponse:
    try:
        change(person=person, by=request.user)
    except Refused as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.context))
    else:
        messages.success(request, f"{person.full_name} {words}.")
    return redirect("person", account.pk, person.pk)


def _membership(account: Account, person: Person, place_id: int) -> Membership | None:
    """The person's membership in an account that one may change; none if they are not in it (any more)."""
    place = get_object_or_404(accounts_seen_from(account), pk=place_id)
    return person.memberships.select_related("account", "person").filter(account=place.pk).first()


def _not_there(request: PageRequest, account: Account, person: Person, place_id: int) -> HttpResponse:
    """What was on the page is not so any more: somebody else was quicker, or the same click came twice."""
    place = accounts_seen_from(account).get(pk=place_id)
    messages.info(request, f"{person.full_name} is not in {place}. Nothing was changed.")
    return redirect("person", account.pk, person.pk)
