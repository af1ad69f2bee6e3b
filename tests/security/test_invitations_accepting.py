"""Following an invitation: the link works once, for a time, for this address; a copied one proves nothing (R31, R33)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cerego.errors import Refused
from people import invitations
from people.invitations import Proof
from people.invitations.asking import PAUSE
from people.invitations.sending import send_due
from people.models import Event, Invitation, Person, User
from people.models.events import EventKind
from people.models.invitations import InvitationState
from tests.factories import PASSWORD, Cast, make_cast, make_person
from tests.security.mailbox import Server, link_in

NOWHERE = "/invitation/999999999/" + "x" * 43 + "/"


@pytest.fixture(autouse=True)
def server(settings: Settings) -> None:
    """A mail server."""
    settings.EMAIL_BACKEND = "tests.security.mailbox.Server"
    Server.reset()


def mailed(cast: Cast, user: User) -> str:
    """Invite somebody of Northwind; the path of the link in their mail."""
    persons = Person.objects.filter(partner=cast.northwind.pk, user=user)
    Invitation.objects.update(sent_at=F("sent_at") - PAUSE)  # nor is the pause between two mails
    if not invitations.invite(persons=persons, account=cast.northwind, by=cast.mara):
        invitations.resend(person=persons.get(), account=cast.northwind, by=cast.mara)
    send_due()
    Invitation.objects.update(claimed_at=None)  # the pace is not the matter here
    return link_in(Server.taken[-1])


def dead(client: Client, link: str) -> bool:
    """Whether a link opens nothing, in the words that a made-up one gets."""
    answer = client.get(link)
    return (answer.status_code, answer.content) == (404, Client().get(NOWHERE).content)


def test_it_sets_the_password_and_comes_in_with_a_new_session(cast: Cast, client: Client) -> None:
    link = mailed(cast, cast.liv)
    client.get(reverse("account_login"))
    client.cookies["sessionid"] = "planted-by-somebody-else"
    assert "Northwind Academy" in client.get(link).content.decode()

    answer = client.post(link, {"password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.cookies["sessionid"].value != "planted-by-somebody-else"
    assert "Where you belong" in client.get("/").content.decode()
    cast.liv.refresh_from_db()
    assert cast.liv.check_password(PASSWORD)
    person = Person.objects.get(user=cast.liv)
    assert person.joined_at
    assert person.invited_at
    assert Event.objects.get(kind=EventKind.INVITATION_ACCEPTED).person == person


def test_it_works_once(cast: Cast, client: Client) -> None:
    link = mailed(cast, cast.liv)
    client.post(link, {"password": PASSWORD})

    assert dead(Client(), link)
    assert Client().post(link, {"password": "another one altogether"}).status_code == 404
    cast.liv.refresh_from_db()
    assert cast.liv.check_password(PASSWORD)


def test_looking_at_it_changes_nothing(cast: Cast, client: Client) -> None:
    link = mailed(cast, cast.liv)
    before = list(Invitation.objects.values()), list(Person.objects.order_by("pk").values())

    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200

    assert (list(Invitation.objects.values()), list(Person.objects.order_by("pk").values())) == before


@pytest.mark.parametrize(
    "password", ["", "short", "password12", "1234567890", "liv.lund@northwind.example", "qwertyuiop"]
)
def test_r33_takes_no_weak_password(cast: Cast, client: Client, password: str) -> None:
    link = mailed(cast, cast.liv)

    assert client.post(link, {"password": password}).status_code == 422

    cast.liv.refresh_from_db()
    assert not cast.liv.has_usable_password()
    assert client.get("/").status_code == 302


def test_it_dies_with_time_with_a_newer_one_and_with_an_address_change(cast: Cast, client: Client) -> None:
    old = mailed(cast, cast.liv)
    new = mailed(cast, cast.liv)
    assert dead(client, old)
    assert client.get(new).status_code == 200

    Person.objects.filter(user=cast.liv).update(email="liv.new@northwind.example")
    assert dead(client, new)
    Person.objects.filter(user=cast.liv).update(email=cast.liv.email)
    assert client.get(new).status_code == 200

    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert dead(client, new)


@pytest.mark.parametrize("change", [{"deactivated_at": "2026-01-01T00:00Z"}, {"joined_at": "2026-01-01T00:00Z"}])
def test_it_dies_with_deactivation_and_with_a_sign_in(cast: Cast, client: Client, change: dict[str, str]) -> None:
    link = mailed(cast, cast.liv)

    Person.objects.filter(user=cast.liv).update(**change)

    assert dead(client, link)


def test_no_link_can_be_made_from_another(cast: Cast, client: Client) -> None:
    livs, coras = mailed(cast, cast.liv), mailed(cast, cast.cora)
    (_, _, liv_id, liv_token, _), (_, _, cora_id, cora_token, _) = livs.split("/"), coras.split("/")

    for pk, token in ((liv_id, cora_token), (cora_id, liv_token), (liv_id, liv_token[:-1]), (liv_id, liv_token + "A"),
                      (liv_id, liv_token.swapcase()), (10**30, liv_token)):  # fmt: skip
        assert dead(client, f"/invitation/{pk}/{token}/")


def test_a_copied_link_sets_no_password_and_has_the_mail_sent(cast: Cast, client: Client, mara: Client) -> None:
    mailed(cast, cast.liv)
    Invitation.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    person = Person.objects.get(user=cast.liv)
    page = mara.get(reverse("invite_person", args=[cast.northwind.pk, person.pk])).content.decode()
    invitation = Invitation.objects.select_related("person__user").get()
    handed = invitations.link(invitation, Proof.NOTHING)
    assert handed in page
    assert invitations.link(invitation) not in page
    path = handed[handed.index("/invitation") :]

    for _ in range(3):
        answer = client.post(path, {"password": PASSWORD})
        assert "Look into your mailbox" in answer.content.decode()

    cast.liv.refresh_from_db()
    assert not cast.liv.has_usable_password()
    assert client.get("/").status_code == 302
    assert Invitation.objects.get().state == InvitationState.QUEUED
    send_due()
    assert [mail.to for mail in Server.taken] == [[cast.liv.email]] * 2


def test_it_does_not_tell_whether_the_address_is_known_elsewhere(cast: Cast, client: Client) -> None:
    """What a partner's admin can see of a link is the same whether or not another partner has the address."""
    cast.liv.set_password(PASSWORD)
    cast.liv.save()
    make_person(cast.contoso, "Liv L", email=cast.liv.email, joined_at=timezone.now())
    pages = []
    for user, name in ((cast.liv, "Liv Lund"), (cast.vera, "Vera Voss")):
        mailed(cast, user)
        invitation = Invitation.objects.select_related("person__user").get(person__user=user, partner=cast.northwind.pk)
        handed = invitations.link(invitation, Proof.NOTHING)
        answer = client.get(handed[handed.index("/invitation") :])
        page = answer.content.decode().replace("<wbr>", "")
        pages.append(page.replace(user.email, "").replace(name, "").split("csrfmiddleware")[0])
    assert pages[0] == pages[1]


