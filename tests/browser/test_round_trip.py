"""There and back: the failed rows are downloaded, corrected in a spreadsheet, uploaded again, and all are in (R29, R30)."""

import csv
import io
from pathlib import Path

from playwright.sync_api import Page, expect

from people.models import Import, Membership
from tests.browser.steps import check, import_button, upload
from tests.factories import Cast
from tests.files import csv_file, upload_of
from tests.workers import Worker

HEADER = ["Nr", "Wer", "Adresse", "department_id", "Notiz"]


def download(page: Page, name: str) -> tuple[str, bytes]:
    """Take a file along by the menu of the result; its suggested name, and its bytes."""
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as download:
        page.locator("#downloads").get_by_role("link", name=name).click()
    page.keyboard.press("Escape")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_r29_failed_rows_come_back_corrected_and_all_are_in(admin: Page, cast: Cast, worker: Worker) -> None:
    rows = [
        ["1", "Ann Arbor", "ann@example.org", cast.maths.pk, "=1+1"],
        ["2", "Bo Ek", "bo@nowhere", cast.maths.pk, "-"],
        ["3", "Cy Dahl", "cy@example.org", "99999999", ""],
    ]
    upload(admin, cast.northwind, upload_of("Mai.csv", csv_file(HEADER, rows, delimiter=";")))
    admin.get_by_label("Name").select_option(label="Wer")
    admin.get_by_label("Email").select_option(label="Adresse")
    expect(check(admin)).to_contain_text("2 rows have problems.")
    import_button(admin).click()
    expect(admin.get_by_role("heading", name="1 person is in")).to_be_visible()

    file_name, data = download(admin, "2 rows with problems")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert file_name == f"Mai-problems-{Import.objects.get().pk}.csv"
    assert lines[0] == [*HEADER, "Problem"]
    lines[1][2], lines[2][3] = "bo@example.org", ""

    upload(admin, cast.northwind, upload_of(file_name, csv_file(lines[0], lines[1:])))
    expect(admin.get_by_text("This is your download of the 2 rows of Mai.csv")).to_be_visible()
    expect(admin.get_by_label("Name")).to_have_value("1")
    expect(admin.get_by_text("Not imported: Nr (A), Notiz (E).")).to_be_visible()
    expect(check(admin)).to_contain_text("create 2 people.")
    import_button(admin).click()
    expect(admin.get_by_role("heading", name="2 people are in")).to_be_visible()

    came_in = set(Membership.objects.filter(person__email__endswith="@example.org").values_list("person__full_name"))
    assert came_in == {("Ann Arbor",), ("Bo Ek",), ("Cy Dahl",)}

    file_name, people = download(admin, "These people")
    upload(admin, cast.northwind, upload_of(file_name, people))
    expect(check(admin)).to_contain_text("Nothing would change: 2 rows")


def test_r30_the_same_file_again_is_recognised_while_it_is_checked(admin: Page, cast: Cast, worker: Worker) -> None:
    file = upload_of("people.csv", csv_file(["Name", "Email"], [["Ann", "ann@example.org"]]))
    upload(admin, cast.northwind, file)
    expect(check(admin)).to_contain_text("create 1 person.")
    import_button(admin).click()
    expect(admin.get_by_role("heading", name="1 person is in")).to_be_visible()

    upload(admin, cast.northwind, file)

    expect(check(admin)).to_contain_text("; nothing in it would change.")
    check(admin).get_by_role("link", name="imported this file").click()
    expect(admin.get_by_role("heading", name="1 person is in")).to_be_visible()
