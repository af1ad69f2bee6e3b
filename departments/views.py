"""The department pages of a partner account. Pages of a department's people belong to the people app."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cerego.downloads import csv_response
from cerego.errors import Refused
from cerego.http import PageRequest, posted
from cerego.sentences import refusal_sentence
from departments import selectors, services
from departments.forms import DepartmentForm
from departments.models import Account, Department
from departments.signals import department_ids_taken

PAGE_LENGTH = 100
SEARCH_FROM = 10
"""With more departments than these one can search them."""
MOST_ARCHIVED = 200


@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def departments(request: PageRequest, account_id: int) -> HttpResponse:
    """The departments of a partner account with their ids, those archived below; a form adds one."""
    account = get_object_or_404(request.administered_accounts, pk=account_id, parent=None)
    form = DepartmentForm(posted(request), partner=account)
    if request.method == "POST" and form.is_valid():
        try:
            department = services.create_department(partner=account, name=form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{department.name} is there. Its ID is {department.pk}.")
            return redirect("departments", account.pk)
    search = " ".join(request.GET.get("q", "").split())[:200]
    found = selectors.search_by_name(selectors.departments_of(account), search)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"account": account, "form": form, "page": page, "search": search}
    context["has_many"] = page.paginator.count > SEARCH_FROM
    context["query"] = urlencode({"q": search}) if search else ""
    context["archived"] = selectors.archived_departments_of(account)[:MOST_ARCHIVED]
    return render(request, "departments/departments.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rename_department(request: PageRequest, account_id: int, department_id: int) -> HttpResponse:
    """Another name for a department."""
    account, department = _which(request, account_id, department_id)
    if department.archived_at:
        return _is_archived(request, account, department)
    seen = {"name": department.name, "seen": department.name}
    form = DepartmentForm(posted(request), partner=account, department=department, initial=seen)
    if request.method == "POST" and form.is_valid():
        name, seen_name = form.cleaned_data["name"], form.cleaned_data["seen"] or None
        try:
            services.rename_department(department=department, name=name, by=request.user, expected=seen_name)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"The department is called {name} now.")
            return redirect("department", account.pk, department.pk)
    context = {"account": account, "department": department, "form": form}
    return render(request, "departments/rename.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def archive_department(request: PageRequest, account_id: int, department_id: int) -> HttpResponse:
    """First what archiving a department means; once that is confirmed, it is done."""
    account, department = _which(request, account_id, department_id)
    if request.method == "POST":
        services.archive_department(department=department, by=request.user)
        messages.success(request, f"{department.name} is archived. You can bring it back below.")
        return redirect("departments", account.pk)
    if department.archived_at:
        return _is_archived(request, account, department)
    return render(
        request, "departments/archive.html", {"account": account, "department": department, "one": [department]}
    )


@require_POST
def restore_department(request: PageRequest, account_id: int, department_id: int) -> HttpResponse:
    """An archived department is back, with everybody in it."""
    account, department = _which(request, account_id, department_id)
    try:
        services.restore_department(department=department, by=request.user)
    except Refused as refusal:
        messages.warning(request, refusal_sentence("department.not_restored", refusal.context))
    else:
        messages.success(request, f"{department.name} is back, with everybody in it.")
    return redirect("departments", account.pk)


def _which(request: PageRequest, account_id: int, department_id: int) -> tuple[Account, Account]:
    """The partner worked in, and one of its departments, live or archived."""
    account = get_object_or_404(request.administered_accounts, pk=account_id, parent=None)
    return account, get_object_or_404(account.departments, pk=department_id)


def _is_archived(request: PageRequest, account: Account, department: Account) -> HttpResponse:
    """What was on the page is not so any more."""
    messages.info(request, f"{department.name} is archived. Bring it back below first.")
    return redirect("departments", account.pk)


@require_safe
def department_ids(request: PageRequest, account_id: int) -> HttpResponseBase:
    """The ids to write into the column department_id, as a CSV file."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    rows = selectors.departments_of(account).values_list("pk", "name")
    if request.method == "GET":
        department_ids_taken.send(Department, account=account, by=request.user)
    return csv_response("department-ids.csv", ["department_id", "name"], rows)
