"""The project as an app, so that its templates tags and commands are found."""

from django.apps import AppConfig


class CeregoConfig(AppConfig):
    name = "cerego"

    def ready(self) -> None:
        """Make ours the Celery application that every process of Django hands its tasks to."""
        from cerego import celery  # noqa: F401
