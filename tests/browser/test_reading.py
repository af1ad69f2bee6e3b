"""Files that are read otherwise than most, through the page of their columns to the result."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from people.models import Person
from tests.browser.steps import check, enter, import_button, upload
from tests.factories import Cast
from tests.files import csv_file, upload_of
from tests.unit.imports.files import sheet, text, workbook
from tests.workers import Worker

STAFF = csv_file(
    ["Vollständiger Name", "E-Mail-Adresse", "Größe"],
    [["Jörg Müller", "jorg@example.org", "180"], ["Zoë Faßbinder", "zoe@example.org", "170"]],
    delimiter=";",
    encoding="cp1252",
)


def two_sheets() -> bytes:
    header = text("A1", "Name") + text("B1", "Email")
    below = text("A3", "Full name") + text("B3", "Work email")
    return workbook({
        "2025": sheet(header, text("A2", "Old Person") + text("B2", "old@example.org")),
        "2026": sheet(text("A1", "Staff in 2026"), "", below, text("A4", "Ann Arbor") + text("B4", "ann@example.org")),
    })  # fmt: skip


def names() -> set[str]:
    """The people whom files brought."""
    return set(Person.objects.filter(email__endswith="@example.org").values_list("full_name", flat=True))


def test_reads_semicolons_and_windows_1252(admin: Page, cast: Cast, worker: Worker) -> None:
    upload(admin, cast.northwind, upload_of("Personal.csv", STAFF))
    expect(admin.get_by_text("read as Windows-1252, semicolon")).to_be_visible()
    expect(admin.get_by_role("cell", name="Zoë Faßbinder").first).to_be_visible()
    expect(check(admin)).to_contain_text("create 2 people.")

    admin.get_by_label("Encoding").focus()
    admin.get_by_label("Encoding").select_option(label="Mac Roman")
    expect(admin.get_by_text("read as Mac Roman, semicolon")).to_be_visible()
    expect(admin.get_by_label("Encoding")).to_be_focused()
    expect(admin.get_by_role("cell", name="Zoë Faßbinder")).to_have_count(0)
    admin.get_by_label("Between cells").select_option(label="tab")
    expect(admin.get_by_text("This file has only one column")).to_be_visible()
    expect(admin.get_by_text("It is still read as Mac Roman, semicolon")).to_be_visible()
    admin.get_by_label("Between cells").select_option(label="semicolon")
    admin.get_by_label("Encoding").select_option(label="Windows-1252 (Western Europe)")
    expect(admin.get_by_text("read as Windows-1252, semicolon")).to_be_visible()
    expect(check(admin)).to_contain_text("create 2 people.")

    import_button(admin).click()
    expect(admin.get_by_role("heading", name="2 people are in")).to_be_visible()
    assert names() == {"Jörg Müller", "Zoë Faßbinder"}


def test_reads_the_second_sheet_of_a_workbook(admin: Page, cast: Cast, worker: Worker) -> None:
    upload(admin, cast.northwind, upload_of("staff.xlsx", two_sheets()))
    expect(admin.get_by_text("read as sheet “2025”, header in row 1")).to_be_visible()
    expect(check(admin)).to_contain_text("create 1 person.")

    admin.get_by_label("Sheet").select_option(label="2026 · 3 rows")
    expect(admin.get_by_text("read as sheet “2026”, header in row 3")).to_be_visible()
    expect(admin.get_by_text("1 row above the header is not read.")).to_be_visible()
    expect(admin.get_by_label("Name", exact=True)).to_have_value("0")
    expect(check(admin)).to_contain_text("create 1 person.")

    import_button(admin).click()
    expect(admin.get_by_role("heading", name="1 person is in")).to_be_visible()
    assert names() == {"Ann Arbor"}


@pytest.fixture
def plain(browser: Browser, live_server: object, cast: Cast) -> Iterator[Page]:
    """A page of Northwind's admin in a browser with JavaScript off."""
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    enter(page, cast.mara, cast.northwind)
    yield page
    context.close()


def test_does_the_same_without_javascript(plain: Page, cast: Cast, worker: Worker) -> None:
    plain.goto(f"/accounts/{cast.northwind.pk}/people/upload/")
    plain.get_by_label("Drop a CSV or Excel file here").set_input_files(upload_of("staff.xlsx", two_sheets()))
    plain.get_by_role("button", name="Upload").click()
    plain.get_by_label("Sheet").select_option(label="2026 · 3 rows")
    plain.get_by_role("button", name="Read it like this").click()
    expect(plain.get_by_text("read as sheet “2026”, header in row 3")).to_be_visible()
    plain.get_by_label("Header", exact=True).select_option(label="Row 4: Ann Arbor · ann@example.org")
    plain.get_by_role("button", name="Read it like this").click()
    expect(plain.get_by_text("so it can’t be the header")).to_be_visible()
    plain.get_by_label("Header", exact=True).select_option(label="Row 3: Full name · Work email")
    plain.get_by_role("button", name="Read it like this").click()
    expect(check(plain)).to_contain_text("create 1 person.")

    import_button(plain).click()
    expect(plain.get_by_role("heading", name="1 person is in")).to_be_visible()
    assert names() == {"Ann Arbor"}


def test_r26_a_broken_quote_costs_its_own_row_and_no_other(admin: Page, cast: Cast, worker: Worker) -> None:
    people = [f"Person {number},person{number}@example.org" for number in range(1, 7)]
    people[2] = '"Person 3,person3@example.org'
    file = "\n".join(["Name,Email", *people]).encode()
    upload(admin, cast.northwind, upload_of("people.csv", file))
    expect(check(admin)).to_contain_text("create 5 people")
    expect(check(admin)).to_contain_text("1 row")

    import_button(admin).click()
    expect(admin.get_by_role("heading", name="5 people are in")).to_be_visible()
    admin.locator("#tab-failed").click()
    expect(admin.get_by_text("A quotation mark opens on line 4 and is never closed").first).to_be_visible()
    assert names() == {f"Person {number}" for number in (1, 2, 4, 5, 6)}
