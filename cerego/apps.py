"""The project as an app, so that its templates tags and commands are found."""

from django.apps import AppConfig


class CeregoConfig(AppConfig):
    name = "cerego"
