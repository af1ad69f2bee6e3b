"""What finds that an action is out of reach, and that a page has to be scrolled sideways for, finds it."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import cut_off, main_actions, out_of_reach
from tests.browser.test_every_page import DESK, ZOOMED

ASIDE = "position: absolute; left: 700px"
PAGE = "<!doctype html><style>{styles}</style><p>…</p><button class='button--primary'>Import 24 people</button>{more}"


@pytest.mark.parametrize(
    ("action", "more", "is_reached"),
    [
        ("margin-block-start: 3000px", "", True),
        (ASIDE, "", False),
        ("position: absolute; left: -80px", "", False),
        ("position: fixed; top: 390px", "", False),
        ("display: none", "", False),
        ("", "<div style='position: fixed; inset: 0; z-index: 1'></div>", False),
    ],
)
def test_it_knows_what_is_out_of_reach(page: Page, action: str, more: str, is_reached: bool) -> None:
    page.set_viewport_size(DESK)
    page.set_content(PAGE.format(styles=f"@media (width < 700px) {{ .button--primary {{ {action} }} }}", more=more))
    places = main_actions(page)

    page.set_viewport_size(ZOOMED)

    assert len(out_of_reach(page, places)) == (0 if is_reached else 1)
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]
    assert (cut_off(page) == ["the page is wider than the window"]) is (action == ASIDE)
