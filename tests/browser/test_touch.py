"""On a phone every control is large enough for a finger."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.scenes import ENTRANCE, INSIDE
from tests.browser.stage import Stage
from tests.browser.steps import enter
from tests.browser.touching import too_small


@pytest.fixture
def context(browser: Browser, live_server: object) -> Iterator[BrowserContext]:
    """A phone: its pointer is a finger."""
    phone = browser.new_context(
        base_url=str(live_server),
        locale="en-GB",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    phone.set_default_timeout(30_000)
    yield phone
    phone.close()


def test_fingers_hit_every_control_on_every_page(page: Page, stage: Stage, subtests: pytest.Subtests) -> None:
    only = os.environ.get("ONLY", "").split(",")
    for name, scene in ENTRANCE.items():
        with subtests.test(name):
            scene(page, stage)
            _expect_room(page)
    enter(page, stage.mara, stage.partner)
    for name, scene in INSIDE.items():
        if any(part in name for part in only):
            with subtests.test(name):
                scene(page, stage)
                _expect_room(page)


def _expect_room(page: Page) -> None:
    page.wait_for_load_state()
    missed = too_small(page)
    assert not missed, "\n".join(missed)
