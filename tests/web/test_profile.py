"""Your account: one's own address and names, and the ways to password, second factor and sessions."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from people.models import Event, Person, User
from people.models.events import EventKind
from tests.factories import PASSWORD, Cast, make_person
from tests.web.test_person import words

As = Callable[[User], Client]


def test_it_says_how_one_signs_in_and_what_each_partner_calls_one(cast: Cast, as_: As) -> None:
    make_person(cast.contoso, "L. Lund", email=cast.liv.email)

    page = words(as_(cast.liv).get(reverse("profile")).content)

    assert "<dd>liv.lund@northwind.example</dd>" in page
    assert re.findall(r"<dt>([^<]*)</dt><dd>calls you ([^<]*)</dd>", page) == [
        ("Contoso", "L. Lund"),
        ("Northwind Academy", "Liv Lund"),
    ]
    for name in ("account_change_password", "mfa_index", "usersessions_list"):
        assert reverse(name) in page.split("<main")[1]


def test_a_partner_that_has_deactivated_them_is_not_named(cast: Cast, as_: As) -> None:
    Person.objects.filter(user=cast.liv).update(deactivated_at=timezone.now())

    assert "Northwind" not in words(as_(cast.liv).get(reverse("profile")).content).split("<main")[1]


def test_fields_for_passwords_are_empty_until_one_types(cast: Cast, as_: As) -> None:
    pages = [("account_set_password", cast.liv)]
    cast.dora.set_password(PASSWORD)
    cast.dora.save()
    pages += [("account_change_password", cast.dora), ("account_reauthenticate", cast.dora)]
    for name, user in pages:
        page = as_(user).get(reverse(name)).content.decode()
        fields = re.findall(r'<input[^>]*type="password"[^>]*>', page)
        assert fields, name
        assert not [field for field in fields if "placeholder" in field]


def test_it_is_for_those_who_are_signed_in(client: Client, db: None) -> None:
    assert client.get(reverse("profile"))["Location"].startswith(reverse("account_login"))


def test_every_page_leads_to_it(cast: Cast, mara: Client) -> None:
    assert f'href="{reverse("profile")}?from={cast.northwind.pk}"' in words(
        mara.get(reverse("people", args=[cast.northwind.pk])).content
    )


def test_it_keeps_whether_one_wants_mails_about_imports(cast: Cast, mara: Client) -> None:
    Person.objects.filter(user=cast.mara).update(joined_at=timezone.now())
    page = mara.get(reverse("profile")).content.decode()
    assert re.search(r'name="import_letters"\s+checked', page)

    mara.post(reverse("profile"), {})
    mara.post(reverse("profile"), {})

    cast.mara.refresh_from_db()
    assert cast.mara.wants_import_letters is False
    assert not re.search(r'name="import_letters"\s+checked', mara.get(reverse("profile")).content.decode())
    event = Event.objects.get(kind=EventKind.SETTINGS_CHANGED)
    assert event.details == {"setting": "import_letters", "before": True, "after": False}
    mara.post(reverse("profile"), {"import_letters": "on"})
    cast.mara.refresh_from_db()
    assert cast.mara.wants_import_letters is True


def test_it_asks_only_those_who_can_import(cast: Cast, as_: As) -> None:
    assert "import_letters" not in as_(cast.liv).get(reverse("profile")).content.decode()


class TestNavigation:
    """The pages of one's own account keep the navigation of the account from which one came."""

    PAGES = ("profile", "account_change_password", "mfa_index", "usersessions_list", "tokens")

    @staticmethod
    def navigation(client: Client, name: str, query: str = "") -> str:
        page = words(client.get(reverse(name) + query).content)
        return page.partition("<nav")[2].partition("</nav>")[0]

    def test_it_is_the_accounts(self, cast: Cast, as_: As) -> None:
        cast.mara.set_password(PASSWORD)
        cast.mara.save()
        mara = as_(cast.mara)
        people = reverse("people", args=[cast.northwind.pk])
        menu = words(mara.get(people).content)
        assert f'href="{reverse("profile")}?from={cast.northwind.pk}"' in menu

        assert f'href="{people}"' in self.navigation(mara, "profile", f"?from={cast.northwind.pk}")
        for name in self.PAGES:
            navigation = self.navigation(mara, name)
            assert f'href="{people}"' in navigation, name
            assert "Mara Okafor" in navigation, name

    def test_it_stays_through_forms(self, cast: Cast, mara: Client) -> None:
        mara.get(reverse("profile"), {"from": cast.northwind.pk})

        answer = mara.post(reverse("profile"), {"import_letters": "on"}, follow=True)

        assert reverse("imports", args=[cast.northwind.pk]) in words(answer.content)

    def test_it_ends_at_home(self, cast: Cast, mara: Client) -> None:
        mara.get(reverse("profile"), {"from": cast.northwind.pk})
        mara.get(reverse("home"))

        assert "Imports" not in self.navigation(mara, "profile")

    def test_no_other_account_is_shown_whatever_the_address_says(self, cast: Cast, as_: As) -> None:
        dora = as_(cast.dora)
        for sent in (str(cast.northwind.pk), str(cast.contoso.pk), "0", "x", "9" * 400, "", "-1", "\0"):
            navigation = self.navigation(dora, "profile", "?" + urlencode({"from": sent}))
            assert "Imports" not in navigation, sent
            assert "Northwind" not in navigation, sent

    def test_nobody_keeps_that_of_an_account_they_have_lost(self, cast: Cast, as_: As) -> None:
        dora = as_(cast.dora)
        assert "Imports" in self.navigation(dora, "profile", f"?from={cast.maths.pk}")
        Person.objects.get(user=cast.dora).memberships.all().delete()

        assert "Imports" not in self.navigation(dora, "profile")
