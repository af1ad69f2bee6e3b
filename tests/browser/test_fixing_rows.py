"""Rows with problems put right in the browser: one where it stands, one value in all rows that have it; by keyboard too."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import check, import_button, tab_to, upload
from tests.factories import Cast
from tests.files import csv_file, upload_of
from tests.workers import Worker

HEADER = ["Name", "Email", "department_id", "cerego_role"]
NOWHERE = 990_077


@pytest.fixture
def staff(cast: Cast) -> bytes:
    """Three rows with a role that nobody knows, two with a department that is not there, one with a broken address."""
    rows: list[list[object]] = [[f"Person {n}", f"p{n}@example.org", "", "Mgr"] for n in range(3)]
    rows += [[f"Lost {n}", f"lost{n}@example.org", NOWHERE, ""] for n in range(2)]
    return csv_file(HEADER, [*rows, ["Bo Ek", "bo@nowhere", "", ""], ["Cy Dahl", "", "", ""]])


@pytest.fixture
def done(admin: Page, cast: Cast, worker: Worker, staff: bytes) -> Page:
    """The page of their import."""
    upload(admin, cast.northwind, upload_of("staff.csv", staff))
    expect(check(admin)).to_contain_text("create 3 people.")
    import_button(admin).click()
    expect(admin.get_by_role("heading", name="3 people are in")).to_be_visible()
    return admin


def reconciled(page: Page, **counts: int) -> None:
    """The page says how many rows have which outcome."""
    for outcome, count in counts.items():
        expect(page.locator("#reconciled")).to_contain_text(f"{count} {outcome}")


def test_fixes_failed_rows_where_they_stand_and_retries_them_together(done: Page, cast: Cast) -> None:
    done.get_by_role("link", name="Correct row 7").click()
    form = done.get_by_role("form", name="Row 7")
    expect(form.get_by_label("Email")).to_be_focused()
    expect(form).to_contain_text("the part after @ needs a dot")
    form.get_by_label("Email").fill("bo@still-nowhere")
    form.get_by_role("button", name="Save for later").click()
    expect(form).to_contain_text("“bo@still-nowhere” is not an e-mail address")
    expect(form.get_by_label("Email")).to_have_value("bo@still-nowhere")
    expect(form.get_by_label("Email")).to_be_focused()
    form.get_by_label("Name").press("Enter")
    expect(form.get_by_label("Email")).to_be_focused()
    form.get_by_label("Email").fill("bo@example.org")
    form.get_by_role("button", name="Save for later").click()
    expect(done.get_by_text("was: bo@nowhere")).to_be_visible()
    expect(done.get_by_role("button", name="Retry 1 row", exact=True)).to_be_visible()

    done.get_by_role("link", name="Correct row 5").click()
    done.get_by_role("form", name="Row 5").get_by_label("Department").select_option(str(cast.maths.pk))
    done.get_by_role("button", name="Save for later").click()
    expect(done.get_by_text(f"was: {NOWHERE}")).to_be_visible()
    done.get_by_role("button", name="Retry 2 rows").click()

    expect(done.get_by_role("heading", name="5 people are in")).to_be_visible()
    reconciled(done, created=5, failed=2)
    done.locator("#tab-corrected").click()
    expect(done.get_by_text("was: bo@nowhere")).to_be_visible()


def test_puts_one_wrong_value_right_in_all_rows_of_the_result(done: Page, cast: Cast) -> None:
    problems = done.get_by_role("region", name="Problems")
    problems.get_by_label("Mgr").select_option(label="Course manager")
    problems.get_by_label(str(NOWHERE)).select_option(str(cast.physics.pk))
    done.get_by_role("button", name="Put right and retry").click()

    expect(done.get_by_role("heading", name="5 people are in")).to_be_visible()
    reconciled(done, created=5, failed=2)
    done.get_by_role("link", name="View these people").click()
    expect(done.get_by_role("cell", name="Course manager")).to_have_count(3)


def test_puts_rows_right_before_the_import_by_keyboard_alone(
    admin: Page, cast: Cast, worker: Worker, staff: bytes
) -> None:
    upload(admin, cast.northwind, upload_of("staff.csv", staff))
    expect(check(admin)).to_contain_text("4 rows have problems.")
    problems = admin.get_by_role("region", name="Problems")
    tab_to(admin, problems.get_by_label("Mgr"))
    admin.keyboard.type("Course m")
    tab_to(admin, admin.get_by_role("button", name="Put right and check again"))
    admin.keyboard.press("Enter")
    expect(check(admin)).to_contain_text("create 3 people.")
    expect(check(admin)).not_to_contain_text("with a warning")

    tab_to(admin, admin.get_by_role("link", name="Correct row 7"))
    admin.keyboard.press("Enter")
    form = admin.get_by_role("form", name="Row 7")
    expect(form.get_by_label("Email")).to_be_focused()
    admin.keyboard.press("ControlOrMeta+a")
    admin.keyboard.type("bo@example.org")
    admin.keyboard.press("Enter")
    expect(check(admin)).to_contain_text("create 4 people.")
    expect(check(admin)).to_contain_text("3 rows have problems.")
    tab_to(admin, import_button(admin))
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="4 people are in")).to_be_visible()
    reconciled(admin, created=4, failed=3)
