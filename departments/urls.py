"""The addresses of the department pages."""

urlpatterns: list = []
