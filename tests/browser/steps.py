"""What an admin does on the way to an import, in a browser: things are found as people find them, by role and name."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import FilePayload, Locator, Page, expect

from departments.models import Account
from people.models import User
from tests.factories import PASSWORD

IMPORT = re.compile("^Import")
"""How the name of the button begins, whatever it says it will do."""
POLLED = re.compile(r"\?stage=")
"""What is in the addresses that pages ask again and again."""
MANY = 60
"""Nothing is further away than so many Tabs."""


def enter(page: Page, user: User, account: Account) -> None:
    """Be on the account's People page, signed in without the form."""
    client = Client()
    client.force_login(user)
    page.goto("/account/login/")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    origin = urljoin(page.url, "/")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": origin}])
    page.goto(f"/accounts/{account.pk}/people/")


def sign_in(page: Page, user: User) -> None:
    """Sign in by the form, with the cast's password."""
    user.set_password(PASSWORD)
    user.save()
    page.goto("/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def choose_file(page: Page, file: FilePayload) -> None:
    """Choose a file on the page 'Upload via CSV', and wait for the columns."""
    page.get_by_label("Drop a CSV or Excel file here").set_input_files(file)
    expect(page.get_by_role("heading", name="Match columns")).to_be_visible()


def upload(page: Page, account: Account, file: FilePayload) -> None:
    """Go straight to the upload page and choose a file there."""
    page.goto(f"/accounts/{account.pk}/people/upload/")
    choose_file(page, file)


def import_button(page: Page) -> Locator:
    """The button that begins the import."""
    return page.get_by_role("button", name=IMPORT)


def check(page: Page) -> Locator:
    """The part of the page that says what the import will do."""
    return page.get_by_role("region", name="Check")


@contextmanager
def polls(page: Page) -> Iterator[list[str]]:
    """The addresses that the page asks by itself meanwhile."""
    asked: list[str] = []

    def note(request: object) -> None:
        asked.append(getattr(request, "url", ""))

    page.on("request", note)
    yield asked
    page.remove_listener("request", note)


def expect_no_polling(page: Page) -> None:
    """Nothing on the page asks again by itself."""
    expect(page.locator("[hx-trigger*=every]")).to_have_count(0)


def tab_to(page: Page, target: Locator) -> None:
    """Go on by Tab until the focus is there; it has to be seen."""
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            assert page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " const around = getComputedStyle(document.activeElement.closest('label, div') ?? document.body);"
                " return [style, around].some((each) => each.outlineStyle !== 'none' || each.boxShadow !== 'none') }"
            ), "the focus can't be seen"
            return
    pytest.fail(f"{target} is not reached by Tab")
