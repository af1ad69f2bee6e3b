"""Two-factor sign-in: optional, required of a partner's admins if it says so, with recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import Event, User
from people.models.events import EventKind
from tests.factories import PASSWORD, Cast
from tests.security.two_factor import LOGIN, code, one_half_minute, set_up, user

__all__ = ["one_half_minute", "user"]


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
