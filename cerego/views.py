"""What people see when something can't be shown. The pages know neither account nor person, so they tell nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what is not there and what one may not see look the same (design §8)."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or cookies that are off."""
    return render(request, "403_csrf.html", status=403)
