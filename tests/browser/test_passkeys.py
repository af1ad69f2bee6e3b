"""Passkeys, with a browser that has an authenticator of its own; and what is said where no passkey comes or none is accepted."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in
from tests.factories import PASSWORD, Cast

LOGIN = "/account/login/"
REFUSED = "This passkey or security key was not accepted."
NONE_COMES = "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"


@pytest.fixture
def fingerprint(page: Page) -> Page:
    """A page of a browser that makes passkeys and uses them, as after a touch of the sensor."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    sensor = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": sensor})
    return page


def test_it_says_that_no_passkey_came(page: Page) -> None:
    page.goto(LOGIN)
    page.evaluate(NONE_COMES)
    alert = page.get_by_role("alert")
    expect(alert).to_have_count(0)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(alert).to_have_text("No passkey came. Try again, or sign in with your password.")


def test_one_signs_in_with_a_passkey_alone_until_it_is_removed(fingerprint: Page, cast: Cast) -> None:
    page = fingerprint
    add_passkey(page, cast)
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Where you belong")).to_be_visible()

    sign_out(page)
    Authenticator.objects.filter(user=cast.mara).delete()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text(REFUSED)).to_be_visible()
    expect(page).to_have_url(LOGIN)


def test_who_has_nothing_but_a_passkey_is_asked_for_it_after_the_password(fingerprint: Page, cast: Cast) -> None:
    page = fingerprint
    add_passkey(page, cast)
    Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).delete()
    sign_out(page)

    page.get_by_label("E-mail").fill(cast.mara.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Use your passkey or security key")).to_be_visible()
    expect(page.get_by_text("code")).to_have_count(0)
    page.get_by_role("button", name="Use a passkey or security key").click()

    expect(page.get_by_role("heading", name="Where you belong")).to_be_visible()


def test_who_confirms_with_a_passkey_at_the_second_try_arrives_where_they_were_going(
    fingerprint: Page, cast: Cast
) -> None:
    page, going = fingerprint, "/account/two-factor/recovery-codes/"
    add_passkey(page, cast)
    page.goto(f"/account/two-factor/webauthn/reauthenticate/?next={going}")
    page.request.get(page.url)  # another tab, so that what this one was asked no longer counts
    confirm = page.get_by_role("button", name="Use a passkey or security key")

    confirm.click()
    expect(page.get_by_text(REFUSED)).to_be_visible()
    expect(page.get_by_role("link", name="Enter your password")).to_have_attribute("href", re.compile("next="))
    confirm.click()

    expect(page).to_have_url(going)


def add_passkey(page: Page, cast: Cast) -> None:
    sign_in(page, cast.mara)
    page.wait_for_url("/")
    page.goto("/account/two-factor/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()
    page.goto(LOGIN)
