"""What else is done by keyboard alone, and without JavaScript: looking through the activity, two-factor sign-in, invitations."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from people.models import Invitation
from tests.browser.steps import sign_in, tab_to
from tests.factories import PASSWORD, Cast


def test_by_keyboard_one_finds_what_was_done_and_keeps_the_focus(admin: Page, cast: Cast) -> None:
    admin.goto(f"/accounts/{cast.northwind.pk}/departments/{cast.physics.pk}/rename/")
    tab_to(admin, admin.get_by_role("textbox"))
    admin.keyboard.type("Physics and astronomy")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", level=1)).to_be_visible()
    admin.goto(f"/accounts/{cast.northwind.pk}/activity/")
    table = admin.get_by_role("region", name="What was done")
    expect(table).to_contain_text("Renamed the department Physics to Physics and astronomy")

    who = admin.get_by_label("By", exact=True)
    tab_to(admin, who)
    admin.keyboard.type("nobody")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="Nothing fits")).to_be_visible()
    expect(who).to_be_focused()
    admin.keyboard.press("Control+a")
    admin.keyboard.type("mara")
    admin.keyboard.press("Enter")
    expect(table).to_contain_text("Physics and astronomy")
    expect(who).to_be_focused()


def test_without_javascript_one_sets_up_an_app_and_invites_somebody(plain: Page, cast: Cast) -> None:
    sign_in(plain, cast.mara)
    plain.goto("/account/two-factor/")
    plain.get_by_role("link", name="Set up an authenticator app").click()
    plain.get_by_label("Password", exact=True).fill(PASSWORD)
    plain.get_by_role("button", name="Confirm").click()
    secret = plain.locator(".copy__value").inner_text()
    plain.get_by_label("Code from the app").fill("000000")
    plain.get_by_role("button", name="Set it up").click()
    expect(plain.get_by_text("This code is wrong")).to_be_visible()
    assert plain.locator(".copy__value").inner_text() == secret
    moment = next(iter(yield_hotp_counters_from_time()))
    plain.get_by_label("Code from the app").fill(format_hotp_value(hotp_value(secret, moment)))
    plain.get_by_role("button", name="Set it up").click()
    expect(plain.get_by_role("heading", name="Recovery codes")).to_be_visible()

    plain.goto(f"/accounts/{cast.northwind.pk}/people/?q=liv")
    plain.get_by_role("link", name="Liv Lund").click()
    plain.get_by_role("link", name="Invite them").click()
    plain.get_by_role("button", name="Send the invitation").click()
    expect(plain.get_by_text("1 invitation is on the way.")).to_be_visible()
    assert Invitation.objects.get().person.user_id == cast.liv.pk
