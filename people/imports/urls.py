"""The addresses of the import pages; they stand below an account's."""

from django.urls import path

from people.imports import views
from people.imports.downloads import Kind

urlpatterns = [
    path("people/upload/", views.upload, name="upload"),
    path("people/upload/sample.csv", views.sample_file, name="sample_file"),
    path("people/upload/template.csv", views.template_file, name="template_file"),
    path("imports/", views.imports, name="imports"),
    path("imports/<int:import_id>/", views.import_page, name="import"),
    path("imports/<int:import_id>/match/", views.match, name="match"),
    path("imports/<int:import_id>/reading/", views.reading, name="reading"),
    path("imports/<int:import_id>/start/", views.start, name="start"),
    path("imports/<int:import_id>/stop/", views.stop, name="stop"),
    path("imports/<int:import_id>/resume/", views.resume, name="resume"),
    path("imports/<int:import_id>/undo/", views.undo, name="undo"),
    path("imports/<int:import_id>/rows/<int:number>/", views.import_row, name="import_row"),
    path("imports/<int:import_id>/correct/", views.correct_all, name="correct_all"),
    path("imports/<int:import_id>/retry/", views.retry, name="retry"),
    *(
        path(
            f"imports/<int:import_id>/download/{kind.value}.csv",
            views.download,
            {"kind": kind},
            name=f"download_{kind.value}",
        )
        for kind in Kind
    ),
]
