"""What became of a file: the reconciled sentence, every row with its outcome and reason, and the history."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Import, Membership, Person
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.files import people_file
from tests.web.uploads import finish, page_of, said, upload, uploaded, work


@pytest.fixture
def mixed(cast: Cast, mara: Client) -> Import:
    """An import with rows of all kinds."""
    Person.objects.filter(user=cast.connie).update(deactivated_at="2026-01-01T00:00Z")
    run = upload(
        mara, cast.northwind,
        f"Ann Arbor,ann@example.org,{cast.maths.pk},course_manager,0042",
        f"Ann Arbor,ann@example.org,{cast.physics.pk},,",
        "Vera Vossen,vera.voss@northwind.example,,admin,",
        f"Cora Cole,cora.cole@northwind.example,{cast.physics.pk},,",
        "Cora Cole,cora.cole@northwind.example,,,",
        "Connie Cruz,connie.cruz@northwind.example,,,",
        "Bob Bell,bob@example.org,,boss,",
        "Bob Bell,bob@example.org,,boss,",
        "Mara Okafor,mara.okafor@northwind.example,,course_viewer,",
        f"Lou Lee,lou@example.org,{cast.maths.pk},,007",
    )  # fmt: skip
    return finish(mara, cast.northwind, run)


def rows_of(client: Client, cast: Cast, run: Import, query: str) -> str:
    """The list of the rows."""
    return page_of(client, cast.northwind, run, query).split("Member ID ", 1)[-1]


def test_reconciles_the_rows_of_the_file(cast: Cast, mara: Client, mixed: Import) -> None:
    page = page_of(mara, cast.northwind, mixed)

    assert "10 rows in the file = 3 created + 2 updated + 1 unchanged + 2 skipped + 2 failed" in page
    assert "4 people are in" in page
    assert "1 person also became Department staff in the partner account" in page
    assert "people.csv" in page
    assert "by Mara Okafor" in page


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
        with django_assert_num_queries(14):
            page_of(mara, cast.northwind, run)
    assert "Showing 1–50 of 400" in page_of(mara, cast.northwind, runs[1])
    assert "Showing 351–400 of 400" in page_of(mara, cast.northwind, runs[1], "?outcome=created&page=8")


class TestHistory:
    """The page Imports."""

    def test_says_that_there_is_none_yet(self, cast: Cast, mara: Client) -> None:
        page = said(mara.get(reverse("imports", args=[cast.northwind.pk])))

        assert "Nothing was imported yet" in page
        assert "Upload via CSV" in page

    def test_lists_every_import_with_its_stage_the_newest_first(self, cast: Cast, mara: Client) -> None:
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
        done = "done.csv into Mathematics Done Undo 1 with problems Result · People 7 6 0 0 0 1 Just now"
        assert f"{done} by Dora Diaz" in page
        assert page.index("failed.csv") < page.index(" done.csv") < page.index("uploaded.csv")

    def test_asks_equally_often_for_few_imports_and_for_many(
        self, cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        address = reverse("imports", args=[cast.northwind.pk])
        for count in (2, 60):
            for number in range(count):
                make_import(cast.northwind, cast.mara, file_name=f"{number}.csv")
            mara.get(address)
            with django_assert_num_queries(11):
                mara.get(address)
        assert "Page 1 of 2" in said(mara.get(address))
        assert "0.csv" in said(mara.get(address, {"page": 2}))


def test_r10_says_what_somebody_new_becomes_whose_role_is_blank(cast: Cast, mara: Client) -> None:
    run = work(
        upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,", "Vera Voss,vera.voss@northwind.example,,,1")
    )
    foreseen = rows_of(mara, cast, run, "?outcome=all")
    done = rows_of(mara, cast, finish(mara, cast.northwind, run), "?outcome=all")

    for rows in (foreseen, done):
        assert "2 Created Ann Arbor ann@example.org Northwind Academy Learner" in rows
        assert "Learner" not in rows.partition("Vera Voss")[2]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "less than a second"), (1.44, "1.4 s"), (59.9, "59.9 s"), (125, "2 min 5 s")]
)
def test_says_how_long_it_took(cast: Cast, mara: Client, seconds: float, words: str) -> None:
    now = timezone.now()
    times = {"started_at": now - timedelta(seconds=seconds), "finished_at": now, "queued_at": None}
    run = make_import(cast.northwind, cast.mara, **times)

    assert f"finished in {words} ·" in page_of(mara, cast.northwind, run)
