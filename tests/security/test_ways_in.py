"""Every way in ends at the same door: second factors are shown once and not guessed, and who is deactivated stays outside."""

import json
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cerego import settings as site
from people import bulk, persons, tokens
from people.links import set_password_link
from people.models import Bulk, Event, Person, User
from people.models.events import EventKind
from tests.factories import PASSWORD, Cast, make_cast, make_person
from tests.integration.test_concurrency import together
from tests.security.two_factor import LOGIN, code, one_half_minute, set_up, user

__all__ = ["one_half_minute", "user"]


def half_signed_in(user: User) -> Client:
    """A client that has shown the password, and is asked for the second factor."""
    client = Client()
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD})["Location"] == reverse("mfa_authenticate")
    return client


def test_a_code_works_once(user: User) -> None:
    _, secret = set_up(user)
    cache.clear()
    seen = code(secret)
    outcomes = []
    for _ in range(2):
        client = half_signed_in(user)
        client.post(reverse("mfa_authenticate"), {"code": seen})
        outcomes.append(client.get("/").status_code)
    assert outcomes == [200, 302]


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_that_comes_twice_at_once_lets_in_one() -> None:
    mara = make_cast().mara
    mara.set_password(PASSWORD)
    mara.save()
    set_up(mara)
    recovery = Authenticator.objects.get(user=mara, type="recovery_codes").wrap().get_unused_codes()[0]

    def come_in(client: Client) -> int:
        client.post(reverse("mfa_authenticate"), {"code": recovery})
        return client.get("/").status_code

    assert sorted(together(*[partial(come_in, half_signed_in(mara)) for _ in range(4)])) == [200, 302, 302, 302]


def test_guessing_codes_is_limited(user: User, settings: Settings) -> None:
    _, secret = set_up(user)
    settings.ACCOUNT_RATE_LIMITS = site.ACCOUNT_RATE_LIMITS
    cache.clear()
    for number in range(5):
        half_signed_in(user).post(reverse("mfa_authenticate"), {"code": f"00000{number}"})

    client = half_signed_in(user)
    answer = client.post(reverse("mfa_authenticate"), {"code": code(secret)}, REMOTE_ADDR="198.51.100.1")

    assert "too often" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_wrong_codes_are_on_record(user: User) -> None:
    client, _ = set_up(user)
    Person.objects.filter(user=user).update(joined_at=timezone.now())
    half_signed_in(user).post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR="203.0.113.7")
    client.post(reverse("mfa_reauthenticate"), {"code": "000000"})

    events = Event.objects.filter(kind=EventKind.SIGN_IN_FAILED).order_by("pk")
    assert [(event.by, event.origin, event.details) for event in events] == [
        (None, "203.0.113.7", {"factor": "totp", "again": False}),
        (user, "127.0.0.1", {"factor": "totp", "again": True}),
    ]
    page = client.get(reverse("events", args=[user.persons.get().partner_id])).content.decode()
    assert "Tried to sign in, with the right password and a wrong code" in page
    assert "Gave a wrong code when asked again who they are" in page


def deactivate(user: User) -> None:
    """As a partner's admin does."""
    persons.deactivate(person=user.persons.get(), by=User.objects.get(email="mara.okafor@northwind.example"))


@pytest.fixture
def liv(cast: Cast, user: User) -> User:
    """Liv, with a password."""
    cast.liv.set_password(PASSWORD)
    cast.liv.save()
    return cast.liv


def test_who_is_deactivated_between_password_and_code_does_not_come_in(liv: User) -> None:
    _, secret = set_up(liv)
    cache.clear()
    client = half_signed_in(liv)
    deactivate(liv)

    answer = client.post(reverse("mfa_authenticate"), {"code": code(secret)})

    assert answer["Location"] == reverse("account_inactive")
    assert client.get("/").status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)})["Location"] == LOGIN


def test_who_is_deactivated_does_not_come_in_by_a_passkey_either(liv: User, monkeypatch: pytest.MonkeyPatch) -> None:
    key = Authenticator.objects.create(user=liv, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    monkeypatch.setattr(LoginWebAuthnForm, "clean_credential", lambda _: key)  # as if it had been shown
    monkeypatch.setattr("people.sign_in.forms.parse_authentication_response", lambda said: said)
    signed_in, refused = Client(), Client()
    signed_in.post(reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'})
    assert signed_in.get("/").status_code == 200

    deactivate(liv)

    answer = refused.post(reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'})
    assert answer["Location"] == reverse("account_inactive")
    assert (refused.get("/").status_code, signed_in.get("/").status_code) == (302, 302)


def test_who_is_deactivated_here_comes_in_where_another_partner_has_them(cast: Cast, liv: User) -> None:
    make_person(cast.contoso, "Liv L", email=liv.email)
    persons.deactivate(person=liv.persons.get(partner=cast.northwind.pk), by=cast.mara)
    client = Client()

    client.post(LOGIN, {"login": liv.email, "password": PASSWORD})

    assert client.get("/").status_code == 200


@pytest.mark.parametrize("door", ["page", "session at the API", "token"])
def test_no_door_leads_around_it(cast: Cast, user: User, as_, door: str) -> None:
    """Who has no second factor gets at nothing of a partner that wants one, by whatever way they came in."""
    _, secret = tokens.create(name="script", may_write=True, days=1, by=cast.dora)
    cast.northwind.admins_need_two_factor = True
    cast.northwind.save()
    client = Client() if door == "token" else as_(cast.dora)
    headers = {"Authorization": f"Bearer {secret}"} if door == "token" else {}
    people = reverse("people", args=[cast.maths.pk]) if door == "page" else f"/api/v1/accounts/{cast.maths.pk}/people/"

    answer = client.get(people, headers=headers)

    assert answer.status_code == (302 if door == "page" else 404)
    assert b"liv" not in answer.content.lower()


def test_a_link_for_a_forgotten_password_is_no_way_around_it(user: User) -> None:
    set_up(user)
    client, new = Client(), PASSWORD + " 2"
    link = set_password_link(User.objects.get(pk=user.pk))
    form = client.get(link[link.index("/account") :], follow=True).redirect_chain[-1][0]

    client.post(form, {"password1": new, "password2": new})

    assert client.get("/").status_code == 302
    client.post(LOGIN, {"login": user.email, "password": new})
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("door", ["page", "API", "many at once", "many in the background"])
def test_deactivation_by_whatever_door_ends_every_session_at_the_next_request(
    cast: Cast, liv: User, as_, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = [as_(liv), as_(liv)]
    assert [client.get("/").status_code for client in sessions] == [200, 200]
    mara, person, at = as_(cast.mara), liv.persons.get(), cast.northwind.pk
    if door == "page":
        mara.post(reverse("deactivate", args=[at, person.pk]))
    elif door == "API":
        sent = {"content_type": "application/json", "headers": {"If-Match": "*"}}
        path = f"/api/v1/accounts/{at}/people/{person.pk}/"
        assert mara.patch(path, json.dumps({"active": False}), **sent).status_code == 200
    else:
        monkeypatch.setattr("people.views.bulk.AT_ONCE", 0 if door == "many in the background" else 100)
        address = f"{reverse('change_people', args=[at, 'deactivate'])}?person={person.pk}"
        form = mara.get(address).context["form"]
        mara.post(address, {"key": form["key"].value(), "number": 1})
        bulk.work(Bulk.objects.get().pk)
    person.refresh_from_db()
    assert person.deactivated_at

    assert [client.get("/").status_code for client in sessions] == [302, 302]
    assert sessions[0].get("/api/v1/accounts/").status_code == 401
