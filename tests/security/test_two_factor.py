"""Two-factor sign-in: optional, required of a partner's admins if it says so, with recovery codes."""

import re
from time import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn.internal import auth as keys
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import Event, User
from people.models.events import EventKind
from people.sign_in.two_factor import Adapter
from tests.factories import PASSWORD, Cast

LOGIN = "/account/login/"


def code(secret: str, *, ahead: int = 0) -> str:
    """What an app shows for a secret."""
    counter = next(iter(yield_hotp_counters_from_time())) + ahead
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture(autouse=True)
def one_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an app shows stays good for as long as the test takes."""
    now = time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def user(cast: Cast) -> User:
    """Mara, with a password."""
    cache.clear()
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    return cast.mara


def signed_in(user: User) -> Client:
    """A client of somebody who has signed in, and has just shown again that it is them."""
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def set_up(user: User) -> tuple[Client, str]:
    """Set up an app; returns the client and the secret."""
    client = signed_in(user)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'data-copy="([A-Z2-7]+)"', page)
    assert secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return client, secret[1]


def test_it_asks_for_a_code_once_it_is_set_up(user: User) -> None:
    client, secret = set_up(user)
    assert Authenticator.objects.filter(user=user, type="recovery_codes").exists()
    cache.clear()  # a code works once; the next belongs to another half minute

    other = Client()
    half = other.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert half["Location"] == reverse("mfa_authenticate")
    assert other.get("/").status_code == 302, "half signed in is not signed in"
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert other.get("/").status_code == 302
    other.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert other.get("/").status_code == 200
    assert client.get("/").status_code == 200


def give_key(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A security key, as far as pages care."""
    monkeypatch.setattr(keys, "begin_authentication", lambda _user: {"publicKey": {}})
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "My key"})


def half_in(user: User) -> str:
    """The page after the password."""
    client = Client()
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True).content.decode()


KEY = "Use a passkey or security key"


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


@pytest.mark.parametrize(
    "sent", ["", "{}", "no JSON", '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}']
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


def test_the_secret_is_not_stored_as_it_is(user: User) -> None:
    _, secret = set_up(user)

    stored = Authenticator.objects.get(user=user, type="totp")

    assert secret not in str(stored.data)
    assert isinstance(stored.wrap(), TOTP)


def test_a_recovery_code_works_once(user: User) -> None:
    set_up(user)
    recovery = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    outcomes = []
    for _ in range(2):
        other = Client()
        other.post(LOGIN, {"login": user.email, "password": PASSWORD})
        other.post(reverse("mfa_authenticate"), {"code": recovery})
        outcomes.append(other.get("/").status_code)
    assert outcomes == [200, 302]


def test_who_has_no_recovery_codes_left_is_told_to_make_some(user: User) -> None:
    client, _ = set_up(user)
    Authenticator.objects.filter(user=user, type="recovery_codes").update(data={"migrated_codes": []})

    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()

    assert "None is left. Make new ones" in page
    assert "Each works once." not in page


def test_a_new_passkey_has_a_plain_name_that_no_other_has(user: User) -> None:
    assert 'value="Passkey"' in signed_in(user).get(reverse("mfa_add_webauthn")).content.decode()
    kind = Authenticator.Type.WEBAUTHN
    for name in ("Passkey", "Passkey 2", "Passkey 3"):
        Authenticator.objects.create(user=user, type=kind, data={"name": name})
    Authenticator.objects.get(user=user, data__name="Passkey 2").delete()

    assert Adapter().generate_authenticator_name(user, kind) == "Passkey 2"


def test_a_partner_may_require_it_of_its_admins(cast: Cast, user: User, as_) -> None:
    mara, _ = set_up(user)
    dora = as_(cast.dora)
    people = reverse("people", args=[cast.maths.pk])
    assert dora.get(people).status_code == 200

    mara.post(reverse("security", args=[cast.northwind.pk]), {"two_factor": "on"})

    answer = dora.get(people)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))
    assert dora.post(reverse("departments", args=[cast.maths.pk]), {"name": "X"}).status_code in (302, 404)
    assert "Set up two-factor sign-in to open Admin" in dora.get("/").content.decode()
    assert dora.get(reverse("people", args=[cast.contoso.pk])).status_code == 404
    assert mara.get(reverse("people", args=[cast.northwind.pk])).status_code == 200
    event = Event.objects.get(kind=EventKind.SETTINGS_CHANGED)
    assert (event.by, event.details["after"]) == (user, True)
    mara.post(reverse("security", args=[cast.northwind.pk]), {})
    assert dora.get(people).status_code == 200


def test_nobody_locks_themselves_out_by_requiring_it(cast: Cast, mara: Client) -> None:
    answer = mara.post(reverse("security", args=[cast.northwind.pk]), {"two_factor": "on"}, follow=True)

    assert "Set up two-factor sign-in for yourself first." in answer.content.decode()
    assert mara.get(reverse("people", args=[cast.northwind.pk])).status_code == 200


def test_it_is_changed_only_by_who_shows_again_who_they_are(user: User, as_) -> None:
    for page in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        for method in ("get", "post"):
            answer = getattr(as_(user), method)(reverse(page))
            assert "/reauthenticate/" in answer.headers.get("Location", "") or answer.status_code == 302, page
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("who", ["dora", "pete", "olga", "liv", "cora"])
def test_only_the_partners_admins_decide(cast: Cast, as_, who: str) -> None:
    client = as_(getattr(cast, who))
    for account in (cast.northwind, cast.maths):
        assert client.post(reverse("security", args=[account.pk]), {"two_factor": "on"}).status_code == 404
    cast.northwind.refresh_from_db()
    assert cast.northwind.admins_need_two_factor is False


PAGES = [
    "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes", "mfa_deactivate_totp", "usersessions_list", "mfa_reauthenticate",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_about_it_is_in_our_look_and_words(user: User, page: str) -> None:
    client, _ = set_up(user)

    answer = client.get(reverse(page), follow=True)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="entrance"' in text or 'class="shell"' in text
    assert text.count("<h1") == 1
    assert "uccessfully" not in text
