"""By keyboard alone: what is to be done can be reached by Tab, seen where it is, and done by Enter and Space."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import check, import_button, upload
from tests.factories import Cast
from tests.files import csv_file, people_file, upload_of
from tests.workers import Worker

MANY = 60
"""Nothing is further away than so many Tabs."""


def tab_to(page: Page, target: Locator) -> None:
    """Go on by Tab until the focus is there; it has to be seen."""
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            assert page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " const around = getComputedStyle(document.activeElement.closest('label, div') ?? document.body);"
                " return [style, around].some((each) => each.outlineStyle !== 'none' || each.boxShadow !== 'none') }"
            ), "the focus can't be seen"
            return
    pytest.fail(f"{target} is not reached by Tab")


def test_imports_a_file(admin: Page, cast: Cast, worker: Worker, tmp_path: Path) -> None:
    tab_to(admin, admin.get_by_role("link", name="Upload via CSV"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="Upload via CSV")).to_be_visible()
    chooser = admin.get_by_label("Drop a CSV or Excel file here")
    tab_to(admin, chooser)
    with admin.expect_file_chooser() as opened:
        admin.keyboard.press("Space")
    opened.value.set_files(
        upload_of("people.csv", csv_file(["Full name", "Also", "Email"], [["Ann Arbor", "x", "ann@example.org"]]))
    )
    expect(admin.get_by_role("heading", name="Match columns")).to_be_visible()

    tab_to(admin, admin.get_by_label("Name"))
    admin.keyboard.type("Also")
    expect(admin.get_by_label("Name")).to_have_value("1")
    expect(check(admin)).to_contain_text("create 1 person.")
    expect(admin.get_by_label("Name")).to_be_focused()
    # Not by typing: what is typed within a second is one word to the browser, "AlsoFull".
    admin.keyboard.press("ArrowUp")
    expect(admin.get_by_label("Name")).to_have_value("0")
    expect(admin.get_by_text("Ann Arbor").first).to_be_visible()
    tab_to(admin, admin.get_by_label("Add new people and update existing ones"))
    admin.keyboard.press("ArrowDown")
    expect(admin.get_by_label("Only add new people")).to_be_checked()
    expect(check(admin)).to_contain_text("create 1 person.")
    tab_to(admin, import_button(admin))
    admin.keyboard.press("Enter")

    expect(admin.get_by_role("heading", name="1 person is in")).to_be_visible()
    tab_to(admin, admin.get_by_role("link", name="View these people"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("ann@example.org")).to_be_visible()


def test_goes_through_the_rows(admin: Page, cast: Cast, worker: Worker) -> None:
    data = people_file(60) + b"Nobody,nowhere\n"
    upload(admin, cast.northwind, upload_of("people.csv", data))
    expect(check(admin)).to_contain_text("create 60 people.")

    tab_to(admin, admin.locator("#tab-created"))
    admin.keyboard.press("Enter")
    expect(admin.locator("#tab-created")).to_have_attribute("aria-current", "page")
    expect(admin.locator("#tab-created")).to_be_focused()
    tab_to(admin, admin.get_by_role("link", name="Next"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Showing 51–60 of 60")).to_be_visible()
    tab_to(admin, admin.get_by_role("searchbox", name="Search these rows"))
    admin.keyboard.type("Person 59")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Showing 1–1 of 1")).to_be_visible()
    expect(admin.get_by_role("searchbox", name="Search these rows")).to_be_focused()
