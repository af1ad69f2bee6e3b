"""The addresses of the people pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from people import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accounts/<int:account_id>/", views.admin_home, name="admin_home"),
    path("accounts/<int:account_id>/people/", views.people, name="people"),
    path("accounts/<int:account_id>/people/importing/", views.importing, name="importing"),
    path("accounts/<int:account_id>/departments/<int:department_id>/", views.department, name="department"),
]
if find_spec("people.imports.urls") and find_spec("people.imports.mapping"):
    urlpatterns.append(path("accounts/<int:account_id>/", include("people.imports.urls")))
