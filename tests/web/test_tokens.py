"""Access tokens on the account page: made once, shown once, revoked; each on record where it reaches."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people import tokens
from people.models import AccessToken, Event, User
from people.models.events import EventKind
from tests.factories import PASSWORD, Cast
from tests.web.test_person import words

As = Callable[[User], Client]
NEW = reverse("create_token")


@pytest.fixture
def mara(cast: Cast) -> Client:
    """Northwind's admin, who has just shown that it is her."""
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    client = Client()
    client.post(reverse("account_login"), {"login": cast.mara.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def asked(**fields: object) -> dict[str, object]:
    """What the form sends."""
    return {"name": "HR sync", "scope": "read", "account": "", "days": 30, "key": uuid4(), **fields}


def shown_secret(page: bytes) -> str:
    """The token that a page shows."""
    (secret,) = set(re.findall(r"cerego_[\w-]{43}", page.decode()))
    return secret


def test_it_is_made_and_shown_once(cast: Cast, mara: Client) -> None:
    assert "You have no tokens" in words(mara.get(reverse("tokens")).content)

    made = mara.post(NEW, asked(scope="write", account=cast.maths.pk))

    secret = shown_secret(made.content)
    token = tokens.recognise(secret)
    assert token is not None
    assert (token.user, token.name, token.may_write, token.account_id) == (cast.mara, "HR sync", True, cast.maths.pk)
    assert token.expires_at is not None
    assert 29 <= (token.expires_at - timezone.now()).days <= 30
    page = words(mara.get(reverse("tokens")).content)
    assert secret not in page
    for said in ("HR sync", "Read and change", "Mathematics", "Just now"):
        assert said in page, said
    assert "no-store" in made["Cache-Control"]


def test_the_same_form_again_makes_no_second(cast: Cast, mara: Client) -> None:
    form = asked()
    first = mara.post(NEW, form)
    again = mara.post(NEW, form)

    assert shown_secret(first.content)
    assert again.status_code == 422
    assert "This token is made already" in words(again.content)
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " "}, "Say what it is for."),
        ({"name": "\0"}, "Null characters"),
        ({"scope": ""}, "Choose what it may do."),
        ({"scope": "admin"}, "Select a valid choice"),
        ({"days": "0"}, "Select a valid choice"),
        ({"account": "9000000000"}, "Choose one of your accounts."),
        ({"account": "x"}, "Choose one of your accounts."),
    ],
)
def test_what_it_can_t_be_is_said_with_what_was_typed_kept(
    cast: Cast, mara: Client, wrong: dict[str, object], says: str
) -> None:
    answer = mara.post(NEW, asked(**({"name": "Night run"} | wrong)))

    assert answer.status_code == 422
    page = words(answer.content)
    assert says in page
    assert ("Night run" in page) == ("name" not in wrong)
    assert not AccessToken.objects.exists()


def test_another_partners_account_is_none_of_one_s_own(cast: Cast, mara: Client) -> None:
    assert mara.post(NEW, asked(account=cast.contoso.pk)).status_code == 422
    assert not AccessToken.objects.exists()


def test_it_is_made_only_by_who_shows_again_who_they_are(cast: Cast, as_: As) -> None:
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    client = as_(cast.mara)

    for answer in (client.get(NEW), client.post(NEW, asked())):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not AccessToken.objects.exists()
    assert client.get(reverse("tokens")).status_code == 200


def test_it_ends_at_once_when_it_is_revoked(cast: Cast, mara: Client) -> None:
    secret = shown_secret(mara.post(NEW, asked()).content)
    token = AccessToken.objects.get()
    address = reverse("revoke_token", args=[token.pk])

    assert "stops working at once" in words(mara.get(address).content)
    assert tokens.recognise(secret) is not None
    done = mara.post(address, follow=True)

    assert tokens.recognise(secret) is None
    assert "HR sync” opens nothing any more" in words(done.content)
    assert mara.post(address).status_code == 404


def test_nobody_else_sees_or_revokes_it(cast: Cast, mara: Client, as_: As) -> None:
    secret = shown_secret(mara.post(NEW, asked()).content)
    address = reverse("revoke_token", args=[AccessToken.objects.get().pk])

    for user in (cast.dora, cast.olga, cast.liv):
        client = as_(user)
        assert client.get(address).status_code == client.post(address).status_code == 404
        assert "HR sync" not in words(client.get(reverse("tokens")).content)
    assert tokens.recognise(secret) is not None


def test_it_is_on_record_where_it_reaches_and_nowhere_else(cast: Cast, mara: Client) -> None:
    for account in (cast.maths.pk, ""):
        mara.post(NEW, asked(account=account))
    mara.post(reverse("revoke_token", args=[AccessToken.objects.latest("pk").pk]))

    kinds = (EventKind.TOKEN_CREATED, EventKind.TOKEN_REVOKED)
    events = Event.objects.filter(kind__in=kinds).order_by("pk")
    assert [(event.kind, event.account_id, event.by) for event in events] == [
        ("token.created", cast.maths.pk, cast.mara),
        ("token.created", cast.northwind.pk, cast.mara),
        ("token.revoked", cast.northwind.pk, cast.mara),
    ]
    assert events[0].details == {"token": "HR sync", "may_write": False}
    assert "cerego_" not in str(list(Event.objects.values()))


def test_a_token_that_has_ended_says_so_until_it_is_removed(cast: Cast, mara: Client) -> None:
    mara.post(NEW, asked())
    AccessToken.objects.update(expires_at="2020-01-01T00:00Z")

    page = words(mara.get(reverse("tokens")).content)

    assert "Ended 1 Jan 2020" in page
    assert "Remove" in page


def test_who_administers_nothing_is_told_so(cast: Cast, as_: As) -> None:
    page = words(as_(cast.liv).get(reverse("tokens")).content)

    assert "you administer no account" in page
    assert NEW not in page


def test_without_the_second_factor_that_a_partner_wants_there_is_nothing_to_reach(cast: Cast, mara: Client) -> None:
    secret = shown_secret(mara.post(NEW, asked()).content)
    cast.northwind.admins_need_two_factor = True
    cast.northwind.save()

    assert "Northwind" not in words(mara.get(NEW).content).split("<main")[1]
    answer = Client().get("/api/v1/accounts/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["results"] == []
