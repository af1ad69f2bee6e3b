"""Nobody is sent to another site by a link of ours, and no header of a request makes links or mails name another."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from tests.factories import PASSWORD, Cast

ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "javascript:alert(1)", "///evil.example", "http://testserver@evil.example/", "\tjavascript:alert(1)", "/%09/evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_and_out_leads_to_no_other_site(cast: Cast, target: str) -> None:
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    client = Client()
    sent = {"login": cast.mara.email, "password": PASSWORD, "next": target}
    for answer in (
        client.post(reverse("account_login"), sent),
        client.get(reverse("account_login"), {"next": target}),
        client.post(reverse("account_logout"), {"next": target}),
    ):
        assert answer.status_code == 302
        where = answer["Location"]
        assert where.startswith("/"), where
        assert where[1:2] not in ("/", "\\"), where


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize(
    "page",
    ["account_reauthenticate", "account_change_password", "usersessions_list", "profile", "account_reset_password"],
)
def test_nor_does_any_form_of_ones_own_account(cast: Cast, target: str, page: str) -> None:
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    client = Client()
    client.post(reverse("account_login"), {"login": cast.mara.email, "password": PASSWORD})
    sent = {"password": PASSWORD, "oldpassword": PASSWORD, "password1": PASSWORD + "2", "password2": PASSWORD + "2"}
    for answer in (
        client.get(reverse(page), {"next": target}),
        client.post(reverse(page), {**sent, "email": cast.mara.email, "next": target}),
        client.post(f"{reverse(page)}?{urlencode({'next': target})}", {**sent, "email": cast.mara.email}),
    ):
        where = answer.headers.get("Location", "/")
        assert where.startswith("/"), where
        assert where[1:2] not in ("/", "\\"), where
        assert f'href="{target}"' not in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/account/login/", "/api/v1/accounts/"])
def test_a_host_that_is_not_ours_is_refused(db: None, path: str) -> None:
    assert Client().get(path, headers={"Host": "evil.example"}).status_code == 400


def test_no_header_says_which_host_this_is(cast: Cast, mara: Client) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-URL": "/"}
    for path in (reverse("people", args=[cast.northwind.pk]), "/api/v1/accounts/"):
        answer = mara.get(path, headers=forged)
        assert answer.status_code == 200
        assert b"evil.example" not in answer.content
