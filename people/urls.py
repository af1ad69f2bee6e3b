"""The addresses of the people pages."""

urlpatterns: list = []
