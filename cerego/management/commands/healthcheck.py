"""``manage.py healthcheck beat``: whether services are all right, for containers' health checks and an operator's terminal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cerego import health

SERVICES = ("database", "broker", "beat")


class Command(BaseCommand):
    """Says how the services are that it is asked about; ends with 1 if one of them is not all right."""

    help = "Says how database, broker and beat are; ends with 1 if one that was asked about is not all right."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", nargs="*", choices=[*SERVICES, []], help="Which; all of them if none is named.")

    def handle(self, *, service: list[str], **_options: Any) -> None:
        """Ask each, once."""
        found = {name: words for name, words in health.state().items() if not service or name in service}
        self.stdout.write(" · ".join(f"{name}: {words}" for name, words in found.items()))
        if wrong := [name for name, words in found.items() if words != "ok"]:
            raise CommandError(f"Not all right: {', '.join(wrong)}.")
