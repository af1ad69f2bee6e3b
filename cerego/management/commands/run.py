"""``manage.py run``: the whole product on one machine, for development. In production each part is its own service."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from io import StringIO
from typing import Any

from celery.utils.nodenames import nodename
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from cerego.celery import app
from cerego.development import Part, Sources, running

FIRST_PORT = 8000
START_SECONDS = 120
PAUSE_SECONDS = 0.5
RENEWED = ("worker", "beat")
"""Started anew when the code changes; runserver does that by itself, unless it has ended."""


class Command(BaseCommand):
    """Migrates, makes the sample partner, starts web, worker and beat, and ends them together."""

    help = (
        "Run the site, a worker and beat, with a sample partner; changed code is taken up. Ctrl-C ends all of it. "
        "PORT chooses the port."
    )

    def handle(self, **_options: Any) -> None:
        """Run until somebody ends it, or a part of it ends by itself."""
        if settings.PRODUCTION:
            raise CommandError("This is for development. In production web, worker and beat are services of their own.")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit())
        call_command("migrate", verbosity=0, interactive=False)
        how_to_sign_in = StringIO()
        call_command("seed_sample", stdout=how_to_sign_in)
        port = _port()
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
        settings.LAST_SITE_URL.parent.mkdir(exist_ok=True)
        settings.LAST_SITE_URL.write_text(os.environ["SITE_URL"])
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
        worker = nodename(f"run-{port}", socket.gethostname())
        sources = Sources(settings.ROOT)  # as the parts are started with
        with running(_commands(port, worker), settings.ROOT) as parts:
            _wait_until_up(parts, port, worker)
            self.stdout.write(
                f"\n{how_to_sign_in.getvalue().strip()}\n\nCerego People runs at {os.environ['SITE_URL']}"
            )
            self._say("Ctrl-C ends it.\n\n")
            self._look_after(parts, sources)

    def _look_after(self, parts: list[Part], sources: Sources) -> None:
        """Take up changed code. What can't start with it waits for the next change, as runserver does."""
        has_changed = False
        while True:
            time.sleep(PAUSE_SECONDS)
            if changed := sources.changed():
                has_changed = True
                self._say(f"{changed[0].relative_to(settings.ROOT)} has changed; the worker starts anew.")
                for part in parts:
                    part.is_stale = True
                    if part.name in RENEWED:
                        part.renew()
            if not has_changed:
                _check(parts)
            self._wait_for_mending([part for part in parts if part.ended is not None])

    def _wait_for_mending(self, ended: list[Part]) -> None:
        """What has ended may have found a mistake in changed code; or in code that has changed again since, and is right now."""
        for part in ended:
            if part.is_stale:
                part.renew()
            elif not part.is_told:
                part.is_told = True
                self._say(f"The {part.name} has ended; why, stands above. It starts anew when a file changes.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _port() -> int:
    """$PORT, or the first free one from 8000 on."""
    wanted = os.environ.get("PORT", "")
    if wanted:
        if not wanted.isdecimal() or not _is_free(int(wanted)):
            raise CommandError(
                f"PORT is {wanted}, which can't be used: something listens there already, or it is no port."
            )
        return int(wanted)
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        if _is_free(port):
            return port
    raise CommandError(f"No port from {FIRST_PORT} on is free. Choose one: PORT=9000 make run")


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _commands(port: int, worker: str) -> dict[str, list[str]]:
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "cerego"]
    return {
        "web": [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"],
        "worker": [*celery, "worker", "--hostname", worker, "--concurrency", "2"],
        "beat": [*celery, "beat"],
    }


def _check(parts: list[Part]) -> None:
    """End everything when a part has ended by itself: half a product only puzzles."""
    for part in parts:
        if part.ended is not None:
            raise CommandError(f"The {part.name} ended by itself (exit code {part.ended}); ending the rest.")


def _wait_until_up(parts: list[Part], port: int, worker: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (_web_answers(port) and app.control.ping(destination=[worker], timeout=1)):
        _check(parts)
        if time.monotonic() > deadline:
            raise CommandError(f"Web and worker did not come up within {START_SECONDS} seconds; ending them.")
        time.sleep(0.2)


def _web_answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True
