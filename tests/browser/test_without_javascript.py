"""The same without JavaScript: slower, but everything can be done (design §7)."""

import pytest
from playwright.sync_api import Page, expect

from people.models import Import
from tests.browser.steps import check, import_button, sign_in
from tests.factories import PASSWORD, Cast
from tests.files import StaffList, upload_of
from tests.workers import Worker


@pytest.fixture
def page(plain: Page) -> Page:
    """All that is done here is done without JavaScript."""
    return plain


def test_does_the_ten_steps(page: Page, cast: Cast, worker: Worker) -> None:
    staff = StaffList(cast.maths.pk, cast.physics.pk)
    sign_in(page, cast.mara)
    page.get_by_role("link", name="Admin of Northwind Academy").click()
    page.get_by_role("main").get_by_role("link", name="People").click()
    page.get_by_role("link", name="Upload via CSV").click()
    expect(page.get_by_text("The upload starts by itself")).to_be_hidden()
    page.get_by_label("Drop a CSV or Excel file here").set_input_files(upload_of(staff.FILE_NAME, staff.as_csv()))
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Name").select_option(label=staff.NAME_COLUMN)
    page.get_by_label("Email").select_option(label=staff.EMAIL_COLUMN)
    page.get_by_label("Only add new people").check()
    page.get_by_role("button", name="Check with these choices").click()
    expect(check(page)).to_contain_text("create 295 people in 297 rows")  # the page reloads itself until then
    expect(page.get_by_label("Only add new people")).to_be_checked()

    import_button(page).click()
    expect(page.get_by_role("heading", name="295 people are in")).to_be_visible()
    page.get_by_role("link", name="Skipped").click()
    expect(page.get_by_text(f"The same as row {staff.REPEATED - 1}")).to_be_visible()
    page.get_by_role("searchbox", name="Search these rows").fill("nobody at all")
    page.get_by_role("searchbox", name="Search these rows").press("Enter")
    expect(page.get_by_text("No row matches “nobody at all”.")).to_be_visible()

    page.get_by_role("link", name="View these people").click()
    expect(page.get_by_text("of 295")).to_be_visible()
    page.get_by_role("link", name="Departments").first.click()
    page.get_by_role("main").get_by_role("link", name="Mathematics", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("person.10@example.org")


def test_says_what_is_wrong_and_lets_one_choose_again(page: Page, cast: Cast, worker: Worker) -> None:
    sign_in(page, cast.mara)
    page.goto(f"/accounts/{cast.northwind.pk}/people/upload/")
    file = page.get_by_label("Drop a CSV or Excel file here")
    file.set_input_files(upload_of("empty.csv", b""))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("This file is empty.")).to_be_visible()
    file.set_input_files(upload_of("people.csv", b"Name,Email\nAnn Arbor,ann@example.org\nNobody,nowhere\n"))
    page.get_by_role("button", name="Upload").click()

    page.get_by_label("Name").select_option(label="Email")
    import_button(page).click()
    expect(page.get_by_text("is chosen more than once")).to_be_visible()
    page.get_by_label("Name").select_option(label="Name")
    page.get_by_label("Stop if any row has a problem").check()
    page.get_by_role("button", name="Check with these choices").click()
    expect(check(page)).to_contain_text("so nothing can be imported yet")
    import_button(page).click()
    expect(page.get_by_text("Nothing was imported. Correct the file")).to_be_visible()
    page.locator("#check").get_by_role("link", name="1 row").click()  # on a page that came from a form with errors
    expect(page.get_by_text("“nowhere” is not an e-mail address")).to_be_visible()
    page.get_by_label("Skip rows with problems").check()
    import_button(page).click()

    expect(page.get_by_role("heading", name="1 person is in")).to_be_visible()
    assert Import.objects.get().failed == 1


def test_changes_a_person_and_the_departments(page: Page, cast: Cast) -> None:
    sign_in(page, cast.mara)
    page.goto(f"/accounts/{cast.northwind.pk}/people/")
    page.get_by_role("link", name="Liv Lund").click()
    page.locator("summary", has_text="Mathematics").click()
    form = page.get_by_role("form", name="Role and member ID in Mathematics")
    form.get_by_label("Role").select_option(label="Course viewer")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Liv Lund in Mathematics: Course viewer, member ID 007.")).to_be_visible()
    page.locator("summary", has_text="Deactivate").click()
    page.get_by_role("button", name="Deactivate Liv Lund").click()
    expect(page.get_by_text("Liv Lund is deactivated")).to_be_visible()

    page.get_by_role("link", name="Departments").click()
    page.get_by_role("link", name="Archive Physics").click()
    page.get_by_role("button", name="Archive Physics").click()
    expect(page.get_by_text("Physics is archived.")).to_be_visible()
    page.get_by_role("button", name="Bring back Physics").click()
    expect(page.get_by_text("Physics is back, with everybody in it.")).to_be_visible()
    page.goto(f"/accounts/{cast.northwind.pk}/switch/?q=phys")
    page.get_by_role("main").get_by_role("link", name="Physics").click()
    expect(page).to_have_title("People · Physics")


def test_a_passkey_is_not_asked_for_in_vain(page: Page, cast: Cast) -> None:
    sign_in(page, cast.mara)
    page.goto("/account/reauthenticate/?next=/account/two-factor/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()

    expect(page.locator("noscript").locator(".notice")).to_be_visible()
    expect(page.get_by_label("What you call it")).to_be_hidden()
    expect(page.get_by_role("link", name="Back")).to_be_visible()
