"""On a phone tables are read from top to bottom: nothing scrolls sideways, and cells still belong to the heads of columns."""

from typing import Any

from playwright.sync_api import Page, expect

from people import tokens
from tests.browser.looking import cut_off
from tests.browser.stage import Stage
from tests.browser.steps import enter

PHONE = {"width": 360, "height": 780}
CELLS = ("cell", "gridcell", "rowheader", "columnheader")
ASIDE = "(frame) => frame.scrollWidth - frame.clientWidth"


def read_out(page: Page) -> list[int]:
    """How many cells each row has for screen readers, as Chromium itself tells them, and not as the page says."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def cells(node: dict[str, Any]) -> int:
        below = [by_id[child] for child in node.get("childIds", [])]
        return sum(1 if role(each) in CELLS else cells(each) for each in below)

    return [cells(node) for node in nodes if role(node) == "row"]


def role(node: dict[str, Any]) -> str:
    return "" if node["ignored"] else str(node["role"]["value"])


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
        columns, *rows = read_out(page)
        assert rows, address
        assert [cells for cells in rows if cells not in (columns, 1)] == [], address  # 1: what spans all of them
        assert frame.evaluate(ASIDE) == 0, address
        assert cut_off(page) == []
