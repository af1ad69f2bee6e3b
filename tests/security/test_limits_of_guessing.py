"""What may be guessed or asked for again and again is limited: also by who is signed in, and whatever headers say."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people.sign_in import recovery
from tests.factories import PASSWORD, Cast
from tests.security.test_sign_in import LOGIN, WRONG

pytestmark = pytest.mark.usefixtures("limits")


@pytest.fixture
def mara(cast: Cast) -> Client:
    """Signed in with her password: a session that somebody else might have got hold of."""
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    client = Client()
    client.post(LOGIN, {"login": cast.mara.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("page", "field", "more"),
    [
        ("account_reauthenticate", "password", {}),
        ("account_change_password", "oldpassword", {"password1": PASSWORD + "2", "password2": PASSWORD + "2"}),
    ],
)
def test_a_stolen_session_guesses_no_password(
    cast: Cast, mara: Client, page: str, field: str, more: dict[str, str]
) -> None:
    statuses = [
        mara.post(reverse(page), {field: f"{WRONG} {number}", **more}, headers={"X-Forwarded-For": f"192.0.2.{number}"})
        for number in range(12)
    ]
    assert statuses[-1].status_code == 429

    assert mara.post(reverse(page), {field: PASSWORD, **more}).status_code == 429
    cast.mara.refresh_from_db()
    assert cast.mara.check_password(PASSWORD)


def test_nobody_fills_a_mailbox_with_links(cast: Cast, mara: Client) -> None:
    for number in range(6):
        answer = Client().post(
            reverse("account_reset_password"),
            {"email": cast.mara.email},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
    assert answer.status_code in (200, 429)
    recovery.send_due()

    assert len(mail.outbox) == 3


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_no_header_of_a_client_resets_a_count(cast: Cast, mara: Client, settings: Settings, behind_proxy: bool) -> None:
    """Behind a proxy of ours, the last address is the proxy's word; what stands before it is the client's."""
    settings.BEHIND_PROXY = behind_proxy
    for number in range(6):
        forwarded = f"192.0.2.{number}, 198.51.100.7" if behind_proxy else f"192.0.2.{number}"
        answer = Client().post(
            LOGIN, {"login": cast.mara.email, "password": WRONG}, headers={"X-Forwarded-For": forwarded}
        )
    assert "too often" in answer.content.decode()
