"""The addresses of the people pages."""

from django.urls import include, path

from people import views
from people.metrics import metrics

_person = [
    path("", views.person, name="person"),
    path("edit/", views.edit_person, name="edit_person"),
    path("erase/", views.erase_person, name="erase_person"),
    path("data.json", views.person_data, name="person_data"),
    path("deactivate/", views.deactivate, name="deactivate"),
    path("reactivate/", views.reactivate, name="reactivate"),
    path("places/", views.add_place, name="add_place"),
    path("places/<int:place_id>/", views.change_place, name="change_place"),
    path("places/<int:place_id>/remove/", views.remove_place, name="remove_place"),
]

urlpatterns = [
    path("metrics", metrics, name="metrics"),
    path("", views.home, name="home"),
    path("account/", views.profile, name="profile"),
    path("account/tokens/", views.token_list, name="tokens"),
    path("account/tokens/new/", views.create_token, name="create_token"),
    path("account/tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("invitation/<int:invitation_id>/<str:token>/", views.invitation, name="invitation"),
    path("accounts/<int:account_id>/", views.admin_home, name="admin_home"),
    path("accounts/<int:account_id>/switch/", views.switch, name="switch"),
    path("accounts/<int:account_id>/people/", views.people, name="people"),
    path("accounts/<int:account_id>/people/add/", views.add_people_page, name="add_people"),
    path("accounts/<int:account_id>/people/change/<str:action_code>/", views.change_people, name="change_people"),
    path("accounts/<int:account_id>/people/changes/<int:change_id>/", views.people_change, name="people_change"),
    path("accounts/<int:account_id>/people/export.csv", views.export_people, name="export_people"),
    path("accounts/<int:account_id>/people/importing/", views.importing, name="importing"),
    path("accounts/<int:account_id>/activity/", views.events, name="events"),
    path("accounts/<int:account_id>/activity/export.csv", views.export_events, name="export_events"),
    path("accounts/<int:account_id>/security/", views.security, name="security"),
    path("accounts/<int:account_id>/people/<int:person_id>/invitation/", views.invite_person, name="invite_person"),
    path("accounts/<int:account_id>/imports/<int:import_id>/invitations/", views.invite_import, name="invite_import"),
    path("accounts/<int:account_id>/people/<int:person_id>/", include(_person)),
    path("accounts/<int:account_id>/departments/<int:department_id>/", views.department, name="department"),
    path("accounts/<int:account_id>/", include("people.imports.urls")),
]
