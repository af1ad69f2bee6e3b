"""The addresses of the import pages; they stand below an account's."""

from django.urls import path

from people.imports import views

urlpatterns = [
    path("people/upload/", views.upload, name="upload"),
    path("people/upload/sample.csv", views.sample_file, name="sample_file"),
    path("imports/", views.imports, name="imports"),
    path("imports/<int:import_id>/", views.import_page, name="import"),
    path("imports/<int:import_id>/match/", views.match, name="match"),
    path("imports/<int:import_id>/start/", views.start, name="start"),
]
