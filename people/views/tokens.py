"""Personal access tokens, on one's own account: look at them, make one, revoke one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cerego.errors import Refused
from cerego.http import PageRequest, posted
from cerego.sentences import refusal_sentence
from people import tokens
from people.context import accounts_to_switch
from people.models import AccessToken
from people.tokens.forms import TokenForm


@require_safe
def token_list(request: PageRequest) -> HttpResponse:
    """One's tokens, and when each was last used."""
    context = {"tokens": tokens.of_user(request.user), "is_admin": request.administered_accounts.exists()}
    return render(request, "people/tokens/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def create_token(request: PageRequest) -> HttpResponse:
    """Make a token, and show it once. As with a second factor, whoever asks has just shown that it is them."""
    form = TokenForm(posted(request), accounts=accounts_to_switch(request))
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("name", "account", "days", "key")}
        try:
            token, secret = tokens.create(**chosen, may_write=form.may_write, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal_sentence(refusal.code, refusal.context))
        else:
            return render(request, "people/tokens/made.html", {"token": token, "secret": secret})
    return render(request, "people/tokens/create.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: PageRequest, pk: int) -> HttpResponse:
    """Ask whether the scripts that use it are to stop, and let them."""
    token = get_object_or_404(AccessToken, pk=pk, user=request.user, revoked_at=None)
    if request.method == "POST":
        tokens.revoke(token=token, by=request.user)
        messages.success(request, f"“{token.name}” opens nothing any more.")
        return redirect("tokens")
    return render(request, "people/tokens/revoke.html", {"token": token})