def test_who_has_a_password_signs_in_with_it_and_nobody_sets_another(cast: Cast, client: Client) -> None:
    cast.liv.set_password(PASSWORD)
    cast.liv.save()
    link = mailed(cast, cast.liv)
    assert "You have a password here already" in str(Server.taken[-1].body)

    client.post(link, {"password": "something else entirely"})

    cast.liv.refresh_from_db()
    assert cast.liv.check_password(PASSWORD)
    assert client.get("/").status_code == 302
    client.post(reverse("account_login"), {"login": cast.liv.email, "password": PASSWORD})
    assert Person.objects.get(user=cast.liv).joined_at
    assert dead(Client(), link)


def test_it_asks_for_the_token_of_forms(cast: Cast) -> None:
    link = mailed(cast, cast.liv)

    assert Client(enforce_csrf_checks=True).post(link, {"password": PASSWORD}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_who_follow_it_at_once_one_comes_in() -> None:
    cast = make_cast()
    link = mailed(cast, cast.liv)
    _, _, pk, token, _ = link.split("/")
    came_in: list[str] = []
    barrier = threading.Barrier(6)

    def follow(password: str) -> None:
        found = invitations.by_link(int(pk), token)
        barrier.wait()
        try:
            assert found
            invitations.accept(invitation=found[0], token=token, password=password)
            came_in.append(password)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=follow, args=[f"{PASSWORD} {number}"]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(came_in) == 1
    cast.liv.refresh_from_db()
    assert cast.liv.check_password(came_in[0])


def test_the_mail_is_plain_text_and_html_and_escapes_what_people_are_called(cast: Cast) -> None:
    make_person(cast.northwind, "<img src=x onerror=alert(1)>", email="x@northwind.example")
    cast.northwind.name = "A\r\nBcc: everybody@example.org"
    cast.northwind.save()

    mailed(cast, User.objects.get(email="x@northwind.example"))

    mail = Server.taken[-1].message()
    assert "Bcc" not in mail
    assert mail["Subject"] == "A Bcc: everybody@example.org invites you to Cerego"
    plain, html = [part.get_payload(decode=True).decode() for part in mail.get_payload()]
    assert "<img src=x onerror=alert(1)>" in plain
    assert "<img" not in html
    assert "&lt;img" in html
    assert mail["Auto-Submitted"] == "auto-generated"
