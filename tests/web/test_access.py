"""Who may open what (design §8): a table of addresses and of people, and 404s that tell nothing."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Person, User
from tests.factories import Cast

# Address, and who may open it for Northwind (n), for Mathematics (m).
PAGES = {
    "admin_home": {"n": "mara", "m": "mara dora"},
    "people": {"n": "mara", "m": "mara dora"},
    "importing": {"n": "mara", "m": "mara dora"},
    "add_people": {"n": "mara", "m": "mara dora"},
    "export_people": {"n": "mara", "m": "mara dora"},
    "switch": {"n": "mara", "m": "mara dora"},
    "departments": {"n": "mara", "m": ""},
    "department_ids": {"n": "mara", "m": "mara dora"},
}
PEOPLE = ["mara", "dora", "pete", "liv", "cora", "connie", "vera", "olga"]
NOWHERE = 9_000_000_000


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("page", "where"), [(page, where) for page in PAGES for where in "nm"])
def test_it_opens_only_what_one_administers(
    cast: Cast, as_: Callable[[User], Client], page: str, where: str, who: str
) -> None:
    account = cast.northwind if where == "n" else cast.maths
    client = as_(getattr(cast, who))

    answer = client.get(reverse(page, args=[account.pk]))

    if who in PAGES[page][where].split():
        assert answer.status_code == 200
    else:
        nothing = client.get(reverse(page, args=[NOWHERE]))
        assert (answer.status_code, answer.content) == (404, nothing.content)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("page", ["department", "rename_department", "archive_department"])
def test_it_opens_a_department_from_its_partner_only_for_the_partners_admin(
    cast: Cast, as_: Callable[[User], Client], page: str, who: str
) -> None:
    client = as_(getattr(cast, who))

    answer = client.get(reverse(page, args=[cast.northwind.pk, cast.maths.pk]))

    assert answer.status_code == (200 if who == "mara" else 404)
    nothing = client.get(reverse(page, args=[cast.northwind.pk, NOWHERE]))
    elsewhere = client.get(reverse(page, args=[cast.northwind.pk, cast.wards.pk]))
    assert (elsewhere.status_code, elsewhere.content) == (404, nothing.content)


@pytest.mark.parametrize("page", PAGES)
def test_it_sends_strangers_to_the_sign_in(client: Client, cast: Cast, page: str) -> None:
    for account_id in (cast.northwind.pk, NOWHERE):
        answer = client.get(reverse(page, args=[account_id]))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["dora", "olga"])
def test_it_lets_nobody_else_add_or_rename_departments(cast: Cast, as_: Callable[[User], Client], who: str) -> None:
    client = as_(getattr(cast, who))

    added = client.post(reverse("departments", args=[cast.northwind.pk]), {"name": "Mine"})
    of_maths = [cast.northwind.pk, cast.maths.pk]
    renamed = client.post(reverse("rename_department", args=of_maths), {"name": "Mine"})
    archived = client.post(reverse("archive_department", args=of_maths))
    restored = client.post(reverse("restore_department", args=of_maths))

    assert {answer.status_code for answer in (added, renamed, archived, restored)} == {404}
    assert cast.northwind.departments.live().count() == 2
    assert list(cast.northwind.departments.values_list("name", flat=True).order_by("name")) == [
        "Mathematics",
        "Physics",
    ]


def test_it_closes_the_admin_area_to_a_deactivated_admin(cast: Cast, mara: Client) -> None:
    Person.objects.filter(user=cast.mara).update(deactivated_at="2026-01-01T00:00Z")

    assert mara.get(reverse("people", args=[cast.northwind.pk])).status_code == 404


def test_it_closes_what_is_archived(cast: Cast, mara: Client) -> None:
    cast.maths.archived_at = "2026-01-01T00:00Z"
    cast.maths.save()

    assert mara.get(reverse("people", args=[cast.maths.pk])).status_code == 404
    assert mara.get(reverse("department", args=[cast.northwind.pk, cast.maths.pk])).status_code == 404


def test_it_survives_ids_that_no_database_holds(cast: Cast, mara: Client) -> None:
    assert mara.get(f"/accounts/{10**30}/people/").status_code == 404
    for shown in ("²", "x", str(10**30)):
        assert mara.get(reverse("importing", args=[cast.northwind.pk]), {"shown": shown}).status_code == 200


@pytest.mark.parametrize("page", ["admin_home", "people", "importing", "department_ids"])
def test_it_only_reads_where_nothing_is_sent(cast: Cast, mara: Client, page: str) -> None:
    assert mara.post(reverse(page, args=[cast.northwind.pk])).status_code == 405
