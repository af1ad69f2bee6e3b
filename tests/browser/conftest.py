"""A real browser on a live server, the test database and a real worker."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from cerego.embedded.places import LOCAL
from tests.browser import chromium
from tests.browser.stage import Stage
from tests.browser.steps import enter
from tests.factories import Cast, make_cast
from tests.workers import Worker

CANT_BE_MISSING = {"stylesheet", "script", "image", "font"}
NO_PROBLEM = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
"""How harmless lines on the console begin. Chromium also logs every answer of 400 and more: those are judged by what they
are. htmx logs the request that was under way when one left the page; one that fails also as htmx:sendError."""
PICTURES = LOCAL / "browser"
expect.set_options(timeout=30_000)
"""Milliseconds that something may take to show: a limit for slow machines, which costs quick ones nothing."""
FAILED = pytest.StashKey[bool]()
WITHOUT = pytest.StashKey[str]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test failed, for the picture."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what was not tested."""
    if why := config.stash.get(WITHOUT, ""):
        terminalreporter.section("THE BROWSER TESTS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(f"There is no Chromium, and none could be had: {why}")
        terminalreporter.line("Install one (Debian: apt-get install chromium) and run `make test` again.")


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest, in_ci: bool) -> Iterator[Browser]:
    """A Chromium; where none can be had its tests are skipped, except in CI, where they fail."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in our thread; we await nothing
    with sync_playwright() as playwright:
        try:
            chrome = chromium.launch(playwright)
        except chromium.NoBrowser as error:
            request.config.stash[WITHOUT] = str(error)
            if in_ci:
                pytest.fail(f"No Chromium: {error}")
            pytest.skip(f"no Chromium: {error}")
        yield chrome
        chrome.close()


@pytest.fixture
def context(browser: Browser, live_server: object) -> Iterator[BrowserContext]:
    """A fresh profile whose relative addresses lead to the live server."""
    fresh = browser.new_context(base_url=str(live_server), locale="en-GB", viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(30_000)
    yield fresh
    fresh.close()


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the browser without anybody seeing it. A test that provokes some clears it."""
    return []


@pytest.fixture
def page(context: BrowserContext, problems: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page. The test fails on errors of scripts, on the console, from the server, and on missing files."""
    tab = context.new_page()
    tab.on("pageerror", lambda error: problems.append(f"script: {error}"))
    tab.on(
        "console",
        lambda message: (
            message.type == "error"
            and not message.text.startswith(NO_PROBLEM)
            and problems.append(f"console: {message.text}")
        ),
    )
    tab.on("response", lambda response: problems.extend(_wrong(response)))
    yield tab
    if request.node.stash.get(FAILED, False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{Path(request.node.name).name}.png"
        tab.screenshot(path=picture, full_page=True)
        print(f"What it looked like: {picture}")
    tab.close()
    assert not problems


@pytest.fixture
def plain(browser: Browser, live_server: object) -> Iterator[Page]:
    """A page in a browser with JavaScript off."""
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def _wrong(response: Response) -> list[str]:
    kind = response.request.resource_type
    missing = response.status in {403, 404} and kind in CANT_BE_MISSING
    return [f"{response.status} {kind} {response.url}"] if missing or response.status >= 500 else []


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Northwind, Contoso and who works there."""
    return make_cast()


@pytest.fixture
def admin(page: Page, cast: Cast) -> Page:
    """A page of Northwind's admin."""
    enter(page, cast.mara, cast.northwind)
    return page


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path) -> Stage:
    """A partner with all that pages can show."""
    return Stage.build(tmp_path)


@pytest.fixture
def slow_worker(worker: Worker, environment: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    """A worker that is yet to be started, and takes five rows at a time: slow enough to be stopped on its way."""
    worker.stop()
    small = {"IMPORT_BATCH_ROWS": "5", "IMPORT_SLICE_SECONDS": "0.001"}
    slow = Worker("slow", environment=environment | small, log=tmp_path / "slow.log", concurrency=1)
    yield slow
    if slow.runs:
        slow.stop()
