"""The rows of an import, on its page: each with its outcome and reason, found by what it says, leading to its person."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Import, Membership, Person
from tests.factories import Cast
from tests.files import people_file
from tests.web.uploads import finish, page_of, said, upload, uploaded, work


def rows_of(client: Client, cast: Cast, run: Import, query: str) -> str:
    """The list of the rows."""
    return page_of(client, cast.northwind, run, query).split("Member ID ", 1)[-1]


@pytest.mark.parametrize(
    ("tab", "sentences"),
    [
        ("created", ["2 Created Ann Arbor", "Also Department staff in the partner account.", "“boss” is not a role."]),
        ("updated", ["Name: Vera Voss → Vera Vossen", "Role: Course viewer → Admin", "A further place for somebody"]),
        ("unchanged", ["6 Unchanged Cora Cole"]),
        ("skipped", ["This person was deactivated", "9 Skipped Bob Bell", "The same as row 8"]),
        ("failed", ["This would take the admin role from yourself.", "has the member ID 007 already."]),
        ("warnings", ["8 Created Bob Bell"]),
    ],
)  # fmt: skip
def test_lists_rows_by_outcome(cast: Cast, mara: Client, mixed: Import, tab: str, sentences: list[str]) -> None:
    page = rows_of(mara, cast, mixed, f"?outcome={tab}")

    for sentence in sentences:
        assert sentence in page
    totals = {"created": 3, "updated": 2, "unchanged": 1, "skipped": 2, "failed": 2, "warnings": 1}
    assert f"of {totals[tab]}" in page


def test_begins_with_the_failed_rows(cast: Cast, mara: Client, mixed: Import) -> None:
    assert "10 Failed Mara Okafor" in rows_of(mara, cast, mixed, "")
    fine = finish(mara, cast.northwind, upload(mara, cast.northwind, "Zed Zorn,zed@example.org,,,"))
    assert "2 Created Zed Zorn" in rows_of(mara, cast, fine, "")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("bob", {"8", "9"}), ("BELL", {"8", "9"}), ("5", {"5"}), ("0042", {"2"}), ("ann@example.org", {"2", "3"}),
        ("boss", {"8", "9"}), ("nobody", set()), ("%", set()), ("_", set()), ("\\", set()), ("'", set()),
    ],
)  # fmt: skip
def test_finds_rows_by_number_name_address_or_value(
    cast: Cast, mara: Client, mixed: Import, search: str, found: set[str]
) -> None:
    answer = mara.get(reverse("import", args=[cast.northwind.pk, mixed.pk]), {"outcome": "all", "q": search})

    assert {str(row.number) for row in answer.context["rows"].rows} == found
    if not found:
        assert f"No row matches “{search}”." in said(answer)


def test_swaps_only_the_rows_for_htmx(cast: Cast, mara: Client, mixed: Import) -> None:
    answer = mara.get(
        reverse("import", args=[cast.northwind.pk, mixed.pk]),
        {"outcome": "skipped"},
        headers={"HX-Request": "true", "HX-Target": "import-rows"},
    )

    assert "<html" not in answer.content.decode()
    assert 'id="import-rows"' in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?page=99", "?page=x", "?outcome=nothing", "?q=%00", "?q=" + "9" * 400, "?q=%F0%9F%A6%94"]
)
def test_survives_any_query(cast: Cast, mara: Client, mixed: Import, query: str) -> None:
    assert mara.get(reverse("import", args=[cast.northwind.pk, mixed.pk]) + query).status_code == 200


def test_survives_that_the_people_and_departments_are_gone(cast: Cast, mara: Client, mixed: Import) -> None:
    Membership.objects.filter(person__email__endswith="@example.org").delete()
    Person.objects.filter(email__endswith="@example.org").delete()
    cast.physics.archived_at = "2026-01-01T00:00Z"
    cast.physics.save()

    assert mara.get(reverse("import", args=[cast.northwind.pk, mixed.pk]), {"outcome": "all"}).status_code == 200


def test_a_rows_name_leads_to_whom_it_is_about(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,", "Bo,bo,,,")))
    rows = mara.get(reverse("import", args=[cast.northwind.pk, run.pk]), {"outcome": "all"}).content.decode()
    ann = Person.objects.get(email="ann@example.org")

    assert f'href="{reverse("person", args=[cast.northwind.pk, ann.pk])}">Ann Arbor</a>' in rows
    assert rows.count('class="table-link"') == 1


def test_a_rows_name_leads_nowhere_once_its_person_is_not_seen_there_any_more(cast: Cast, as_) -> None:
    dora = as_(cast.dora)
    run = finish(dora, cast.maths, work(upload(dora, cast.maths, "Ann Arbor,ann@example.org,,,")))
    Membership.objects.filter(person__email="ann@example.org", account=cast.maths).delete()

    rows = page_of(dora, cast.maths, run, "?outcome=all")
    assert "Ann Arbor ann@example.org" in rows
    assert 'class="table-link"' not in dora.get(reverse("import", args=[cast.maths.pk, run.pk])).content.decode()


def test_asks_equally_often_for_few_rows_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    runs = [
        finish(mara, cast.northwind, uploaded(mara, cast.northwind, people_file(n, prefix=str(n)))) for n in (20, 400)
    ]
    for run in runs:
        page_of(mara, cast.northwind, run)
        with django_assert_num_queries(15):
            page_of(mara, cast.northwind, run)
    assert "Showing 1–50 of 400" in page_of(mara, cast.northwind, runs[1])
    assert "Showing 351–400 of 400" in page_of(mara, cast.northwind, runs[1], "?outcome=created&page=8")


def test_r10_says_what_somebody_new_becomes_whose_role_is_blank(cast: Cast, mara: Client) -> None:
    run = work(
        upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,", "Vera Voss,vera.voss@northwind.example,,,1")
    )
    foreseen = rows_of(mara, cast, run, "?outcome=all")
    done = rows_of(mara, cast, finish(mara, cast.northwind, run), "?outcome=all")

    for rows in (foreseen, done):
        assert "2 Created Ann Arbor ann@example.org Northwind Academy Learner" in rows
        assert "Learner" not in rows.partition("Vera Voss")[2]
