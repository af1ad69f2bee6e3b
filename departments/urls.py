"""The addresses of the department pages, below an account's."""

from django.urls import path

from departments import views

urlpatterns = [
    path("departments/", views.departments, name="departments"),
    path("departments/ids.csv", views.department_ids, name="department_ids"),
    path("departments/<int:department_id>/rename/", views.rename_department, name="rename_department"),
    path("departments/<int:department_id>/archive/", views.archive_department, name="archive_department"),
    path("departments/<int:department_id>/restore/", views.restore_department, name="restore_department"),
]
