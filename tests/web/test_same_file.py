"""The same bytes again (R30): said, with what would change, and only to those who may know of the earlier import."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Import, Person
from people.models.imports import Status
from tests.factories import Cast
from tests.web.uploads import csv, finish, page_of, uploaded, work

FILE = csv("Ann Arbor,ann@example.org,,,")
TODAY = timezone.localdate().strftime("%-d %B %Y")


@pytest.fixture
def earlier(cast: Cast, mara: Client) -> Import:
    """Imported by Mara."""
    return finish(mara, cast.northwind, uploaded(mara, cast.northwind, FILE))


def test_r30_the_same_file_again_is_recognised_and_can_be_imported(cast: Cast, mara: Client, earlier: Import) -> None:
    run = work(uploaded(mara, cast.northwind, FILE, name="renamed.csv"))

    page = page_of(mara, cast.northwind, run)

    assert f"You imported this file on {TODAY}; nothing in it would change." in page
    html = mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).content.decode()
    assert f'href="{reverse("import", args=[cast.northwind.pk, earlier.pk])}"' in html
    assert finish(mara, cast.northwind, run).unchanged == 1


def test_r30_what_would_change_is_not_said_to_be_nothing(cast: Cast, mara: Client, earlier: Import) -> None:
    run = uploaded(mara, cast.northwind, FILE)
    assert f"You imported this file on {TODAY}." in page_of(mara, cast.northwind, run)  # it is not checked yet
    Person.objects.filter(email="ann@example.org").update(full_name="Ann Changed")

    page = page_of(mara, cast.northwind, work(run))

    assert f"You imported this file on {TODAY}." in page
    assert "update 1 ." in page


def test_r30_somebody_elses_import_is_told_by_their_name(cast: Cast, mara: Client, as_) -> None:
    finish(as_(cast.dora), cast.maths, uploaded(as_(cast.dora), cast.maths, FILE))

    page = page_of(mara, cast.northwind, work(uploaded(mara, cast.northwind, FILE)))

    assert f"Dora Diaz imported this file into Mathematics on {TODAY}." in page


@pytest.mark.parametrize(("who", "where"), [("dora", "maths"), ("pete", "physics"), ("olga", "contoso")])
def test_r30_nobody_learns_of_imports_that_they_may_not_see(
    cast: Cast, as_, earlier: Import, who: str, where: str
) -> None:
    client, account = as_(getattr(cast, who)), getattr(cast, where)

    assert "this file on" not in page_of(client, account, work(uploaded(client, account, FILE)))


@pytest.mark.parametrize("status", [Status.UPLOADED, Status.CHECKED, Status.UNDOING, Status.UNDONE])
def test_r30_what_was_not_imported_or_was_taken_back_does_not_count(
    cast: Cast, mara: Client, earlier: Import, status: str
) -> None:
    started_at = None if status in (Status.UPLOADED, Status.CHECKED) else earlier.started_at
    Import.objects.filter(pk=earlier.pk).update(status=status, started_at=started_at, reversed=1)

    assert "this file on" not in page_of(mara, cast.northwind, work(uploaded(mara, cast.northwind, FILE)))


def test_r30_an_import_that_did_not_get_to_its_end_is_told_as_such(cast: Cast, mara: Client, earlier: Import) -> None:
    Import.objects.filter(pk=earlier.pk).update(status=Status.STOPPED)

    page = page_of(mara, cast.northwind, work(uploaded(mara, cast.northwind, FILE)))

    assert f"You began to import this file on {TODAY}" in page


def test_r30_other_bytes_are_another_file(cast: Cast, mara: Client, earlier: Import) -> None:
    assert "this file on" not in page_of(mara, cast.northwind, work(uploaded(mara, cast.northwind, FILE + b"\n")))
