"""Every page in every state: axe finds nothing, in light and dark, on a phone too; at 200 % and on a phone nothing is cut off or
has to be scrolled sideways for, and what the page is there for can be clicked; forms can be sent; no page is heavy.

With SCREENSHOTS set to a folder, each is also photographed: light, dark, and as wide as a phone (`make screenshots`).
"""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.looking import HEAVIEST, cut_off, main_actions, out_of_reach, weight
from tests.browser.scenes import ENTRANCE, INSIDE, Scene
from tests.browser.stage import Stage
from tests.browser.steps import enter

PICTURES = os.environ.get("SCREENSHOTS")
DESK = {"width": 1280, "height": 800}
ZOOMED = {"width": 640, "height": 400}
"""What there is of the desk at 200 %."""
PHONE = {"width": 360, "height": 780}
UNDER_A_MENU = """(selector) => {
  const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
  return [...document.querySelectorAll("[data-menu][open] .menu__sheet")].some((sheet) => {
    const over = sheet.getBoundingClientRect();
    return over.left < right && over.right > left && over.top < bottom && over.bottom > top;
  });
}"""
RULES: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What may be broken where nothing but the colours is another than before."""


def problems_of(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds on the page as it is now. What lies half under an open menu is not to be hit there, so it may look small."""
    found = Axe().run(page, options=rules).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} {node['any'][:1]}"
        for each in found
        for node in each["nodes"]
        if not (each["id"] == "target-size" and page.evaluate(UNDER_A_MENU, node["target"][0]))
    ]


def tokenless(page: Page) -> list[str]:
    """The forms that change something and would be refused, because they have no token."""
    forms = page.locator("form[method=post]:not(:has(input[name=csrfmiddlewaretoken]))")
    return forms.evaluate_all("(forms) => forms.map((form) => form.action)")


def look(page: Page, stage: Stage, name: str, scene: Scene) -> None:
    """Play a scene in light, dark and on a phone; nothing is to be found on it."""
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    scene(page, stage)
    page.wait_for_load_state()
    assert tokenless(page) == []
    assert weight(page) < HEAVIEST
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        _photograph(page, f"{name}-{colours}")
        assert problems_of(page) == [], colours
    page.emulate_media(color_scheme="light")
    actions = main_actions(page)
    page.set_viewport_size(ZOOMED)
    assert cut_off(page) == [], "200 %"
    assert out_of_reach(page, actions) == [], "200 %"
    page.set_viewport_size(PHONE)
    _photograph(page, f"{name}-phone")
    assert problems_of(page) == [], "phone"
    assert cut_off(page) == [], "phone"
    assert out_of_reach(page, actions) == [], "phone"
    page.emulate_media(color_scheme="dark")
    assert problems_of(page, OF_COLOURS) == [], "phone in dark"


def _photograph(page: Page, name: str) -> None:
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_axe_finds_nothing_on_any_page_in_any_state(page: Page, stage: Stage, subtests: pytest.Subtests) -> None:
    only = os.environ.get("ONLY", "").split(",")
    for name, scene in ENTRANCE.items():
        with subtests.test(name):
            look(page, stage, name, scene)
    enter(page, stage.mara, stage.partner)
    for name, scene in INSIDE.items():
        if any(part in name for part in only):
            with subtests.test(name):
                look(page, stage, name, scene)
