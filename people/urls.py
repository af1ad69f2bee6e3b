"""The addresses of the people pages."""

from django.urls import include, path

from people import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/<int:account_id>/", views.admin_home, name="admin_home"),
    path("accounts/<int:account_id>/people/", views.people, name="people"),
    path("accounts/<int:account_id>/people/importing/", views.importing, name="importing"),
    path("accounts/<int:account_id>/departments/<int:department_id>/", views.department, name="department"),
    path("accounts/<int:account_id>/", include("people.imports.urls")),
]
