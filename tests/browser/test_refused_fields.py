"""Fields that were refused look so, also those that the focus is not in."""

from playwright.sync_api import Page, expect

BORDER = "(field) => getComputedStyle(field).borderTopColor"


def test_refused_fields_are_edged_in_the_colour_of_what_is_wrong(page: Page) -> None:
    page.goto("/account/login/")
    fields = [page.get_by_label("E-mail"), page.get_by_label("Password", exact=True)]
    plain = {field.evaluate(BORDER) for field in fields}
    fields[0].fill("nobody@northwind.example")
    fields[1].fill("wrong")

    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()

    refused = {field.evaluate(BORDER) for field in fields}
    assert len(plain) == len(refused) == 1
    assert plain.isdisjoint(refused)
    expect(fields[1]).to_be_focused()
