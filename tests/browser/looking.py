"""What can be measured of a page as it stands in the browser: what is cut off or out of reach, what it weighs."""

import gzip
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

HEAVIEST = 100_000
"""Bytes that a page may weigh with all it loads."""
_CUT = """() => {
  const cut = (element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const unseen = ".visually-hidden, .skip-link, .table--stacked > thead, .table--stacked [data-nothing]";
    if (!width || element.closest(unseen)) return false;
    for (let around = element; around; around = around.parentElement) {
      const { overflowX, textOverflow } = getComputedStyle(around);
      if (["auto", "scroll"].includes(overflowX) || textOverflow === "ellipsis") return false;
      const box = around.getBoundingClientRect();
      if (overflowX !== "visible" && around !== document.body && (left < box.left - 1 || right > box.right + 1)) return true;
    }
    return left < -1 || right > innerWidth + 1;
  };
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const all = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility() && says(element));
  return all.filter(cut).map((element) => element.outerHTML.slice(0, 200));
}"""
_MAIN_ACTIONS = """() => [...document.querySelectorAll(".button--primary, .button--danger")].flatMap(
  (button, place) => button.checkVisibility({ visibilityProperty: true }) ? [place] : [],
)"""
_OUT_OF_REACH = """(places) => {
  const buttons = [...document.querySelectorAll(".button--primary, .button--danger")];
  const isReached = (button) => {
    button?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    if (!button?.checkVisibility({ visibilityProperty: true }) || scrollX) return false;
    const { left, right, top, bottom } = button.getBoundingClientRect();
    if (left < 0 || right > innerWidth || top < -1 || bottom > innerHeight + 1) return false;
    return button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  };
  const { scrollX: left, scrollY: top } = window;
  const found = places.map((place) => buttons[place]).filter((button) => !isReached(button));
  scrollTo({ left, top, behavior: "instant" });
  return found.map((button) => button ? button.outerHTML.slice(0, 200) : "it is gone");
}"""
_LOADED = """() => ({
  page: performance.getEntriesByType("navigation")[0].encodedBodySize,
  files: performance.getEntriesByType("resource").map((entry) => entry.name),
})"""


def cut_off(page: Page) -> list[str]:
    """The elements with words that reach out of the window, or of what is around them; where one can scroll nothing is cut."""
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        return ["the page is wider than the window"]
    found: list[str] = page.evaluate(_CUT)
    return found


def main_actions(page: Page) -> list[int]:
    """What the page is there for: the places of its primary and its dangerous buttons that are seen, among all of them."""
    found: list[int] = page.evaluate(_MAIN_ACTIONS)
    return found


def out_of_reach(page: Page, places: list[int]) -> list[str]:
    """Those of these buttons that no scrolling up or down brings wholly into the window, with nothing lying over them."""
    found: list[str] = page.evaluate(_OUT_OF_REACH, places)
    return found


def weight(page: Page) -> int:
    """Bytes of the page and of the files that it loads, for who has none of them yet: the files as production sends them."""
    loaded: dict[str, Any] = page.evaluate(_LOADED)
    paths = {urlsplit(name).path for name in loaded["files"]}
    static = [path.removeprefix(settings.STATIC_URL) for path in paths if path.startswith(settings.STATIC_URL)]
    return int(loaded["page"]) + sum(map(_compressed, static))


@cache
def _compressed(name: str) -> int:
    found = finders.find(name)
    assert isinstance(found, str), name
    return len(gzip.compress(Path(found).read_bytes()))
