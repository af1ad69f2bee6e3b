"""Signing in: one answer for all who can't, limits that no header resets and that lock nobody out, sessions that end."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from people import persons
from people.models import Event, Person, User
from people.models.events import EventKind
from people.sign_in import sessions
from tests.factories import PASSWORD, Cast, make_person

LOGIN = "/account/login/"
WRONG = "not this one at all"


pytestmark = pytest.mark.usefixtures("limits")


@pytest.fixture
def user(cast: Cast) -> User:
    """Mara, who has come in before."""
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    Person.objects.filter(user=cast.mara).update(joined_at=timezone.now())
    return cast.mara


def try_in(client: Client, email: str, password: str = WRONG, **extra: str) -> str:
    """Try to sign in; returns what the page says, without what changes from page to page."""
    answer = client.post(LOGIN, {"login": email, "password": password}, **extra)
    page = re.sub(r'(value|csrfmiddlewaretoken)="[^"]*"', "", answer.content.decode())
    return f"{answer.status_code} {page}"


def test_it_answers_the_same_to_all_who_cannot_come_in(cast: Cast, user: User) -> None:
    deactivated, switched_off = make_person(cast.maths, "Dea Ktiv").user, make_person(cast.maths, "Off Line").user
    for somebody in (deactivated, switched_off):
        somebody.set_password(PASSWORD)
        somebody.save()
    Person.objects.filter(user=deactivated).update(deactivated_at=timezone.now())
    User.objects.filter(pk=switched_off.pk).update(is_active=False)

    answers = {
        try_in(Client(), "unknown@example.org"),
        try_in(Client(), user.email),
        try_in(Client(), cast.liv.email),  # never had a password
        try_in(Client(), deactivated.email, PASSWORD),
        try_in(Client(), switched_off.email, PASSWORD),
        try_in(Client(), "m\u0131ra.okafor@northwind.example"),
    }

    assert len(answers) == 1


@pytest.mark.parametrize("case", ["unknown", "wrong", "no password", "deactivated", "switched off", "no address"])
def test_it_computes_one_hash_for_everybody(
    cast: Cast, user: User, case: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["tests.security.counting.Counting"]
    from tests.security.counting import Counting

    somebody = make_person(cast.maths, "Some Body").user
    somebody.set_password(PASSWORD)
    somebody.save()
    email, password = somebody.email, WRONG
    match case:
        case "unknown":
            email = "unknown@example.org"
        case "no password":
            email = cast.liv.email
        case "deactivated":
            password = PASSWORD
            Person.objects.filter(user=somebody).update(deactivated_at=timezone.now())
        case "switched off":
            password = PASSWORD
            User.objects.filter(pk=somebody.pk).update(is_active=False)
        case "no address":
            email = "k\u212aelvin@northwind.example"
    Counting.count = 0

    try_in(Client(), email, password)

    assert Counting.count == 1


@pytest.mark.parametrize(
    "twin",
    ["\u0130", "\u0131", "\u212a", "\uff4d", "\u017f"],
)
def test_no_letter_that_folds_onto_another_signs_in(cast: Cast, twin: str) -> None:
    somebody = make_person(cast.maths, "Twin", email="mikes@northwind.example").user
    somebody.set_password(PASSWORD)
    somebody.save()
    for place in range(5):
        client = Client()
        client.post(LOGIN, {"login": "mikes"[:place] + twin + "mikes"[place + 1 :] + "@northwind.example",
                            "password": PASSWORD})  # fmt: skip
        assert client.get("/").status_code == 302


def test_guessing_locks_out_the_guesser_and_nobody_else(user: User) -> None:
    here, there = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.1"}
    for number in range(5):
        assert "fit together" in try_in(Client(), user.email, f"guess {number}", **here)

    assert "too often" in try_in(Client(), user.email, PASSWORD, **here)
    for header in ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Client-Ip", "True-Client-Ip", "X-Client-Ip"):
        answer = try_in(Client(headers={header: "192.0.2.99"}), user.email, PASSWORD, **here)
        assert "too often" in answer, header
    assert "too often" in try_in(Client(), user.email.upper(), PASSWORD, **here)
    assert try_in(Client(), user.email, PASSWORD, **there).startswith("302")


def test_guessing_from_everywhere_is_limited_too_and_a_link_leads_in_all_the_same(user: User, client: Client) -> None:
    for number in range(50):
        try_in(Client(), user.email, WRONG, REMOTE_ADDR=f"203.0.113.{number}")
    assert "too often" in try_in(Client(), user.email, PASSWORD, REMOTE_ADDR="198.51.100.1")

    from people.links import set_password_link

    link = set_password_link(user)
    form = client.get(link[link.index("/account") :], follow=True)
    new = PASSWORD + " 2"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert try_in(Client(), user.email, new, REMOTE_ADDR="198.51.100.1").startswith("302")


def test_it_has_a_new_session_after_signing_in(user: User, client: Client) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert client.cookies["sessionid"].value != planted
    assert Client(headers={"Cookie": f"sessionid={planted}"}).get("/").status_code == 302


def test_a_session_that_was_signed_out_opens_nothing_any_more(user: User, client: Client) -> None:
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    stolen = client.cookies["sessionid"].value
    client.post("/account/logout/")

    assert Client(headers={"Cookie": f"sessionid={stolen}"}).get("/").status_code == 302


def test_deactivation_ends_every_session_at_the_next_request(cast: Cast, user: User) -> None:
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(cast.cora)
        assert client.get("/").status_code == 200

    persons.deactivate(person=Person.objects.get(user=cast.cora), by=user)

    assert [client.get("/").status_code for client in clients] == [302, 302]


def test_a_new_password_ends_the_other_sessions(user: User, client: Client) -> None:
    other = Client()
    for somebody in (client, other):
        somebody.post(LOGIN, {"login": user.email, "password": PASSWORD})
    new = PASSWORD + " 2"

    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_one_sees_ones_sessions_and_signs_out_everywhere_else(user: User, client: Client) -> None:
    other = Client(headers={"User-Agent": "<b>Somebody's telephone</b>"})
    for somebody in (client, other):
        somebody.post(LOGIN, {"login": user.email, "password": PASSWORD})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Somebody&#x27;s telephone" in page
    assert "<b>Somebody" not in page

    client.post(reverse("usersessions_list"))

    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_sessions_that_are_over_are_forgotten(user: User, client: Client) -> None:
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    sessions.forget()
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    Session.objects.update(expire_date="2020-01-01T00:00Z")

    sessions.forget()

    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "http:evil.example", " //evil.example", "/%09/evil.example", "https:/\\evil.example", "///evil.example",
     "http://testserver@evil.example/", "http://testserver.evil.example/", "\x00//evil.example"],
)  # fmt: skip
def test_it_leads_nowhere_but_to_its_own_pages(user: User, target: str) -> None:
    signed_in, signed_out = Client(), Client()
    into = signed_in.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": target})
    signed_out.force_login(user)
    out_of = signed_out.post("/account/logout/", {"next": target})

    for answer in (into, out_of):
        assert answer.status_code == 302
        assert re.fullmatch(r"/(?![/\\])[^\\\x00-\x20]*", answer["Location"]), answer["Location"]


def test_sign_ins_and_failed_ones_are_on_record_with_the_partners_that_know_them(cast: Cast, user: User) -> None:
    make_person(cast.contoso, "M. Okafor", email=user.email)  # not invited: learns nothing
    try_in(Client(), user.email, WRONG, REMOTE_ADDR="203.0.113.7")
    try_in(Client(), user.email, PASSWORD, REMOTE_ADDR="203.0.113.7")
    try_in(Client(), "unknown@example.org", WRONG)

    events = list(Event.objects.order_by("pk").values_list("kind", "account", "by", "person__partner", "origin"))

    northwind = cast.northwind.pk
    assert events == [
        (EventKind.SIGN_IN_FAILED, northwind, None, northwind, "203.0.113.7"),
        (EventKind.SIGNED_IN, northwind, user.pk, northwind, "203.0.113.7"),
        (EventKind.SIGN_IN_FAILED, None, None, None, "127.0.0.1"),
    ]
    assert WRONG not in str(list(Event.objects.values()))
