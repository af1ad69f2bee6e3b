"""What became of a file: the reconciled sentence, who came in, why it did not get to its end, how long it took."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Import, Membership, Person
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.web.uploads import finish, page_of, said, upload, work


def test_reconciles_the_rows_of_the_file(cast: Cast, mara: Client, mixed: Import) -> None:
    page = page_of(mara, cast.northwind, mixed)

    assert "10 rows in the file = 3 created + 2 updated + 1 unchanged + 2 skipped + 2 failed" in page
    assert "4 people are in" in page
    assert "1 person also became Department staff in the partner account" in page
    assert "people.csv" in page
    assert "by Mara Okafor" in page


def test_leads_to_the_people_it_brought_in(cast: Cast, mara: Client, mixed: Import) -> None:
    html = mara.get(reverse("import", args=[cast.northwind.pk, mixed.pk])).content.decode()
    address = f"{reverse('people', args=[cast.northwind.pk])}?import={mixed.pk}"
    assert f'href="{address}"' in html

    people = said(mara.get(address))

    assert "of 4" in people
    for name in ("Ann Arbor", "Vera Vossen", "Cora Cole", "Bob Bell"):
        assert name in people


def test_says_when_nobody_came_in(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "Nobody,nowhere,,,"))

    page = page_of(mara, cast.northwind, run)

    assert "Nobody was imported" in page
    assert "1 row in the file = 0 created" in page
    assert "View these people" not in page


def test_says_why_an_import_did_not_get_to_its_end(cast: Cast, mara: Client, as_) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    mara.post(reverse("start", args=[cast.northwind.pk, run.pk]), {"name": 0, "email": 1, **run.options})
    Membership.objects.filter(person__user=cast.vera).update(role="admin")
    Membership.objects.filter(person__user=cast.mara).delete()
    run = work(run)

    page = page_of(as_(cast.vera), cast.northwind, run)

    assert run.status == Status.FAILED
    assert "The import did not get to its end" in page
    assert (
        "The person who started this import is no longer an admin of the account, or the account was archived" in page
    )
    assert not Person.objects.filter(email="ann@example.org").exists()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "less than a second"), (1.44, "1.4 s"), (59.9, "59.9 s"), (125, "2 min 5 s")]
)
def test_says_how_long_it_took(cast: Cast, mara: Client, seconds: float, words: str) -> None:
    now = timezone.now()
    times = {"started_at": now - timedelta(seconds=seconds), "finished_at": now, "queued_at": None}
    run = make_import(cast.northwind, cast.mara, **times)

    assert f"finished in {words} ·" in page_of(mara, cast.northwind, run)
