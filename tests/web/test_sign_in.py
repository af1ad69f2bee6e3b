"""Signing in and out, and passwords, in our own words and look."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.links import set_password_link
from people.models import User
from people.sign_in import recovery
from tests.factories import PASSWORD, Cast, make_person

LOGIN = "/account/login/"


@pytest.fixture
def user(cast: Cast) -> User:
    """Mara, with a password."""
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    return cast.mara


@pytest.mark.parametrize("address", ["mara.okafor@northwind.example", "Mara.Okafor@NORTHWIND.example"])
def test_it_signs_in_by_address_and_password_and_lands_at_home(client: Client, user: User, address: str) -> None:
    answer = client.post(LOGIN, {"login": address, "password": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("home")
    assert "Where you belong" in answer.content.decode()
    assert "uccessfully" not in answer.content.decode()


def test_it_goes_on_to_the_page_that_was_asked_for(client: Client, user: User, cast: Cast) -> None:
    wanted = reverse("people", args=[cast.northwind.pk])
    sent_to = client.get(wanted)["Location"]
    assert f'name="next" value="{wanted}"' in client.get(sent_to).content.decode()

    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": wanted})["Location"] == wanted


def test_it_answers_the_same_to_unknown_wrong_and_never_activated(client: Client, user: User, cast: Cast) -> None:
    pages = []
    for address in ("unknown@example.org", user.email, cast.liv.email):
        answer = client.post(LOGIN, {"login": address, "password": "not this one at all"})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        pages.append((answer.status_code, page.replace(address, "")))

    assert pages[0] == pages[1] == pages[2]
    assert 'role="alert"' in pages[0][1]


def test_a_refusal_marks_both_fields_alike_and_leads_to_the_password(client: Client, user: User) -> None:
    page = client.post(LOGIN, {"login": user.email, "password": "not this one at all"}).content.decode()

    address, password = re.findall(r"<input id=[^>]*>", page)
    for field in (address, password):
        assert 'aria-invalid="true" aria-describedby="refused"' in field
    assert 'id="refused"' in page
    assert "autofocus" in password
    assert "autofocus" not in address


@pytest.mark.parametrize(
    ("typed", "wrong"), [({"login": "", "password": PASSWORD}, "login"), ({"login": "mara@x.example"}, "password")]
)
def test_a_field_left_empty_is_the_one_that_is_marked(
    client: Client, user: User, typed: dict[str, str], wrong: str
) -> None:
    page = client.post(LOGIN, typed).content.decode()

    marked = [field for field in re.findall(r"<input id=[^>]*>", page) if "aria-invalid" in field]
    assert [f'name="{wrong}"' in field for field in marked] == [True]
    assert "autofocus" in marked[0]
    assert f'id="id_{wrong}_error"' in page


def test_it_keeps_the_inactive_out(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)

    client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert client.get(reverse("home")).status_code == 302


def test_it_lets_nobody_sign_up_and_offers_it_nowhere(client: Client, user: User) -> None:
    page = client.get(LOGIN).content.decode()
    assert "sign up" not in page.lower()
    assert "/signup/" not in page
    before = User.objects.count()

    answer = client.post("/account/signup/", {"email": "new@example.org", "password1": PASSWORD})

    assert "Nobody signs up here" in answer.content.decode()
    assert User.objects.count() == before


def test_it_sets_a_forgotten_password_by_a_link_that_works_once(client: Client, user: User) -> None:
    asked = client.post("/account/password/reset/", {"email": user.email}, follow=True)
    assert "Look into your mailbox" in asked.content.decode()
    assert not mail.outbox
    recovery.send_due()
    link = re.search(r"https?://\S+", str(mail.outbox[0].body))
    assert link

    form = client.get(link[0], follow=True)
    address = form.redirect_chain[-1][0]
    done = client.post(address, {"password1": PASSWORD + " 2", "password2": PASSWORD + " 2"}, follow=True)

    assert "Your password is set" in done.content.decode()
    assert "is changed" not in done.content.decode()  # the same once more
    user.refresh_from_db()
    assert user.check_password(PASSWORD + " 2")
    assert "does not work any more" in Client().get(link[0], follow=True).content.decode()


def test_the_page_of_the_link_says_in_one_sentence_what_makes_a_password(client: Client, user: User) -> None:
    page = client.get(set_password_link(user), follow=True).content.decode()

    assert "At least 10 characters; not only digits" in page
    assert "Your password can" not in page
    assert re.search(r'<input[^>]*name="password1"[^>]* autofocus', page)


def test_it_says_nothing_about_who_is_known_when_a_password_is_forgotten(client: Client, user: User) -> None:
    answer = client.post("/account/password/reset/", {"email": "unknown@example.org"}, follow=True)

    assert "Look into your mailbox" in answer.content.decode()
    recovery.send_due()
    assert not mail.outbox


def test_it_changes_a_password(client: Client, user: User) -> None:
    client.force_login(user)

    answer = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": PASSWORD + " 3", "password2": PASSWORD + " 3"},
        follow=True,
    )

    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD + " 3")


@pytest.mark.parametrize(
    "path",
    ["login", "logout", "signup", "password/reset", "password/reset/done", "password/reset/key/done", "password/change",
     "inactive", "reauthenticate", "confirm-email"],
)  # fmt: skip
def test_it_shows_every_page_about_signing_in_in_our_look(client: Client, user: User, path: str) -> None:
    if path in ("logout", "password/change", "reauthenticate"):
        client.force_login(user)

    answer = client.get(f"/account/{path}/", follow=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    is_in_shell = path == "password/change"  # one's own page, with the navigation beside it
    assert ('class="entrance"' in page) != is_in_shell
    assert page.count("<h1") == 1
    assert "/account/signup/" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_lets_nobody_change_their_own_address(client: Client, user: User, method: str) -> None:
    client.force_login(user)

    answer = getattr(client, method)("/account/email/", {"action_add": "", "email": "other@example.org"})

    assert answer.status_code == 404


def test_the_first_sign_in_makes_somebody_active_with_who_invited_them(client: Client, user: User, cast: Cast) -> None:
    make_person(cast.contoso, "Mrs Okafor", email=user.email)
    user.persons.filter(partner=cast.northwind.pk).update(invited_at=timezone.now())

    client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    active = user.persons.filter(joined_at__isnull=False)
    assert list(active.values_list("partner", flat=True)) == [cast.northwind.pk]
