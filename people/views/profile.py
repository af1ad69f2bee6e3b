"""Your own account: the address, what partners call you, the ways to password, second factor, sessions and tokens; your mails."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cerego.http import PageRequest
from people import selectors
from people.imports import letters


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PageRequest) -> HttpResponse:
    """What there is to know and to change about one's own sign-in, and which mails one wants."""
    if request.method == "POST":
        letters.choose(wanted=request.POST.get("import_letters") == "on", by=request.user)
        messages.success(request, "Saved.")
        return redirect("profile")
    persons = selectors.persons_of_user(request.user.pk)
    context = {"persons": persons, "is_admin": request.administered_accounts.exists()}
    return render(request, "people/profile.html", context)
