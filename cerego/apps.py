"""The project as an app, so that its templates tags and commands are found."""

from django.apps import AppConfig
from django.conf import settings


class CeregoConfig(AppConfig):
    name = "cerego"

    def ready(self) -> None:
        """Make ours the Celery application that every process of Django hands its tasks to; have mistakes reported."""
        from cerego import celery, sentry  # noqa: F401

        if settings.SENTRY_DSN:
            sentry.begin(settings.SENTRY_DSN)
