"""`manage.py create_partner` and `create_department`: the first things done on a new installation."""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from departments.models import Account, Department, PartnerAccount
from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from tests.factories import PASSWORD, Cast
from tests.integration.conftest import Ran

Command = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts something on standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def sign_in(email: str, password: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_a_new_admin_sets_a_password_by_the_link_and_signs_in(command: Command, settings: Settings) -> None:
    ran = command("create_partner", "Fabrikam", "--admin", "Fay@Fabrikam.example", "--json")
    assert (ran.code, list(ran.json)) == (0, ["id", "name", "admin", "link"])
    assert ran.json["admin"] == "fay@fabrikam.example"
    assert ran.json["link"].startswith(settings.SITE_URL + "/")
    path = urlsplit(ran.json["link"]).path
    client = Client()
    form = client.get(path, follow=True)
    assert form.status_code == 200
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in("fay@fabrikam.example", PASSWORD)
    late = Client()  # The link is good for once only.
    form = late.get(path, follow=True)
    late.post(form.request["PATH_INFO"], {"password1": PASSWORD * 2, "password2": PASSWORD * 2})
    assert not sign_in("fay@fabrikam.example", PASSWORD * 2)


def test_it_makes_the_partner_with_its_admin(command: Command) -> None:
    ran = command("create_partner", "  Fabrikam \t GmbH ", "--admin", "fay@fabrikam.example", "--json")
    partner = PartnerAccount.objects.get(pk=ran.json["id"])
    assert (partner.name, partner.partner_id, partner.parent) == ("Fabrikam GmbH", partner.pk, None)
    place = Membership.objects.get(partner=partner)
    assert (place.account_id, place.role, place.person.email) == (partner.pk, "admin", "fay@fabrikam.example")
    assert Event.objects.filter(account=partner, kind=EventKind.PARTNER_CREATED).count() == 1


def test_it_tells_people_the_id_and_the_link(command: Command) -> None:
    ran = command("create_partner", "Fabrikam", "--admin", "fay@fabrikam.example")
    partner = PartnerAccount.objects.get(name="Fabrikam")
    assert f"Fabrikam is partner account {partner.pk}" in ran.out
    assert "within 1 day: http" in ran.out


def test_it_takes_a_password_from_standard_input(command: Command, typed: Callable[[str], None]) -> None:
    typed(f"{PASSWORD}\r\n")
    ran = command("create_partner", "Fabrikam", "--admin", "fay@fabrikam.example", "--password-stdin", "--json")
    assert (ran.code, ran.json["link"]) == (0, None)
    assert sign_in("fay@fabrikam.example", PASSWORD)
    assert PASSWORD not in ran.out + ran.err


@pytest.mark.parametrize("password", ["", "short", "1234567890123", "fay@fabrikam.example"])
def test_a_bad_password_makes_nothing(command: Command, typed: Callable[[str], None], password: str) -> None:
    typed(password)
    ran = command("create_partner", "Fabrikam", "--admin", "fay@fabrikam.example", "--password-stdin")
    assert (ran.code, ran.out) == (2, "")
    assert "password" in ran.err
    assert not PartnerAccount.objects.filter(name="Fabrikam").exists()
    assert not User.objects.filter(email="fay@fabrikam.example").exists()


def test_who_has_a_password_keeps_it(command: Command, cast: Cast, typed: Callable[[str], None]) -> None:
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    typed("another password altogether\n")
    ran = command("create_partner", "Fabrikam", "--admin", cast.mara.email, "--password-stdin")
    assert ran.code == 0
    assert "keep it" in ran.out
    assert "http" not in ran.out
    assert sign_in(cast.mara.email, PASSWORD)
    assert command("create_partner", "Litware", "--admin", cast.mara.email, "--json").json["link"] is None
    assert Person.objects.filter(user=cast.mara).count() == 3


def test_who_was_imported_and_has_none_yet_gets_a_link(command: Command, cast: Cast) -> None:
    assert command("create_partner", "Fabrikam", "--admin", cast.liv.email, "--json").json["link"]


@pytest.mark.parametrize(
    ("name", "email", "sentence"),
    [
        (" ", "fay@fabrikam.example", "A partner account needs a name."),
        ("F" * 201, "fay@fabrikam.example", "This name can’t be used"),
        ("F\x07", "fay@fabrikam.example", "This name can’t be used"),
        ("Fabrikam", "fay", "“fay” is not an e-mail address."),
    ],
)
def test_what_can_not_be_used_is_refused(command: Command, name: str, email: str, sentence: str) -> None:
    before = Account.objects.count(), User.objects.count()
    ran = command("create_partner", name, "--admin", email)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(sentence)
    assert (Account.objects.count(), User.objects.count()) == before


def test_wrong_arguments_are_refused_as_json_too(command: Command) -> None:
    ran = command("create_partner", "--json")
    assert (ran.code, ran.json["problem"]["code"]) == (2, "arguments.invalid")


def test_a_department_is_made_with_its_id(command: Command, cast: Cast) -> None:
    ran = command("create_department", cast.northwind.pk, "Art & Design", "--json")
    department = Department.objects.get(pk=ran.json["id"])
    assert ran.json == {"id": department.pk, "name": "Art & Design", "partner": cast.northwind.pk}
    assert department.parent_id == department.partner_id == cast.northwind.pk
    text = command("create_department", cast.northwind.pk, "Drama")
    assert text.out == f"Drama is department {Department.objects.get(name='Drama').pk}.\n"


@pytest.mark.parametrize("partner", ["nowhere", "department", "archived", "huge"])
def test_a_department_of_no_partner_is_refused(command: Command, cast: Cast, partner: str) -> None:
    number = {"nowhere": 9_999, "department": cast.maths.pk, "archived": cast.contoso.pk, "huge": 10**30}[partner]
    if partner == "archived":
        PartnerAccount.objects.filter(pk=number).update(archived_at="2026-01-01T00:00Z")
    before = Account.objects.count()
    ran = command("create_department", number, "Drama")
    assert (ran.code, ran.out, ran.err) == (2, "", f"There is no partner account {number}.\n")
    assert Account.objects.count() == before


def test_a_department_without_a_name_is_refused(command: Command, cast: Cast) -> None:
    ran = command("create_department", cast.northwind.pk, " ")
    assert (ran.code, ran.err) == (2, "A department needs a name.\n")
