"""The department pages of a partner account. Pages of a department's people belong to the people app."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cerego.downloads import csv_response
from cerego.http import PageRequest, posted
from departments import selectors, services
from departments.forms import DepartmentForm

PAGE_LENGTH = 100


@require_http_methods(["GET", "HEAD", "POST"])
def departments(request: PageRequest, account_id: int) -> HttpResponse:
    """The departments of a partner account with their ids; a form adds one."""
    account = get_object_or_404(request.administered_accounts, pk=account_id, parent=None)
    form = DepartmentForm(posted(request), partner=account)
    if request.method == "POST" and form.is_valid():
        department = services.create_department(partner=account, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"{department.name} is there. Its ID is {department.pk}.")
        return redirect("departments", account.pk)
    page = Paginator(selectors.departments_of(account), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"account": account, "form": form, "page": page}
    return render(request, "departments/departments.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rename_department(request: PageRequest, account_id: int, department_id: int) -> HttpResponse:
    """Another name for a department."""
    account = get_object_or_404(request.administered_accounts, pk=account_id, parent=None)
    department = get_object_or_404(account.departments.live(), pk=department_id)
    form = DepartmentForm(posted(request), partner=account, department=department, initial={"name": department.name})
    if request.method == "POST" and form.is_valid():
        services.rename_department(department=department, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"The department is called {department.name} now.")
        return redirect("departments", account.pk)
    context = {"account": account, "department": department, "form": form}
    return render(request, "departments/rename.html", context, status=422 if form.errors else 200)


@require_safe
def department_ids(request: PageRequest, account_id: int) -> HttpResponse:
    """The ids to write into the column department_id, as a CSV file."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    rows = selectors.departments_of(account).values_list("pk", "name")
    return csv_response("department-ids.csv", ["department_id", "name"], rows)
