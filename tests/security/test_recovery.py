"""Forgotten passwords: nothing is said of who is known, links work once and die, twins get no mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.crypto import salted_hmac
from pytest_django import DjangoAssertNumQueries, Settings

from people import persons
from people.models import PasswordRequest, Person, User
from people.sign_in import recovery
from tests.factories import PASSWORD, Cast, make_person

RESET = "/account/password/reset/"


@pytest.fixture
def user(cast: Cast) -> User:
    """Mara, with a password."""
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    return cast.mara


def asked(client: Client, email: str, **extra: str) -> str:
    """Ask for a link, and let the workers work; returns the path in the mail, if one went out."""
    client.post(RESET, {"email": email}, **extra)
    before = len(mail.outbox)
    recovery.send_due()
    if len(mail.outbox) == before:
        return ""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_asking_costs_and_says_the_same_for_everybody(
    cast: Cast, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answers = set()
    for email in (user.email, "unknown@example.org", cast.liv.email, "deactivated@\u0131.example"):
        client = Client()
        with django_assert_num_queries(1):
            answer = client.post(RESET, {"email": email})
        answers.add((answer.status_code, answer["Location"], client.get(answer["Location"]).content))
    assert len(answers) == 1
    assert mail.outbox == []


def test_it_sends_a_readable_mail_to_the_address_on_record(client: Client, user: User) -> None:
    asked(client, " Mara.Okafor@NORTHWIND.example")

    assert [sent.to for sent in mail.outbox] == [[user.email]]
    assert len(mail.outbox[0].alternatives) == 1
    assert PasswordRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("mike@example.org", "m\u0131ke@example.org"),
        ("mike@example.org", "mi\u212ae@example.org"),
        ("mis@example.org", "mi\u017f@example.org"),
        ("mike@example.org", "M\u0130KE@example.org"),
        ("mike@mailbox.example", "mike@ma\u0131lbox.example"),
        ("mike@mike.example", "mike@mi\u212ae.example.evil.example"),
        ("mike@example.org", "mike@example.org\u200b"),
        ("mike@example.org", "mike@example.org, evil@example.org"),
        ("mike@example.org", "evil@example.org\nmike@example.org"),
    ],
)
def test_no_twin_of_an_address_gets_a_mail(cast: Cast, client: Client, known: str, typed: str) -> None:
    make_person(cast.northwind, "Mike", email=known)

    asked(client, typed)

    assert all(sent.to == [known] for sent in mail.outbox)
    assert not any("evil" in str(sent.message()) for sent in mail.outbox)


def test_the_address_in_the_mail_is_the_sites_own_whatever_the_request_says(
    client: Client, user: User, settings: Settings
) -> None:
    settings.SITE_URL = "https://people.example.com"
    settings.ALLOWED_HOSTS = ["*"]

    asked(client, user.email, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")

    assert "https://people.example.com/account/" in str(mail.outbox[0].body)
    assert "evil" not in str(mail.outbox[0].message())


def test_a_link_works_once(client: Client, user: User) -> None:
    link = asked(client, user.email)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = PASSWORD + " 2"

    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert "does not work any more" in Client().get(link, follow=True).content.decode()
    assert client.get("/").status_code == 302, "a new password is no sign-in"


def test_a_link_dies_with_time(client: Client, user: User, settings: Settings) -> None:
    link = asked(client, user.email)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "does not work any more" in client.get(link, follow=True).content.decode()


def test_a_link_dies_with_an_address_change_and_with_a_sign_in(client: Client, user: User) -> None:
    for change in ({"email": "other@northwind.example"}, {"last_login": timezone.now()}):
        link = asked(client, User.objects.get(pk=user.pk).email)
        User.objects.filter(pk=user.pk).update(**change)
        assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_a_link_dies_when_a_partner_gives_them_another_address(cast: Cast, client: Client, user: User) -> None:
    """Which is another sign-in: the former one stays as it is, with the former mailbox."""
    cast.liv.set_password(PASSWORD)
    cast.liv.save()
    link = asked(client, cast.liv.email)

    persons.change_email(person=cast.liv.persons.get(), email="liv.new@northwind.example", by=user)

    assert User.objects.filter(pk=cast.liv.pk).exists()
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_a_link_dies_with_deactivation_and_does_not_come_back_with_reactivation(
    cast: Cast, client: Client, user: User
) -> None:
    link, liv = asked(client, cast.liv.email), cast.liv.persons.get()
    assert "does not work any more" not in Client().get(link, follow=True).content.decode()

    for change in (persons.deactivate, persons.reactivate):
        change(person=liv, by=user)
        assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_a_link_is_good_for_nobody_else(cast: Cast, client: Client, user: User) -> None:
    mara, liv = asked(client, user.email), asked(client, cast.liv.email)
    (uid, _), (_, key) = (re.findall(r"/key/(\w+)-([\w-]+)/", link)[0] for link in (mara, liv))

    assert "does not work any more" in client.get(f"{RESET}key/{uid}-{key}/", follow=True).content.decode()
    forged = salted_hmac("django.contrib.auth.tokens", "guess").hexdigest()[::2]
    assert "does not work any more" in client.get(f"{RESET}key/{uid}-zzz-{forged}/", follow=True).content.decode()


def test_the_deactivated_get_no_link(cast: Cast, client: Client) -> None:
    Person.objects.filter(user=cast.liv).update(deactivated_at=timezone.now())

    assert asked(client, cast.liv.email) == ""


def test_it_tries_again_while_the_mail_server_is_away(client: Client, user: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.security.mailbox.Server"
    from tests.security.mailbox import Server

    Server.reset()
    Server.answers = [ConnectionRefusedError("no")]
    client.post(RESET, {"email": user.email})

    assert recovery.send_due() is False
    assert PasswordRequest.objects.count() == 1
    PasswordRequest.objects.update(due_at=timezone.now())
    recovery.send_due()
    assert [sent.to for sent in Server.taken] == [[user.email]]


def test_what_waited_for_hours_is_not_sent_any_more(client: Client, user: User) -> None:
    client.post(RESET, {"email": user.email})
    PasswordRequest.objects.update(asked_at=timezone.now() - timedelta(hours=3))

    assert recovery.send_due() is False
    assert (mail.outbox, PasswordRequest.objects.count()) == ([], 0)


@pytest.mark.parametrize("password", ["short", "password123", "1234567890", "mara.okafor@northwind.example"])
def test_it_takes_no_weak_password(client: Client, user: User, password: str) -> None:
    form = client.get(asked(client, user.email), follow=True).redirect_chain[-1][0]

    client.post(form, {"password1": password, "password2": password})

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
