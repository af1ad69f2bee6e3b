"""By keyboard alone: what is to be done can be reached by Tab, seen where it is, and done by Enter and Space."""

import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import FileChooser, Page, TimeoutError, expect

from tests.browser.steps import check, import_button, tab_to, upload
from tests.factories import Cast
from tests.files import csv_file, people_file, upload_of
from tests.workers import Worker


def choosing(page: Page) -> FileChooser:
    """What opens when Space is pressed on the file field; a busy browser may lose a key, and nobody presses but once."""
    for patience in (3_000, 6_000, 12_000):
        with suppress(TimeoutError):
            with page.expect_file_chooser(timeout=patience) as opened:
                page.keyboard.press("Space")
            return opened.value
    raise AssertionError("Space on the file field opens nothing.")


def test_imports_a_file(admin: Page, cast: Cast, worker: Worker, tmp_path: Path) -> None:
    tab_to(admin, admin.get_by_role("link", name="Upload via CSV"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="Upload via CSV")).to_be_visible()
    admin.wait_for_load_state()  # a key pressed before that may be lost
    chooser = admin.get_by_label("Drop a CSV or Excel file here")
    tab_to(admin, chooser)
    choosing(admin).set_files(
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


def test_a_refused_form_begins_at_what_is_wrong(admin: Page, cast: Cast) -> None:
    admin.goto(f"/accounts/{cast.northwind.pk}/people/add/")
    admin.get_by_label("People", exact=True).fill("Ann Arbor <ann@example.org>\nnobody at all")
    admin.get_by_role("button", name="Add people").press("Enter")

    wrong = admin.get_by_label("People", exact=True)
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description(re.compile("Line 2"))
