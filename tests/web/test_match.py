"""Match columns and check: what the page shows of a file, what it says will happen, and what cannot be chosen."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Import, ImportRow, Membership
from people.models.imports import Status
from people.roles import Role
from tests.factories import Cast
from tests.web.uploads import page_of, said, send, upload, uploaded, work

HX = {"HX-Request": "true"}


def test_shows_how_the_file_is_read_and_its_first_rows(cast: Cast, mara: Client) -> None:
    data = "Näme;Email;Büro\n" + "".join(f"Jörg {n};j{n}@example.org;R{n}\n" for n in range(12))
    run = uploaded(mara, cast.northwind, data.encode("cp1252"))

    page = page_of(mara, cast.northwind, run)

    assert "read as" in page
    assert "Windows-1252, semicolon (a guess), header in row 1" in page
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


def test_survives_a_file_that_is_gone(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    run.file.delete(save=True)

    assert mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).status_code == 200


def test_gives_nobody_a_role_by_an_unused_column(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, "Ann Arbor,ann@example.org,admin", header="Name,Email,Cerego_Role")
    send(mara, "start", cast.northwind, run)
    work(run)

    assert Membership.objects.get(person__email="ann@example.org").role == Role.LEARNER
