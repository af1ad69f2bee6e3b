"""A value is copied by a button; where that is not allowed it is selected."""

from playwright.sync_api import Page, expect

from tests.factories import Cast


def test_it_says_and_shows_that_a_value_was_copied(admin: Page, cast: Cast) -> None:
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"])
    admin.goto(f"/accounts/{cast.northwind.pk}/departments/")
    button = admin.get_by_role("button", name="Copy the ID of Mathematics")
    check = button.locator(".copy__done")
    expect(check).to_be_hidden()

    button.press("Enter")

    expect(check).to_be_visible()
    assert admin.evaluate("navigator.clipboard.readText()") == str(cast.maths.pk)


def test_what_may_not_be_copied_is_selected(admin: Page, cast: Cast) -> None:
    admin.goto(f"/accounts/{cast.northwind.pk}/departments/")
    admin.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException()) }")

    admin.get_by_role("button", name="Copy the ID of Mathematics").press("Enter")

    expect(admin.locator("#announcements")).to_contain_text("Copying is not allowed here.")
    assert admin.evaluate("String(getSelection())") == str(cast.maths.pk)
