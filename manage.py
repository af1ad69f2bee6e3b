#!/usr/bin/env python
"""Django's command line, with the services it needs running first."""

import os
import sys

NEEDS_NO_SERVICE = {"help", "--help", "-h", "version", "--version", "collectstatic"}


def main(arguments: list[str]) -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cerego.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from cerego import embedded

    if arguments[1:] and arguments[1] not in NEEDS_NO_SERVICE:
        try:
            embedded.ensure_running(settings.EMBEDDED)
        except embedded.Unavailable as error:
            print(error, file=sys.stderr)
            sys.exit(3)
    from django.db import OperationalError

    from cerego.health import without_connection

    try:
        execute_from_command_line(arguments)
    except OperationalError as error:
        if not (line := without_connection(error)):
            raise
        sys.exit(line)


if __name__ == "__main__":
    main(sys.argv)
