"""Who may open and change what of a person (design §8): a table of addresses and of people; 404s tell nothing."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Event, Membership, Person, User
from people.models.events import EventKind
from tests.factories import Cast
from tests.web.test_access import NOWHERE, PEOPLE

# Address, and who may open it of Liv, who is in Mathematics: from Northwind (n), from Mathematics (m), from Physics (p).
PAGES = {
    "person": {"n": "mara", "m": "mara dora", "p": ""},
    "edit_person": {"n": "mara", "m": "", "p": ""},
    "deactivate": {"n": "mara", "m": "", "p": ""},
    "reactivate": {"n": "mara", "m": "", "p": ""},
    "add_place": {"n": "mara", "m": "", "p": ""},
    "change_place": {"n": "mara", "m": "mara dora", "p": ""},
    "remove_place": {"n": "mara", "m": "mara dora", "p": ""},
}
ONLY_SENT = ("deactivate", "reactivate", "remove_place")
OF_A_PLACE = ("change_place", "remove_place")


def address(cast: Cast, page: str, where: str, person: int) -> str:
    account = {"n": cast.northwind, "m": cast.maths, "p": cast.physics}[where]
    place = [cast.maths.pk] if page in OF_A_PLACE else []
    return reverse(page, args=[account.pk, person, *place])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("page", "where"), [(page, where) for page in PAGES for where in "nmp"])
def test_it_opens_only_what_one_administers(
    cast: Cast, as_: Callable[[User], Client], page: str, where: str, who: str
) -> None:
    client, liv = as_(getattr(cast, who)), Person.objects.get(user=cast.liv)
    ask = client.post if page in ONLY_SENT else client.get

    answer = ask(address(cast, page, where, liv.pk))

    if who in PAGES[page][where].split():
        assert answer.status_code == (302 if page in ONLY_SENT else 200)
    else:
        nothing = ask(address(cast, page, where, NOWHERE))
        assert (answer.status_code, answer.content) == (404, nothing.content)
        assert not Event.objects.exclude(kind=EventKind.ACCESS_REFUSED).exists()


@pytest.mark.parametrize("page", PAGES)
def test_it_changes_nothing_for_whoever_may_not(cast: Cast, as_: Callable[[User], Client], page: str) -> None:
    liv = Person.objects.get(user=cast.liv)
    before = (Person.objects.filter(pk=liv.pk).values().get(), list(Membership.objects.order_by("id").values()))

    for who in ("pete", "liv", "cora", "olga"):
        for where in "nmp":
            answer = as_(getattr(cast, who)).post(address(cast, page, where, liv.pk), {"role": "admin"})
            assert answer.status_code in (404, 405)

    after = (Person.objects.filter(pk=liv.pk).values().get(), list(Membership.objects.order_by("id").values()))
    assert after == before


@pytest.mark.parametrize("page", PAGES)
def test_it_sends_strangers_to_the_sign_in(client: Client, cast: Cast, page: str) -> None:
    liv = Person.objects.get(user=cast.liv)
    for person in (liv.pk, NOWHERE):
        answer = client.post(address(cast, page, "n", person))
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", ONLY_SENT)
def test_it_changes_nothing_by_a_link(cast: Cast, mara: Client, page: str) -> None:
    liv = Person.objects.get(user=cast.liv)

    assert mara.get(address(cast, page, "n", liv.pk)).status_code == 405


def test_a_partner_does_not_see_the_persons_of_others(cast: Cast, mara: Client) -> None:
    olga = Person.objects.get(user=cast.olga)

    assert mara.get(reverse("person", args=[cast.northwind.pk, olga.pk])).status_code == 404
    assert mara.get(reverse("person", args=[cast.northwind.pk, 10**30])).status_code == 404
