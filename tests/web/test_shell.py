"""The frame of every page: titles, landmarks, navigation, messages, safety; and the pages for what goes wrong."""

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.factories import Cast

As = Callable[[User], Client]


def test_it_names_page_and_place_in_the_title(cast: Cast, mara: Client) -> None:
    page = mara.get(reverse("people", args=[cast.northwind.pk])).content.decode()

    assert "<title>People · Northwind Academy</title>" in page


def test_it_has_landmarks_a_skip_link_and_one_heading(cast: Cast, mara: Client) -> None:
    page = mara.get(reverse("people", args=[cast.northwind.pk])).content.decode()

    assert 'href="#content"' in page
    assert page.count("<main") == page.count("<h1") == 1
    assert '<nav class="nav" aria-label="Main">' in page
    assert 'id="announcements" role="status"' in page


def test_it_marks_the_page_one_is_on(cast: Cast, mara: Client) -> None:
    page = mara.get(reverse("departments", args=[cast.northwind.pk])).content.decode()

    assert f'href="{reverse("departments", args=[cast.northwind.pk])}" aria-current="page"' in page


def test_it_offers_the_accounts_one_administers_and_no_others(cast: Cast, mara: Client, as_: As) -> None:
    page = mara.get(reverse("people", args=[cast.maths.pk])).content.decode()
    for account in (cast.northwind, cast.maths, cast.physics):
        assert reverse("people", args=[account.pk]) in page
    assert "Contoso" not in page

    own = as_(cast.dora).get(reverse("people", args=[cast.maths.pk])).content.decode()
    assert "switch account" not in own
    assert "Physics" not in own


def test_it_signs_out_by_a_form(cast: Cast, mara: Client) -> None:
    page = mara.get(reverse("home")).content.decode()
    assert f'<form method="post" action="{reverse("account_logout")}">' in page

    answer = mara.post(reverse("account_logout"), follow=True)

    assert "You have signed out." in answer.content.decode()
    assert mara.get(reverse("home")).status_code == 302


def test_its_form_that_signs_out_has_the_token_that_django_asks_for(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mara)
    page = client.get(reverse("people", args=[cast.northwind.pk])).content.decode()
    form = page.partition(f'action="{reverse("account_logout")}"')[2].partition("</form>")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token

    client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token[1]})

    assert client.get(reverse("home")).status_code == 302


def test_it_gives_htmx_the_token_that_django_asks_for(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mara)
    address = reverse("departments", args=[cast.northwind.pk])
    token = re.search(r'"X-CSRFToken": "(\w+)"', client.get(address).content.decode())
    assert token

    assert client.post(address, {"name": "History"}).status_code == 403
    assert client.post(address, {"name": "History"}, headers={"X-CSRFToken": token[1]}).status_code == 302


@pytest.mark.parametrize("page", ["home", "account_login"])
def test_it_loads_nothing_from_another_host_and_runs_nothing_inline(
    cast: Cast, mara: Client, client: Client, page: str
) -> None:
    html = (client if page == "account_login" else mara).get(reverse(page)).content.decode()

    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", html)
    assert not re.search(r"<script(?![^>]*(?:\ssrc=|.application/json.))|<style|\sstyle=|\son\w+=", html)


def test_it_shows_messages_once_in_a_live_region(cast: Cast, mara: Client) -> None:
    mara.post(reverse("departments", args=[cast.northwind.pk]), {"name": "History"})

    answer = mara.get(reverse("departments", args=[cast.northwind.pk]))

    assert 'class="notices" role="status"><div class="notice" data-kind="good">' in " ".join(
        answer.content.decode().split()
    ).replace("> <", "><")
    assert "is there. Its ID" not in mara.get(reverse("departments", args=[cast.northwind.pk])).content.decode()


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_it_has_words_for_what_goes_wrong(db: None, page: str) -> None:
    html = render_to_string(page)

    assert html.count("<h1>") == 1
    assert 'href="/"' in html


def test_it_shows_the_same_404_to_everybody(cast: Cast, mara: Client, client: Client) -> None:
    assert mara.get("/nowhere/").content == client.get("/nowhere/").content
