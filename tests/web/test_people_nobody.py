"""The people list when it is empty: it says why, and what to do."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from people.listing.filters import PeopleFilter
from tests.factories import Cast, make_import


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Nobody is in this department yet"),
        ("q=zzz", "Nobody matches this search"),
        ("role=admin", "Nobody matches these filters"),
    ],
)
def test_it_says_why_a_list_is_empty(cast: Cast, mara: Client, query: str, words: str) -> None:
    place_ = cast.northwind.departments.create(partner_id=cast.northwind.pk, name="History")

    assert words in mara.get(f"{reverse('people', args=[place_.pk])}?{query}").content.decode()


def test_it_says_that_an_import_added_nobody_and_leads_to_it(cast: Cast, mara: Client) -> None:
    run = make_import(cast.northwind, cast.mara)

    page = mara.get(f"{reverse('people', args=[cast.northwind.pk])}?import={run.pk}").content.decode()

    assert "This import added nobody to this list" in page
    assert f'href="{reverse("import", args=[cast.northwind.pk, run.pk])}">Open the import' in page


def test_an_empty_partner_says_what_to_begin_with(cast: Cast) -> None:
    page = render_to_string(
        "people/_nobody.html", {"chosen": PeopleFilter(), "place": cast.contoso, "account": cast.contoso}
    )

    assert "Nobody is here yet" in page
    assert f'href="{reverse("upload", args=[cast.contoso.pk])}"' in page


def test_it_offers_to_add_people_to_an_empty_department(cast: Cast, mara: Client) -> None:
    history = cast.northwind.departments.create(partner_id=cast.northwind.pk, name="History")

    page = mara.get(reverse("department", args=[cast.northwind.pk, history.pk])).content.decode()

    assert f"{reverse('add_people', args=[cast.northwind.pk])}?department={history.pk}" in page
