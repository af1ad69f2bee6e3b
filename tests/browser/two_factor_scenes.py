"""The pages of two-factor sign-in in their states: before there is any, while it is set up, and with all there can be."""

import re
from collections.abc import Callable
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from playwright.sync_api import Page, expect

from people.models import User
from people.samples.partners import PASSWORD
from tests.browser.stage import LONG_NAME, Stage

Scene = Callable[[Page, Stage], None]
ABOVE = "/account/two-factor/"


def _bare(path: str) -> Scene:
    """A page of who has no second factor."""

    def scene(page: Page, stage: Stage) -> None:
        Authenticator.objects.filter(user=stage.mara).delete()
        _come_to(page, path)

    return scene


def _secured(path: str) -> Scene:
    """A page of who has an app, recovery codes, a passkey and a security key; the path may name the passkey."""

    def scene(page: Page, stage: Stage) -> None:
        passkey = _secure(stage.mara)
        _come_to(page, path.format(passkey=passkey.pk))

    return scene


def _secure(user: User) -> Authenticator:
    kept = Authenticator.objects.filter(user=user)
    kept.delete()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    names = {LONG_NAME: True, "The key on my ring": False}
    passkey, _ = [
        kept.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": _credential(resident)}
        )
        for name, resident in names.items()
    ]
    return passkey


def _credential(resident: bool) -> dict[str, object]:
    return {"clientExtensionResults": {"credProps": {"rk": resident}}}


def _come_to(page: Page, path: str) -> None:
    """Show that it is oneself, and be on the page."""
    cache.clear()  # it counts how often one has shown that
    page.goto(f"/account/reauthenticate/?next={ABOVE}{path}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url(re.compile(f"{ABOVE}{path}$"))


def _wrong_code(page: Page, stage: Stage) -> None:
    _bare("totp/activate/")(page, stage)
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_label("Code from the app")).to_have_attribute("aria-invalid", "true")


def _code_for_confirming(page: Page, stage: Stage) -> None:
    _secured("")(page, stage)
    page.goto(f"{ABOVE}reauthenticate/")


def _no_codes_left(page: Page, stage: Stage) -> None:
    _secure(stage.mara)
    Authenticator.objects.filter(user=stage.mara, type=Authenticator.Type.RECOVERY_CODES).update(
        data={"migrated_codes": []}
    )
    _come_to(page, "recovery-codes/")


def _half_in(page: Page, stage: Stage) -> None:
    """After the password, before the code. It ends the session, so it is the last of all scenes."""
    _secure(stage.mara)
    Authenticator.objects.filter(
        user=stage.mara, type=Authenticator.Type.WEBAUTHN
    ).delete()  # the page would ask for them
    cache.clear()
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(stage.mara.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()


TWO_FACTOR: Final[dict[str, Scene]] = {
    "two-factor": _bare(""),
    "two-factor-app": _bare("totp/activate/"),
    "two-factor-app-wrong": _wrong_code,
    "two-factor-passkeys-none": _bare("webauthn/"),
    "two-factor-passkey-add": _bare("webauthn/add/"),
    "two-factor-all": _secured(""),
    "two-factor-confirm": _code_for_confirming,
    "two-factor-app-remove": _secured("totp/deactivate/"),
    "two-factor-codes": _secured("recovery-codes/"),
    "two-factor-codes-gone": _no_codes_left,
    "two-factor-codes-new": _secured("recovery-codes/generate/"),
    "two-factor-passkeys": _secured("webauthn/"),
    "two-factor-passkey-rename": _secured("webauthn/keys/{passkey}/edit/"),
    "two-factor-passkey-remove": _secured("webauthn/keys/{passkey}/remove/"),
    "two-factor-sign-in": _half_in,
}
