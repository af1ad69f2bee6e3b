"""The filters of the page Imports, in its address: who finds what by them, and its two renderings."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import Account
from people.imports.pages.history import STATES
from people.models import Import, User
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.web.uploads import said

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
HTMX = {"HX-Request": "true", "HX-Target": "imports-list"}


@pytest.fixture
def runs(cast: Cast) -> dict[str, Import]:
    """Three imports: of today, of last week, of two years ago."""
    runs = {
        "autumn": make_import(cast.northwind, cast.mara, file_name="staff-Autumn.csv"),
        "maths": make_import(cast.maths, cast.dora, file_name="maths.xlsx", status=Status.FAILED),
        "old": make_import(cast.northwind, cast.mara, file_name="old staff.csv", status=Status.CHECKED),
    }
    for name, days in (("maths", 10), ("old", 700)):
        Import.objects.filter(pk=runs[name].pk).update(created_at=timezone.now() - timedelta(days=days))
    return runs


def history(client: Client, account: Account, query: str = "", **headers: str) -> str:
    """The page's text."""
    return said(client.get(reverse("imports", args=[account.pk]) + query, headers=headers))


def listed(page: str) -> set[str]:
    """The imports that the page lists."""
    names = {"autumn": "staff-Autumn.csv", "maths": "maths.xlsx", "old": "old staff.csv"}
    return {key for key, name in names.items() if f"{name} into" in page}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"autumn", "maths", "old"}),
        ("?q=STAFF", {"autumn", "old"}),
        ("?q=csv+autumn", {"autumn"}),
        ("?q=%25", set()),
        ("?status=done", {"autumn"}),
        ("?status=done&status=waiting", {"autumn", "old"}),
        ("?status=failed&q=maths", {"maths"}),
        ("?days=1", {"autumn"}),
        ("?days=30", {"autumn", "maths"}),
        ("?by={dora}", {"maths"}),
        ("?by={mara}&days=365", {"autumn"}),
        ("?status=nonsense&days=13&by=x&q=%00", {"autumn", "maths", "old"}),
        ("?by=999999999999999999", set()),
    ],
)
def test_it_is_filtered_by_the_address(
    cast: Cast, mara: Client, runs: dict[str, Import], query: str, found: set[str]
) -> None:
    page = history(mara, cast.northwind, query.format(mara=cast.mara.pk, dora=cast.dora.pk))
    assert listed(page) == found
    assert ("No import fits" in page) == ("Show all imports" in page) == (not found)


def test_every_status_is_found_by_one_filter() -> None:
    assert sorted(status for _, statuses in STATES.values() for status in statuses) == sorted(Status)


def test_a_filter_in_use_is_told_and_can_be_taken_off(cast: Cast, mara: Client, runs: dict[str, Import]) -> None:
    query = f"?q=staff&status=done&status=failed&by={cast.mara.pk}&days=30"
    page = mara.get(reverse("imports", args=[cast.northwind.pk]) + query).content.decode()

    for words in ("Status: Done or Failed", "Uploaded by: Mara Okafor", "Last 30 days", "Clear all"):
        assert words in page
    for left in (
        f'href="?q=staff&amp;by={cast.mara.pk}&amp;days=30"',
        'href="?q=staff&amp;status=done&amp;status=failed&amp;days=30"',
        f'href="?q=staff&amp;status=done&amp;status=failed&amp;by={cast.mara.pk}"',
    ):
        assert left in page


def test_the_next_page_has_the_same_filters(cast: Cast, mara: Client) -> None:
    for number in range(51):
        make_import(cast.northwind, cast.mara, file_name=f"{number}.csv")
    make_import(cast.northwind, cast.mara, file_name="other.xlsx")

    response = mara.get(reverse("imports", args=[cast.northwind.pk]) + "?q=csv&status=done")
    assert 'href="?q=csv&amp;status=done&amp;page=2"' in response.content.decode()
    assert "Showing 51–51 of 51" in history(mara, cast.northwind, "?q=csv&status=done&page=2")


def test_htmx_gets_the_list_alone_and_the_address_of_what_was_typed(
    cast: Cast, mara: Client, runs: dict[str, Import]
) -> None:
    address = reverse("imports", args=[cast.northwind.pk])
    typed = mara.get(f"{address}?q=maths&days=", headers={**HTMX, "HX-Trigger": "imports-search"})
    assert typed.content.decode().lstrip().startswith('<div class="listing__body" id="imports-list"')
    assert 'data-announce="1 import"' in typed.content.decode()
    assert typed["HX-Replace-Url"] == f"{address}?q=maths"
    assert "HX-Request" in typed["Vary"]

    paged = mara.get(f"{address}?page=1", headers=HTMX)
    assert "<html" not in paged.content.decode()
    assert "HX-Replace-Url" not in paged


def test_a_departments_admin_chooses_among_those_who_uploaded_into_it(
    cast: Cast, as_: As, runs: dict[str, Import]
) -> None:
    page = history(as_(cast.dora), cast.maths)
    assert listed(page) == {"maths"}
    assert "Dora Diaz" in page
    assert "Mara" not in page
    assert "mara" not in page
    assert listed(history(as_(cast.dora), cast.maths, f"?by={cast.mara.pk}")) == set()
    assert "mara" not in history(as_(cast.dora), cast.maths, f"?by={cast.mara.pk}").lower()


def test_a_partners_admin_in_a_department_reads_their_own_name(cast: Cast, mara: Client) -> None:
    make_import(cast.maths, cast.mara)
    assert "by Mara Okafor" in history(mara, cast.maths)


def test_it_asks_equally_often_whatever_is_filtered(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 60):
        for number in range(count):
            make_import(cast.northwind, cast.mara, file_name=f"{number}.csv")
        for query in ("", f"?q=csv&status=done&by={cast.mara.pk}&days=30"):
            history(mara, cast.northwind, query)
            with django_assert_num_queries(12):
                history(mara, cast.northwind, query)
