"""Of the ways to show who one is, pages offer those that one has, and no others."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from people.models import User
from tests.security.two_factor import KEY, give_key, half_in, one_half_minute, set_up, signed_in, user

__all__ = ["one_half_minute", "user"]


def test_signing_in_offers_only_what_one_has(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    app_alone = half_in(user)
    assert "authenticator app" in app_alone
    assert KEY not in app_alone
    assert "recovery code" not in app_alone

    give_key(user, monkeypatch)
    RecoveryCodes.activate(user)
    everything = half_in(user)
    assert KEY in everything
    assert "A recovery code will do too." in everything

    Authenticator.objects.filter(user=user, type="totp").delete()
    key_and_codes = half_in(user)
    assert "authenticator app" not in key_and_codes
    assert KEY in key_and_codes
    assert ">Recovery code<" in key_and_codes.replace("\n", "").replace(" </label>", "<")

    Authenticator.objects.filter(user=user, type="recovery_codes").delete()
    assert 'name="code"' not in half_in(user)


def test_confirming_offers_only_what_one_has_in_our_words(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(user)
    confirm = reverse("account_reauthenticate")

    def ways() -> list[str]:
        return re.findall(r'<a class="alone" href="[^"]+">([^<]+)</a>', client.get(confirm).content.decode())

    assert ways() == []
    give_key(user, monkeypatch)
    assert ways() == [KEY]
    RecoveryCodes.activate(user)
    assert ways() == ["Enter a recovery code", KEY]
    assert "Enter a recovery code." in client.get(reverse("mfa_reauthenticate")).content.decode()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    page = client.get(reverse("mfa_reauthenticate_webauthn")).content.decode()
    assert "Enter your password</a>" in page
    assert "Enter a code of your authenticator app</a>" in page


def test_where_a_code_or_password_is_all_that_is_asked_one_types_at_once(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = set_up(user)
    focused = re.compile(r"<input[^>]* autofocus[^>]*>")
    for page in ("account_reauthenticate", "mfa_reauthenticate"):
        assert len(focused.findall(client.get(reverse(page)).content.decode())) == 1, page
    assert 'name="code"' in "".join(focused.findall(half_in(user)))

    give_key(user, monkeypatch)
    Authenticator.objects.filter(user=user, type="totp").delete()
    assert focused.findall(half_in(user)) == []


def test_used_up_recovery_codes_are_no_way_to_confirm(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(user)
    give_key(user, monkeypatch)
    codes = RecoveryCodes.activate(user)
    for each in codes.get_unused_codes():
        assert codes.validate_code(each)

    assert "recovery code" not in client.get(reverse("account_reauthenticate")).content.decode()
