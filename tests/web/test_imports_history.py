"""The page Imports: every import with its stage and what one can ask of it, or that there is none yet."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.web.uploads import said


def test_says_that_there_is_none_yet(cast: Cast, mara: Client) -> None:
    page = said(mara.get(reverse("imports", args=[cast.northwind.pk])))

    assert "Nothing was imported yet" in page
    assert "Upload via CSV" in page


def test_lists_every_import_with_its_stage_the_newest_first(cast: Cast, mara: Client) -> None:
    for status in Status:
        account = cast.maths if status == Status.DONE else cast.northwind
        make_import(
            account,
            cast.dora,
            status=status,
            file_name=f"{status}.csv",
            rows=7,
            created=6,
            failed=1,
            reversed=4,
            kept=2,
            nothing_to_undo=1,
            started_at=timezone.now(),
        )

    page = said(mara.get(reverse("imports", args=[cast.northwind.pk])))

    for words in (
        *("Columns to be chosen", "Checking", "Checked, not imported", "Waiting", "Importing", "Done", "Failed"),
        *("stopped.csv into Northwind Academy Stopped Continue", "Being undone 4 reversed so far"),
        "undone.csv into Northwind Academy Undone 4 reversed, 2 kept",
    ):
        assert words in page
    done = "done.csv into Mathematics Done Undo 1 row with problems Whole result List of people 7 6 0 0 0 1 Just now"
    assert f"{done} by Dora Diaz" in page
    assert page.index("failed.csv") < page.index(" done.csv") < page.index("uploaded.csv")


def test_asks_equally_often_for_few_imports_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("imports", args=[cast.northwind.pk])
    for count in (2, 60):
        for number in range(count):
            make_import(cast.northwind, cast.mara, file_name=f"{number}.csv")
        mara.get(address)
        with django_assert_num_queries(12):
            mara.get(address)
    assert "Page 1 of 2" in said(mara.get(address))
    assert "0.csv" in said(mara.get(address, {"page": 2}))


@pytest.mark.parametrize(
    ("status", "values", "ways"),
    [
        (Status.DONE, {"created": 1, "rows": 1}, {"undo": "Undo"}),
        (Status.DONE, {"unchanged": 1, "rows": 1}, {}),
        (Status.STOPPED, {"updated": 1, "rows": 2}, {"undo": "Undo", "resume": "Continue"}),
        (Status.FAILED, {"rows": 1, "failure_reason": "import.gave_up"}, {"resume": "Try again"}),
        (Status.APPLYING, {"rows": 9}, {"stop": "Stop"}),
        (Status.APPLYING, {"rows": 9, "stop_requested": True}, {}),
        (Status.APPLYING, {"rows": 9, "options": {"problems": "stop"}}, {}),
        (Status.QUEUED, {"rows": 9, "started_at": None}, {"stop": "Don’t import yet"}),
        (Status.UNDONE, {"rows": 1, "created": 1, "reversed": 1}, {}),
        (Status.DONE, {"created": 1, "rows": 1, "expired_at": timezone.now()}, {}),
    ],
)
def test_what_one_can_ask_of_an_import_stands_in_its_line(
    cast: Cast, mara: Client, status: Status, values: dict[str, object], ways: dict[str, str]
) -> None:
    run = make_import(cast.northwind, cast.mara, status=status, **{"started_at": timezone.now(), **values})

    page = mara.get(reverse("imports", args=[cast.northwind.pk])).content.decode()

    for name in ("undo", "resume", "stop"):
        address = reverse(name, args=[cast.northwind.pk, run.pk])
        line = page.partition(f'"{address}"')[2]
        assert bool(line) == (name in ways), name
        if line:
            assert f'aria-label="{ways[name]}: {run.file_name}"' in line
            assert name == "undo" or "csrfmiddlewaretoken" in line.partition("</form>")[0]
