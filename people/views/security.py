"""What a partner's admin decides about security."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cerego.errors import Refused
from cerego.http import PageRequest
from cerego.sentences import refusal_sentence
from people.retention import periods
from people.sign_in import two_factor


@require_http_methods(["GET", "HEAD", "POST"])
def security(request: PageRequest, account_id: int) -> HttpResponse:
    """Two-factor sign-in for admins, and how long what is kept."""
    account = get_object_or_404(request.administered_accounts, pk=account_id, parent=None)
    if request.method == "POST":
        required = request.POST.get("two_factor") == "on"
        try:
            two_factor.require_for_admins(partner=account, required=required, by=request.user)
            messages.success(request, "Saved.")
        except Refused as refusal:
            messages.warning(request, refusal_sentence(refusal.code, refusal.context))
        return redirect("security", account.pk)
    context = {"account": account, "has_two_factor": two_factor.has_two_factor(request.user), "periods": periods()}
    return render(request, "people/security.html", context)
