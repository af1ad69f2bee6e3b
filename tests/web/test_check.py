"""The check and the start: what the page says will happen, live, and that it happens once, as it was chosen."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Event, Import, Membership, Person, User
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.files import people_file
from tests.web.uploads import choices, page_of, said, send, upload, uploaded, work

HX = {"HX-Request": "true"}


def panel(client: Client, cast: Cast, run: Import) -> str:
    """What stands under 'Check'."""
    page = page_of(client, cast.northwind, run).split("Check with these choices Check ", 1)[1]
    return re.sub(" ([,.])", r"\1", page.partition("What will happen")[0])


def test_says_what_the_import_will_do(cast: Cast, mara: Client) -> None:
    run = upload(
        mara, cast.northwind,
        f"Ann Arbor,ann@example.org,{cast.maths.pk},course_manager,",
        f"Ann Arbor,ann@example.org,{cast.physics.pk},,",
        "Vera Vossen,vera.voss@northwind.example,,,",
        "Cora Cole,cora.cole@northwind.example,,,",
        "Nobody,nowhere,,,",
        "Bob Bell,bob@example.org,,boss,",
        "Bob Bell,bob@example.org,,boss,",
    )  # fmt: skip
    before = (Person.objects.count(), User.objects.count(), Membership.objects.count())

    page = panel(mara, cast, work(run))

    assert "This import will create 2 people in 3 rows, update 1 and leave 1 as it is." in page
    assert "1 is skipped." in page
    assert "1 row has problems." in page
    assert "1 person also becomes Department staff in the partner account" in page
    assert "1 row comes in with a warning" in page
    assert "Import 4 people, skip 2 rows" in page
    assert "Nothing has been changed yet." in page
    assert (Person.objects.count(), User.objects.count(), Membership.objects.count()) == before


def test_lists_what_will_happen_row_by_row(cast: Cast, mara: Client) -> None:
    run = upload(
        mara, cast.northwind,
        "Vera Vossen,vera.voss@northwind.example,,admin,",
        f"Ann Arbor,ann@example.org,{cast.maths.pk},course_manager,0042",
        "Nobody,nowhere,,,",
    )  # fmt: skip
    work(run)

    failed = page_of(mara, cast.northwind, run)
    updated = page_of(mara, cast.northwind, run, "?outcome=updated")
    created = page_of(mara, cast.northwind, run, "?outcome=created")

    assert "“nowhere” is not an e-mail address" in failed.split("What will happen, row by row")[1]
    assert "Name: Vera Voss → Vera Vossen" in updated
    assert "Role: Course viewer → Admin" in updated
    rows = created.split("What will happen, row by row")[1]
    assert f"3 Created Ann Arbor ann@example.org Mathematics · {cast.maths.pk} Course manager 0042" in rows
    assert "Also Department staff in the partner account." in rows


def test_checks_again_when_something_else_is_chosen(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Vera V,vera.voss@northwind.example,,,", "Bob Bell,bob@example.org,,,"))
    assert (run.check_counts["updated"], run.check_counts["skipped"]) == (1, 0)

    answer = mara.post(
        reverse("match", args=[cast.northwind.pk, run.pk]),
        choices(run, existing="add-only"),
        headers={**HX, "HX-Target": "stage"},
    )

    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<div class="stack" id="stage">')
    run.refresh_from_db()
    assert run.status == Status.CHECKING
    work(run)
    assert (run.check_counts["updated"], run.check_counts["skipped"]) == (0, 1)
    assert "you chose to add new people only" in page_of(mara, cast.northwind, run, "?outcome=skipped")


def test_says_on_the_button_that_nothing_would_change(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Cora Cole,cora.cole@northwind.example,,,", "Nobody,nowhere,,,"))

    page = panel(mara, cast, run)

    assert "Nothing would change: 1 row says what is here already. 1 row has problems." in page
    assert "Import anyway: nothing will change" in page
    assert "Import 1 person" not in page


def test_stops_where_any_row_has_a_problem_if_told_so(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,", "Nobody,nowhere,,,"))
    send(mara, "match", cast.northwind, run, problems="stop")
    work(run)

    assert "You chose to stop if any row has a problem, so nothing can be imported yet." in panel(mara, cast, run)
    assert "Import 1 person" not in panel(mara, cast, run)
    answer = send(mara, "start", cast.northwind, run)

    assert answer.status_code == 422
    assert "1 row has problems, and you chose to stop if any row has one. Nothing was imported." in said(answer)
    run.refresh_from_db()
    assert run.status == Status.CHECKED
    assert not Person.objects.filter(email="ann@example.org").exists()


def test_asks_again_only_while_it_checks(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,")
    address = reverse("import", args=[cast.northwind.pk, run.pk])
    asked = {"query_params": {"stage": "match"}, "headers": {**HX, "HX-Target": "check"}}

    answer = mara.get(address, **asked)
    assert 'hx-trigger="every' in answer.content.decode()
    assert "id_name" not in answer.content.decode()  # the dropdowns are left alone: one of them may be open

    work(run)
    answer = mara.get(address, **asked)
    assert "hx-trigger" not in answer.content.decode().split('id="foreseen"')[0]
    assert 'id="foreseen" hx-swap-oob="true"' in answer.content.decode()
    assert "HX-Target" in answer["Vary"]


@pytest.mark.parametrize("target", ["check", "stage", "import-rows"])
def test_leads_a_page_left_behind_to_where_the_import_is(cast: Cast, mara: Client, target: str) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    send(mara, "start", cast.northwind, run)
    address = reverse("import", args=[cast.northwind.pk, run.pk])

    answer = mara.get(address, {"stage": "match"}, headers={**HX, "HX-Target": target})

    assert (answer["HX-Redirect"], answer.content) == (address, b"")


def test_starts_with_what_stands_in_the_form_checked_or_not(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Vera V,vera.voss@northwind.example,,,"))

    answer = send(mara, "start", cast.northwind, run, existing="add-only")

    assert answer["Location"] == reverse("import", args=[cast.northwind.pk, run.pk])
    page = page_of(mara, cast.northwind, run)
    assert "It is imported as soon as it is checked." in page
    assert "Import " not in page.split("Check ")[1].split("Nothing has been changed yet.")[0]
    run.refresh_from_db()
    work(run)
    assert (run.status, run.skipped) == (Status.DONE, 1)
    assert Person.objects.get(email="vera.voss@northwind.example").full_name == "Vera Voss"


def test_starts_once_however_often_it_is_asked(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))

    answers = [send(mara, "start", cast.northwind, run) for _ in range(3)]
    work(run)
    answers.append(send(mara, "start", cast.northwind, run))

    assert {answer.status_code for answer in answers} == {302}
    assert Event.objects.filter(kind=EventKind.IMPORT_STARTED).count() == 1
    assert Person.objects.filter(email="ann@example.org").count() == 1


@pytest.mark.parametrize("headers", [{}, {**HX, "HX-Target": "stage"}], ids=["page", "htmx"])
@pytest.mark.parametrize("stage", ["queued", "done", "failed"])
@pytest.mark.parametrize("existing", ["update", "add-only"])
def test_says_so_when_the_columns_are_changed_too_late(
    cast: Cast, mara: Client, stage: str, existing: str, headers: dict[str, str]
) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    send(mara, "start", cast.northwind, run)
    if stage == "done":
        work(run)
    if stage == "failed":
        Import.objects.update(
            status=Status.FAILED, failure_reason="import.rights_lost", finished_at="2026-01-01T00:00Z"
        )
    address = reverse("import", args=[cast.northwind.pk, run.pk])

    answer = mara.post(
        reverse("match", args=[cast.northwind.pk, run.pk]), choices(run, existing=existing), headers=headers
    )

    assert answer.get("HX-Redirect" if headers else "Location") == address
    page = page_of(mara, cast.northwind, run)
    assert "This import has begun already, so its columns and options can’t be changed any more." in page
    run.refresh_from_db()
    assert (run.status, run.options["existing"]) == (stage, "update")


def test_says_so_when_the_file_turns_out_unfit(cast: Cast, mara: Client, settings) -> None:
    settings.IMPORT_MAX_ROWS_PER_PERSON = 3
    run = upload(mara, cast.northwind, *["Ann Arbor,ann@example.org,,,"] * 4)

    page = page_of(mara, cast.northwind, work(run))

    assert run.status == Status.FAILED
    assert "ann@example.org stands in 4 rows; at most 3 rows may be about one person." in page
    assert "Upload another file" in page


def test_asks_equally_often_for_few_rows_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few, many = (work(uploaded(mara, cast.northwind, people_file(count))) for count in (20, 400))
    page_of(mara, cast.northwind, few)

    for run in (few, many):
        with django_assert_num_queries(15):
            page_of(mara, cast.northwind, run)


@pytest.mark.parametrize(
    "query",
    ["?page=99", "?page=x", "?page=-1", "?outcome=nothing", "?q=%00", "?q=" + "x" * 3000, "?outcome=failed&q=%25"],
)
def test_survives_any_query(cast: Cast, mara: Client, query: str) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))

    assert mara.get(reverse("import", args=[cast.northwind.pk, run.pk]) + query).status_code == 200
