"""Passkeys and security keys: what a new one is called, and what is said when one is refused."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as keys
from django.test import Client
from django.urls import reverse

from people.models import User
from people.sign_in.two_factor import Adapter
from tests.factories import PASSWORD
from tests.security.two_factor import LOGIN, give_key, one_half_minute, signed_in, user

__all__ = ["one_half_minute", "user"]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{}",
        "no JSON",
        "7",
        '{"id": "AA"}',
        '{"id": "AA", "rawId": "BB"}',
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}',
    ],
)
@pytest.mark.parametrize(
    "where", ["mfa_login_webauthn", "mfa_authenticate", "mfa_reauthenticate_webauthn", "mfa_add_webauthn"]
)
def test_a_key_that_is_refused_is_spoken_of_as_a_key(
    user: User, monkeypatch: pytest.MonkeyPatch, where: str, sent: str
) -> None:
    monkeypatch.setattr(keys, "begin_registration", lambda *_: {"publicKey": {}})
    client = signed_in(user) if where in ("mfa_reauthenticate_webauthn", "mfa_add_webauthn") else Client()
    if where != "mfa_add_webauthn":  # which would name it to the browser
        give_key(user, monkeypatch)
    if where == "mfa_authenticate":
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    page = client.post(reverse(where), {"credential": sent}, follow=True).content.decode()

    assert page.count("This passkey or security key was not accepted. Try again, or take another way.") == 1
    assert "code is wrong" not in page


def test_a_key_refused_while_confirming_forgets_not_where_one_was_going(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(user)
    give_key(user, monkeypatch)

    answer = client.post(
        reverse("mfa_reauthenticate_webauthn"), {"credential": "{}", "next": reverse("mfa_view_recovery_codes")}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'name="next" value="{reverse("mfa_view_recovery_codes")}"' in page
    assert f"{reverse('account_reauthenticate')}?next=" in page


def test_a_key_refused_while_confirming_is_one_try(limits: None, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(user)
    give_key(user, monkeypatch)
    sent = '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}'

    def refuse(*_: object) -> None:
        raise Adapter().validation_error("incorrect_code")

    monkeypatch.setattr(keys, "parse_authentication_response", lambda said: said)
    monkeypatch.setattr("people.sign_in.forms.parse_authentication_response", lambda said: said)
    monkeypatch.setattr(keys, "complete_authentication", refuse)

    pages = [
        client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": sent}).content.decode() for _ in range(6)
    ]

    assert ["not accepted" in page for page in pages] == [True] * 5 + [False]
    assert "too often" in pages[-1]


def test_a_new_passkey_has_a_plain_name_that_no_other_has(user: User) -> None:
    assert 'value="Passkey"' in signed_in(user).get(reverse("mfa_add_webauthn")).content.decode()
    kind = Authenticator.Type.WEBAUTHN
    for name in ("Passkey", "Passkey 2", "Passkey 3"):
        Authenticator.objects.create(user=user, type=kind, data={"name": name})
    Authenticator.objects.get(user=user, data__name="Passkey 2").delete()

    assert Adapter().generate_authenticator_name(user, kind) == "Passkey 2"
