"""The API's description as a page, drawn in the browser from our own server's files."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cerego.http import PageRequest


@login_not_required
@require_safe
def description(request: PageRequest) -> HttpResponse:
    """Every address of the API, with what it takes and answers."""
    return render(request, "people/api/description.html")
