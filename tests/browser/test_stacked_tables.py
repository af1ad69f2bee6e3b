"""On a phone tables are read from top to bottom: nothing scrolls sideways, and cells still belong to the heads of columns."""

from playwright.sync_api import Page, expect

from people import tokens
from tests.browser.looking import cut_off
from tests.browser.stage import Stage
from tests.browser.steps import enter

PHONE = {"width": 360, "height": 780}
ASIDE = "(frame) => frame.scrollWidth - frame.clientWidth"


def test_tables_scroll_no_longer_sideways_and_keep_their_heads(page: Page, stage: Stage) -> None:
    tokens.create(name="Nightly sync with the HR system", may_write=True, days=90, account=stage.maths, by=stage.mara)
    enter(page, stage.mara, stage.partner)
    page.set_viewport_size(PHONE)
    pages = {
        "/account/tokens/": ("Access tokens", "Last used"),
        stage.at("activity/"): ("What was done", "About"),
        stage.at(f"imports/{stage.done.pk}/?outcome=all"): ("Rows", "Member ID"),
    }
    for address, (name, head) in pages.items():
        page.goto(address)
        frame = page.get_by_role("region", name=name, exact=True)
        expect(frame.get_by_role("columnheader", name=head)).to_have_count(1)
        assert frame.get_by_role("row").count() > 1, address
        assert frame.evaluate(ASIDE) == 0, address
        assert cut_off(page) == []
