"""The addresses of the API, version 1."""

from typing import NoReturn

from django.http import Http404
from django.urls import path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request

from people.api.accounts import accounts, departments
from people.api.base import ApiView
from people.api.imports import downloads, one, problems, rows, uploads
from people.api.page import description
from people.api.people import changes, invitations, listing, memberships, person, told

app_name = "api"


@extend_schema(exclude=True)
class NotHere(ApiView):
    """Any other address: a problem, to whatever method."""

    permission_classes = ()
    http_method_names = ("get", "post", "put", "patch", "delete", "head", "options", "trace")

    def get(self, request: Request, **_: object) -> NoReturn:
        raise Http404

    post = put = patch = delete = head = options = trace = get  # type: ignore[assignment]


urlpatterns = [
    path("accounts/", accounts.Accounts.as_view(), name="accounts"),
    path("accounts/<int:account_id>/", accounts.OneAccount.as_view(), name="account"),
    path("accounts/<int:account_id>/departments/", departments.Departments.as_view(), name="departments"),
    path(
        "accounts/<int:account_id>/departments/<int:department_id>/",
        departments.OneDepartment.as_view(),
        name="department",
    ),
    path(
        "accounts/<int:account_id>/departments/<int:department_id>/archive/",
        departments.ArchiveDepartment.as_view(),
        name="archive_department",
    ),
    path(
        "accounts/<int:account_id>/departments/<int:department_id>/restore/",
        departments.RestoreDepartment.as_view(),
        name="restore_department",
    ),
    path("accounts/<int:account_id>/events/", accounts.Events.as_view(), name="events"),
    path("accounts/<int:account_id>/people/", listing.People.as_view(), name="people"),
    path("accounts/<int:account_id>/people/changes/", changes.PeopleChanges.as_view(), name="people_changes"),
    path(
        "accounts/<int:account_id>/people/changes/<int:change_id>/",
        changes.OnePeopleChange.as_view(),
        name="people_change",
    ),
    path("accounts/<int:account_id>/people/<int:person_id>/", person.OnePerson.as_view(), name="person"),
    path("accounts/<int:account_id>/people/<int:person_id>/history/", told.PersonHistory.as_view(), name="history"),
    path("accounts/<int:account_id>/people/<int:person_id>/data/", told.PersonData.as_view(), name="person_data"),
    path(
        "accounts/<int:account_id>/people/<int:person_id>/invitation/",
        invitations.PersonInvitation.as_view(),
        name="invitation",
    ),
    path(
        "accounts/<int:account_id>/people/<int:person_id>/memberships/",
        memberships.Memberships.as_view(),
        name="memberships",
    ),
    path(
        "accounts/<int:account_id>/people/<int:person_id>/memberships/<int:membership_id>/",
        memberships.OneMembership.as_view(),
        name="membership",
    ),
    path("accounts/<int:account_id>/imports/", uploads.Imports.as_view(), name="imports"),
    path("imports/<int:import_id>/", one.OneImport.as_view(), name="import"),
    path("imports/<int:import_id>/invitations/", invitations.ImportInvitations.as_view(), name="invite_import"),
    path("imports/<int:import_id>/problems/", problems.Problems.as_view(), name="problems"),
    path("imports/<int:import_id>/rows/", rows.Rows.as_view(), name="rows"),
    path("imports/<int:import_id>/rows/<int:number>/", rows.OneRow.as_view(), name="row"),
    path("imports/<int:import_id>/downloads/<str:kind>.csv", downloads.Download.as_view(), name="download"),
    *(path(f"imports/<int:import_id>/{name}/", one.ask(name).as_view(), name=f"{name}_import") for name in one.DOORS),
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="openapi"),
    path("", description, name="description"),
    re_path("", NotHere.as_view()),
]
