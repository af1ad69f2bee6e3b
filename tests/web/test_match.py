"""Match columns and check: what the page shows of a file, what it says will happen, and what cannot be chosen."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Event, Import, ImportRow, Membership, Person, User
from people.models.events import EventKind
from people.models.imports import Status
from people.roles import Role
from tests.factories import Cast
from tests.files import people_file
from tests.web.uploads import choices, page_of, said, send, upload, uploaded, work

HX = {"HX-Request": "true"}


def panel(client: Client, cast: Cast, run: Import) -> str:
    """What stands under 'Check'."""
    page = page_of(client, cast.northwind, run).split("Check with these choices Check ", 1)[1]
    return re.sub(" ([,.])", r"\1", page.partition("What will happen")[0])


def test_shows_how_the_file_is_read_and_its_first_rows(cast: Cast, mara: Client) -> None:
    data = "Näme;Email;Büro\n" + "".join(f"Jörg {n};j{n}@example.org;R{n}\n" for n in range(12))
    run = uploaded(mara, cast.northwind, data.encode("cp1252"))

    page = page_of(mara, cast.northwind, run)

    assert "read as" in page
    assert "separated by semicolons" in page
    for words in ("A Näme", "C Büro", "Jörg 9", "R9"):
        assert words in page
    assert "R10" not in page
    assert "Jörg 0 · Jörg 1 · Jörg 2" in page


def test_begins_with_the_best_guess(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, "7,ann@example.org,Ann Arbor", header="Nr,E-Mail-Adresse,Vollständiger Name")

    form = mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).context["form"]

    assert [str(form[field].value()) for field in ("name", "email", "last_name")] == ["2", "1", ""]


def test_makes_a_name_of_two_columns(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, "Ann,Arbor,ann@example.org", header="First name,Last name,Email")
    work(run)

    assert "Ann Arbor" in page_of(mara, cast.northwind, run)
    assert ImportRow.objects.get(import_run=run).name == "Ann Arbor"


def test_lists_exact_columns_near_misses_and_what_is_not_imported(cast: Cast, mara: Client) -> None:
    header = "Name,Email,\ufeff department_id ,Role,Member ID,password,is_staff,"
    run = upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,admin,7,secret,1,x", header=header)

    page = page_of(mara, cast.northwind, work(run))

    assert "department_id Column C" in page
    assert "cerego_role Not in the file" in page
    assert "“Role” (column D) is not used. If it should be, name the column exactly cerego_role" in page
    assert "“Member ID” (column E) is not used. If it should be, name the column exactly member_id" in page
    assert "password (F), is_staff (G)" in page.split("Not imported:")[1]
    row = ImportRow.objects.get(import_run=run)
    assert (row.role, row.member_id) == ("", "")


def test_tells_duplicate_columns_by_their_letters(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, "Ann,ann@a.example,ann@b.example,x,y", header="Name,Email,Email,,Note")

    form = mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).context["form"]

    labels = [label for _, label in form.fields["email"].choices[1:]]
    assert labels == ["Name", "B · Email", "C · Email", "D · (no header)", "Note"]
    send(mara, "match", cast.northwind, run, name=0, email=2)
    work(run)
    assert ImportRow.objects.get(import_run=run).email == "ann@b.example"


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
    assert "1 row comes in a little differently from how it reads" in page
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


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Choose the column with the full names."),
        ({"email": ""}, "Choose the column with the e-mail addresses."),
        ({"name": "1"}, "Column B (Email) is chosen more than once."),
        ({"last_name": "1"}, "Column B (Email) is chosen more than once."),
        ({"name": "99"}, "Select a valid choice"),
        ({"name": "-1"}, "Select a valid choice"),
        ({"email": "x' OR 1=1"}, "Select a valid choice"),
        ({"existing": "remove"}, "Select a valid choice"),
        ({"problems": ""}, "This field is required."),
    ],
)
@pytest.mark.parametrize("page", ["match", "start"])
def test_says_what_can_not_be_chosen_and_changes_nothing(
    cast: Cast, mara: Client, page: str, fields: dict[str, str], sentence: str
) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    before = Import.objects.values().get()

    answer = send(mara, page, cast.northwind, run, **fields)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "Match columns" in said(answer)
    assert Import.objects.values().get() == before


def test_keeps_what_was_chosen_beside_the_error(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))

    answer = send(mara, "match", cast.northwind, run, name="", existing="add-only", problems="stop")

    form = answer.context["form"]
    assert (form["existing"].value(), form["problems"].value()) == ("add-only", "stop")
    assert 'aria-describedby="id_name_error"' in answer.content.decode()


def test_refuses_an_exact_header_that_is_there_twice(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, "Ann,ann@example.org,1,2", header="Name,Email,member_id,member_id")

    answer = send(mara, "match", cast.northwind, run, name=0, email=1, existing="update", problems="skip")

    assert answer.status_code == 422
    assert "The header member_id stands over more than one column: C, D." in said(answer)


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


def test_stops_where_any_row_has_a_problem_if_told_so(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,", "Nobody,nowhere,,,"))
    send(mara, "match", cast.northwind, run, problems="stop")
    work(run)

    assert "You chose to stop if any row has a problem, so nothing can be imported yet." in panel(mara, cast, run)
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


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% now 'Y' %}",
    "=1+1",
    '"',
    "'",
    "</textarea>",
    "&amp;",
    "\u202eabc",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_shows_what_is_in_the_file_as_text_everywhere(cast: Cast, mara: Client, value: str) -> None:
    cell = '"' + value.replace('"', '""') + '"'
    header = ",".join(['"Name"', '"Email"', "department_id", "cerego_role", "member_id", cell])
    rows = [f"{cell},{cell},{cell},{cell},{cell},{cell}", f"{cell},b{len(value)}@example.org,,{cell},{cell},{cell}"]
    run = uploaded(mara, cast.northwind, "\n".join([header, *rows]).encode(), name=f"{value.replace('/', '-')}.csv")
    work(run)

    pages = [page for outcome in ("all", "failed", "created") for page in _pages(mara, cast, run, outcome)]
    send(mara, "start", cast.northwind, run)
    work(run)
    pages += _pages(mara, cast, run, "all")
    pages.append(mara.get(reverse("imports", args=[cast.northwind.pk])).content.decode())
    pages.append(mara.get(reverse("people", args=[cast.northwind.pk])).content.decode())

    for page in pages:
        assert "<script>alert" not in page
        assert "</textarea>" not in page
        assert "{{ 7*7 }}" in page or "7*7" not in value or "/people/" in page
        assert "&amp;amp;lt;" not in page
    assert run.status == Status.DONE


def _pages(client: Client, cast: Cast, run: Import, outcome: str) -> list[str]:
    address = reverse("import", args=[cast.northwind.pk, run.pk])
    return [
        client.get(address, {"outcome": outcome}).content.decode(),
        client.get(address, {"outcome": outcome, "q": "<script>"}).content.decode(),
    ]


def test_asks_equally_often_for_few_rows_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few, many = (work(uploaded(mara, cast.northwind, people_file(count))) for count in (20, 400))
    page_of(mara, cast.northwind, few)

    for run in (few, many):
        with django_assert_num_queries(9):
            page_of(mara, cast.northwind, run)


def test_survives_a_file_that_is_gone(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    run.file.delete(save=True)

    assert mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["?page=99", "?page=x", "?page=-1", "?outcome=nothing", "?q=%00", "?q=" + "x" * 3000, "?outcome=failed&q=%25"],
)
def test_survives_any_query(cast: Cast, mara: Client, query: str) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))

    assert mara.get(reverse("import", args=[cast.northwind.pk, run.pk]) + query).status_code == 200


def test_gives_nobody_a_role_by_an_unused_column(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, "Ann Arbor,ann@example.org,admin", header="Name,Email,Cerego_Role")
    send(mara, "start", cast.northwind, run)
    work(run)

    assert Membership.objects.get(person__email="ann@example.org").role == Role.LEARNER
