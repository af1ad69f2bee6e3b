"""Access tokens in a browser: by keyboard, and without JavaScript."""

from playwright.sync_api import Page, expect

from people import tokens
from people.models import AccessToken
from tests.browser.steps import sign_in, tab_to
from tests.factories import PASSWORD, Cast


def test_makes_and_revokes_one_without_javascript(plain: Page, cast: Cast) -> None:
    page = plain
    sign_in(page, cast.mara)
    page.goto("/account/")
    page.get_by_role("link", name="Access tokens").click()
    page.get_by_role("link", name="New token").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("What it is for").fill("HR sync")
    page.get_by_label("Read and change").check()
    page.get_by_label("Where").select_option(label="Mathematics (Northwind Academy)")
    page.get_by_role("button", name="Make the token").click()

    secret = page.locator("code", has_text=tokens.PREFIX).inner_text()
    found = tokens.recognise(secret)
    assert found is not None
    assert (found.name, found.may_write, found.account_id) == ("HR sync", True, cast.maths.pk)
    expect(page.get_by_role("button", name="Copy the token")).to_be_hidden()

    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_text(secret)).to_have_count(0)
    page.get_by_role("link", name="Revoke HR sync").click()
    page.get_by_role("button", name="Revoke HR sync").click()
    expect(page.get_by_text("“HR sync” opens nothing any more.")).to_be_visible()
    assert tokens.recognise(secret) is None


def test_makes_one_by_keyboard_alone_and_copies_it(page: Page, cast: Cast) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, cast.mara)
    page.goto("/account/tokens/new/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("What it is for")).to_be_visible()

    tab_to(page, page.get_by_label("What it is for"))
    page.keyboard.type("Reports")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copy it now")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Copy the token"))
    page.keyboard.press("Enter")
    expect(page.locator("#announcements")).to_have_text("Copied the token.")

    assert page.evaluate("navigator.clipboard.readText()") == page.locator("code", has_text=tokens.PREFIX).inner_text()
    assert AccessToken.objects.get().may_write is False
