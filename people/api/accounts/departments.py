"""Departments: listed, made, renamed, archived and brought back."""

from typing import Protocol

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from departments import services
from departments.forms import DepartmentForm
from departments.models import Account
from departments.selectors import archived_departments_of, departments_of, search_by_name
from people.api import repeats, versions
from people.api.accounts.shapes import DepartmentsAsked, DepartmentSent, DepartmentShape
from people.api.base import ApiView, asked, sent, valid
from people.api.paging import paged
from people.api.schema import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_MATCH_PERHAPS,
    ITS_LOCATION,
    VERSIONED,
    listed,
)
from people.models import User


class Departments(ApiView):
    """The departments of an account."""

    @extend_schema(operation_id="list_departments", parameters=[DepartmentsAsked], responses=listed(DepartmentShape))
    def get(self, request: Request, account_id: int) -> Response:
        """List the departments of a partner account; of a department, itself."""
        account = self.account(account_id)
        wanted = asked(request, DepartmentsAsked)
        found = archived_departments_of(account) if wanted["archived"] else departments_of(account)
        named = search_by_name(found, wanted.get("q", ""))
        return Response(paged(request, named, DepartmentShape, query=DepartmentsAsked))

    @extend_schema(
        operation_id="create_department",
        parameters=[IDEMPOTENCY_KEY, VERSIONED, ITS_LOCATION],
        request=DepartmentSent,
        responses={201: DepartmentShape},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Create a department in a partner account."""
        account = self.account(account_id, parent=None)
        sent(request, DepartmentSent)

        def create() -> Response:
            name = valid(DepartmentForm(request.data, partner=account))["name"]
            department = services.create_department(partner=account, name=name, by=self.user)
            address = reverse("api:department", args=[account.pk, department.pk])
            headers = {"Location": request.build_absolute_uri(address)}
            return versions.shown(request, described(department), status=status.HTTP_201_CREATED, headers=headers)

        return repeats.once(request, create)


class OneDepartment(ApiView):
    """One department of a partner account."""

    @extend_schema(operation_id="read_department", parameters=[VERSIONED], responses=DepartmentShape)
    def get(self, request: Request, account_id: int, department_id: int) -> Response:
        """Read a department."""
        found = get_object_or_404(self.account(account_id, parent=None).departments.live(), pk=department_id)
        return versions.shown(request, described(found))

    @extend_schema(
        operation_id="rename_department",
        parameters=[IF_MATCH, VERSIONED],
        request=DepartmentSent,
        responses=DepartmentShape,
    )
    def patch(self, request: Request, account_id: int, department_id: int) -> Response:
        """Rename a department; its id stays."""
        account = self.account(account_id, parent=None)
        with transaction.atomic():
            locked = account.departments.live().select_for_update(no_key=True)
            department = get_object_or_404(locked, pk=department_id)
            versions.require_version(request)
            sent(request, DepartmentSent)
            versions.require_unchanged(request, described(department))
            name = valid(DepartmentForm(request.data, partner=account, department=department))["name"]
            department = services.rename_department(department=department, name=name, by=self.user)
        return versions.shown(request, described(department))


class _Door(Protocol):
    def __call__(self, *, department: Account, by: User) -> Account: ...


def _asking(name: str, door: _Door, what: str) -> type[ApiView]:
    """The address at which something is asked of a department. Asked twice, it is done once."""

    @extend_schema(
        operation_id=f"{name}_department",
        description=what,
        parameters=[IF_MATCH_PERHAPS, VERSIONED],
        request=None,
        responses=DepartmentShape,
    )
    def post(self: ApiView, request: Request, account_id: int, department_id: int) -> Response:
        with transaction.atomic():
            locked = self.account(account_id, parent=None).departments.select_for_update(no_key=True)
            department = get_object_or_404(locked, pk=department_id)
            versions.require_unchanged(request, described(department))
            department = door(department=department, by=self.user)
        return versions.shown(request, described(department))

    return type(f"{name.title()}Department", (ApiView,), {"post": post, "__doc__": what})


ArchiveDepartment = _asking(
    "archive",
    services.archive_department,
    "Archive a department: nobody is put into it any more, and its admins come in no longer. Its people stay in it.",
)
RestoreDepartment = _asking("restore", services.restore_department, "Bring an archived department back.")


def described(department: Account) -> dict[str, object]:
    """A department, described."""
    return dict(DepartmentShape(department).data)
