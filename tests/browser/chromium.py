"""Getting a Chromium, from wherever there is one: the system, Playwright's own download, the system's packages."""

import os
import shutil
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Error, Playwright

from tests import packages

ON_THE_SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(Exception):
    """There is none and none could be had; the message says what was tried."""


def launch(playwright: Playwright) -> Browser:
    """The first Chromium that really starts."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    tried: list[str] = []
    for path in _candidates(playwright, tried):
        try:
            return playwright.chromium.launch(executable_path=path, args=flags)
        except Error as error:
            tried.append(f"{path} does not start: {error.message.splitlines()[0]}")
    raise NoBrowser("; ".join(tried))


def _candidates(playwright: Playwright, tried: list[str]) -> Iterator[str]:
    yield from _installed()
    own = playwright.chromium.executable_path
    if os.path.exists(own) or packages.succeeds(tried, sys.executable, "-m", "playwright", "install", "chromium"):  # noqa: PTH110
        yield own
    if packages.install("chromium", tried=tried):
        yield from _installed()


def _installed() -> Iterator[str]:
    yield from filter(None, map(shutil.which, ON_THE_SYSTEM))
