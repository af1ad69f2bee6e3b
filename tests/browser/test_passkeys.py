"""Who is asked for a passkey and gives none is told what else there is."""

from playwright.sync_api import Page, expect

NONE_COMES = "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"


def test_it_says_that_no_passkey_came(page: Page) -> None:
    page.goto("/account/login/")
    page.evaluate(NONE_COMES)
    alert = page.get_by_role("alert")
    expect(alert).to_have_count(0)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(alert).to_have_text("No passkey came. Try again, or sign in with your password.")
