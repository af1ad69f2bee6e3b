"""The pages of invitations: send them for an import or a person, and follow one."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cerego.errors import Refused
from cerego.http import PageRequest, posted
from cerego.sentences import refusal_sentence
from departments.models import Account
from people import invitations, selectors, tasks
from people.imports.pages.contexts import imports_seen_from
from people.invitations import Proof
from people.invitations.forms import PasswordForm
from people.models import Invitation, Person


@require_http_methods(["GET", "HEAD", "POST"])
def invite_import(request: PageRequest, account_id: int, import_id: int) -> HttpResponse:
    """'Send invitations' of an import: how far they are, and the button that sends those not sent yet."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    run = get_object_or_404(imports_seen_from(account), pk=import_id)
    persons = invitations.people_of(run)
    if request.method == "POST":
        sent = invitations.invite(persons=persons, account=account, by=request.user, run=run)
        _say(request, sent)
        return redirect("invite_import", account.pk, run.pk)
    context = {"account": account, "run": run, "standing": invitations.standing(persons)}
    context["ready"] = invitations.invitable(persons).count()
    return render(request, "people/invitations/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: PageRequest, account_id: int, person_id: int) -> HttpResponse:
    """The invitation of one person: where it is, its link, and the button that sends it (again)."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    person = get_object_or_404(_people_of(account), pk=person_id)
    if request.method == "POST":
        try:
            invitations.resend(person=person, account=account, by=request.user)
            _say(request, 1)
        except Refused as refusal:
            messages.warning(request, refusal_sentence(refusal.code, refusal.context))
        return redirect("invite_person", account.pk, person.pk)
    invitation = Invitation.objects.filter(person=person).select_related("person__user").first()
    handed = invitations.link(invitation, Proof.NOTHING) if invitation else ""
    can_be_sent = invitations.may_come(Person.objects.filter(pk=person.pk)).exists()
    context = {"account": account, "person": person, "invitation": invitation, "handed": handed}
    return render(request, "people/invitations/person.html", {**context, "can_be_sent": can_be_sent})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, invitation_id: int, token: str) -> HttpResponse:
    """Following an invitation: set a password, and be signed in. Looking at it changes nothing: mail scanners look too."""
    found = invitations.by_link(invitation_id, token)
    if found is None:
        return render(request, "people/invitations/dead.html", status=404)
    invited, proof = found
    if proof is Proof.NOTHING:
        return _handed(request, invited)
    form = PasswordForm(posted(request))
    if not invited.person.user.has_usable_password() and form.is_valid():
        try:
            user = invitations.accept(invitation=invited, token=token, password=form.cleaned_data["password"])
        except Refused:
            return render(request, "people/invitations/dead.html", status=404)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return perform_login(request, user, redirect_url=reverse("home"))
    context = {"invitation": invited, "person": invited.person, "form": form}
    return render(request, "people/invitations/accept.html", context, status=422 if form.errors else 200)


def _handed(request: HttpRequest, invited: Invitation) -> HttpResponse:
    """A link that was copied for somebody: it has the mail sent that proves whose mailbox it is."""
    if request.method == "POST":
        try:
            invitations.send_to_mailbox(invitation=invited)
        except Refused:
            return render(request, "people/invitations/dead.html", status=404)
        transaction.on_commit(tasks.post)
    context = {"invitation": invited, "person": invited.person, "is_sent": request.method == "POST"}
    return render(request, "people/invitations/handed.html", context)


def _say(request: HttpRequest, sent: int) -> None:
    """How many go out now; the workers hear of it after the commit."""
    if sent:
        who = "1 invitation is" if sent == 1 else f"{sent:,} invitations are"
        messages.success(request, f"{who} on the way.")
        transaction.on_commit(tasks.post)
    else:
        messages.info(request, "Everybody here has an invitation already, has come in, or is deactivated.")


def _people_of(account: Account) -> QuerySet[Person]:
    """The people one sees working in ``account``."""
    persons = Person.objects.filter(partner=account.partner_id)
    if account.is_partner:
        return persons
    return persons.filter(pk__in=selectors.memberships_seen_from(account).values("person_id"))
