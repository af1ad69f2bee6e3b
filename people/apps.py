"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        """Connect the receivers."""
        from people import receivers  # noqa: F401 (imported to be connected)
