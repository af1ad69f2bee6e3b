"""How a file is read, on the page of its columns: said, to be changed, and what is used."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.imports.reading.dialect import Dialect
from people.models import Import, ImportRow
from people.models.imports import Status
from tests.factories import Cast
from tests.unit.imports.files import sheet, text, workbook
from tests.web.uploads import finish, page_of, said, send, upload, uploaded, work

HX = {"HX-Request": "true", "HX-Target": "stage"}
TEXT = {"encoding", "delimiter", "quote", "header_row"}


def chosen(run: Import, **other: object) -> dict[str, object]:
    """What the form sends, as it stands in the import or as told otherwise."""
    dialect = Dialect.from_json(run.dialect)
    names = TEXT if dialect.kind == "csv" else {"sheet", "header_row"}
    return {**{name: getattr(dialect, name) for name in names}, **other}


def read_as(
    client: Client, cast: Cast, run: Import, headers: dict[str, str] | None = None, **other: object
) -> HttpResponse:
    """Send the form."""
    address = reverse("reading", args=[cast.northwind.pk, run.pk])
    answer = client.post(address, chosen(run, **other), headers=headers)
    run.refresh_from_db()
    return answer  # type: ignore[return-value]


def two_sheets() -> bytes:
    header = text("A1", "Name") + text("B1", "Email")
    rows = {name: text("A2", name) + text("B2", f"{name.lower()}@example.org") for name in ("Ann", "Bob", "Cid")}
    return workbook({name: sheet(header, row) for name, row in rows.items()}, {"Cid": "hidden"})


def test_says_how_a_file_is_read_and_what_is_a_guess(cast: Cast, mara: Client) -> None:
    run = uploaded(mara, cast.northwind, "Name;Email\nZoë;zoe@example.org\n".encode("cp1252"))

    page = page_of(mara, cast.northwind, run)

    assert "read as Windows-1252, semicolon (a guess), header in row 1" in page
    assert "The encoding is a guess." in page


def test_says_nothing_of_guesses_where_there_are_none(cast: Cast, mara: Client) -> None:
    page = page_of(mara, cast.northwind, upload(mara, cast.northwind, "Ann,ann@example.org,,,"))

    assert "read as UTF-8, comma , header in row 1" in page
    assert "a guess" not in page


def test_reads_the_file_again_as_chosen_and_checks_it_so(cast: Cast, mara: Client) -> None:
    run = work(uploaded(mara, cast.northwind, "Name,Email\nZoë,zoe@example.org\n".encode("cp1252")))

    answer = read_as(mara, cast, run, encoding="mac_roman")

    assert (answer.status_code, run.status) == (302, Status.CHECKING)
    assert (run.dialect["encoding"], run.dialect["guessed"], run.dialect["chosen"]) == ("mac_roman", [], ["encoding"])
    assert "ZoÎ" in page_of(mara, cast.northwind, run)
    assert work(run).check_counts["created"] == 1
    assert ImportRow.objects.get(import_run=run).name == "ZoÎ"


def test_draws_columns_rows_and_summary_anew(cast: Cast, mara: Client) -> None:
    run = work(uploaded(mara, cast.northwind, b"Wer,Wo\nName,Email\nAnn,ann@example.org\n"))

    answer = read_as(mara, cast, run, HX, header_row=2)

    assert answer.status_code == 200
    body = said(answer)
    for words in ("header in row 2", "1 row above the header is not read", "A Name B Email", "3 Ann"):
        assert words in body
    assert 'id="dialect" hx-swap-oob="true"' in answer.content.decode()
    assert (run.header, run.mapping["name"]) == (["Name", "Email"], [0])


def test_asks_for_the_columns_when_they_can_not_be_told_any_more(cast: Cast, mara: Client) -> None:
    run = work(uploaded(mara, cast.northwind, b"Name,Email\nX,Y\n1,2\n"))
    assert run.mapping

    read_as(mara, cast, run, header_row=2)

    assert (run.status, run.mapping, run.header) == (Status.UPLOADED, {}, ["X", "Y"])
    assert "Choose the Name and Email columns" in page_of(mara, cast.northwind, run)


def test_keeps_the_columns_that_were_chosen_if_they_are_the_same(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, 'Ann,A "B" C,ann@example.org', header="Name,Known as,Email")
    send(mara, "match", cast.northwind, run, name=1, existing="add-only")
    run.refresh_from_db()

    read_as(mara, cast, run, quote="")

    assert (run.mapping["name"], run.options["existing"], run.dialect["quote"]) == ([1], "add-only", "")
    assert work(run).check_counts["created"] == 1


def test_reads_another_sheet(cast: Cast, mara: Client) -> None:
    run = uploaded(mara, cast.northwind, two_sheets(), name="people.xlsx")
    page = page_of(mara, cast.northwind, run)
    assert "read as sheet “Ann”" in page
    assert "Cid · hidden, 2 rows" in page

    read_as(mara, cast, run, sheet="Bob")

    work(run)
    assert ImportRow.objects.get(import_run=run).email == "bob@example.org"


def test_looks_for_the_header_again_on_another_sheet(cast: Cast, mara: Client) -> None:
    header, ann = text("A1", "Name") + text("B1", "Email"), text("A2", "Ann") + text("B2", "ann@example.org")
    below = text("A3", "Name") + text("B3", "Email"), text("A4", "Bob") + text("B4", "bob@example.org")
    content = workbook({"One": sheet(header, ann), "Two": sheet(text("A1", "Staff"), "", *below)})
    run = uploaded(mara, cast.northwind, content, name="people.xlsx")

    read_as(mara, cast, run, sheet="Two")

    assert run.dialect["header_row"] == 3


def test_tells_that_a_file_has_no_header_and_reads_it_all_the_same(cast: Cast, mara: Client) -> None:
    run = uploaded(mara, cast.northwind, b"Ann Arbor,ann@example.org,7\nBob Ray,bob@example.org,8\n")

    page = page_of(mara, cast.northwind, work(run))

    assert "no header" in page
    assert "its columns are named by letter, and its first row is read as a person" in page
    assert "Not imported: Column C." in page
    assert list(ImportRow.objects.order_by("number").values_list("number", "name")) == [
        (1, "Ann Arbor"),
        (2, "Bob Ray"),
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"encoding": "utf-8"}, "Line 3 of this file can’t be read as UTF-8. Choose another encoding."),
        ({"delimiter": "|"}, "This file has only one column"),
        ({"header_row": 2}, "Row 2 holds an e-mail address (ann@example.org), so it can’t be the header."),
        ({"header_row": 99}, "There is nothing in row 99 of this file."),
        ({"encoding": "klingon"}, "Select a valid choice"),
        ({"delimiter": "x"}, "Select a valid choice"),
        ({"quote": "x"}, "Select a valid choice"),
        ({"header_row": "-1"}, "greater than or equal to 0"),
        ({"header_row": "x"}, "Enter a whole number"),
    ],
)
@pytest.mark.parametrize("headers", [None, HX])
def test_keeps_the_old_way_when_the_new_one_is_impossible(
    cast: Cast, mara: Client, headers: dict[str, str] | None, fields: dict[str, object], sentence: str
) -> None:
    content = "Name,Email\nAnn,ann@example.org\nZoë,zoe@example.org\n".encode("cp1252")
    run = work(uploaded(mara, cast.northwind, content))
    before = Import.objects.values().get()

    answer = read_as(mara, cast, run, headers, **fields)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "Match columns" in said(answer)
    assert Import.objects.values().get() == before
    [(name, value)] = fields.items()
    assert str(answer.context["reading"][name].value()) == str(value)


def test_changes_nothing_once_the_import_has_begun(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "Ann,ann@example.org,,,"))
    before = Import.objects.values().get()

    answer = read_as(mara, cast, run, encoding="cp1252")

    assert answer.status_code == 302
    assert "This import has begun already" in said(mara.get(answer["Location"]))  # type: ignore[arg-type]
    assert Import.objects.values().get() == before


def test_takes_no_columns_chosen_on_a_page_from_before(cast: Cast, mara: Client) -> None:
    run = work(uploaded(mara, cast.northwind, b"Wer,Wo\nEmail,Name\nann@example.org,Ann\n"))
    shape = mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).context["form"].shape
    read_as(mara, cast, run, header_row=1)

    for page in ("match", "start"):
        answer = send(mara, page, cast.northwind, run, name=1, email=0, shape=shape)
        assert answer.status_code == 302
        assert "read otherwise meanwhile" in page_of(mara, cast.northwind, run)
    run.refresh_from_db()
    assert run.start_when_checked is False


def test_offers_again_what_was_chosen_for_the_same_header(cast: Cast, mara: Client) -> None:
    first = upload(mara, cast.northwind, "Ann,Annie,ann@example.org", header="Name,Known as,Email")
    finish(mara, cast.northwind, first, name=1, existing="add-only", invitations="now")

    again = upload(mara, cast.northwind, "Bob,Bobby,bob@example.org", header="Name,Known as,Email")
    other = upload(mara, cast.northwind, "Bob,Bobby,bob@example.org", header="Name,Alias,Email")

    assert (again.mapping["name"], again.options["existing"]) == ([1], "add-only")
    assert again.options["invitations"] == "later", "nobody is written to by habit"
    today = timezone.localdate()
    words = f"As in the import of {today.day} {today:%B %Y} , whose file had the same header."
    assert words in page_of(mara, cast.northwind, again)
    assert (other.mapping["name"], other.options["existing"]) == ([0], "update")
    assert "As in the import of" not in page_of(mara, cast.northwind, other)


def test_offers_nothing_of_imports_that_came_to_nothing_or_of_other_accounts(cast: Cast, mara: Client) -> None:
    idle = upload(mara, cast.northwind, "Ann,Annie,ann@example.org", header="Name,Known as,Email")
    send(mara, "match", cast.northwind, idle, name=1)
    finish(mara, cast.maths, upload(mara, cast.maths, "A,B,a@example.org", header="Name,Known as,Email"), name=1)

    assert upload(mara, cast.northwind, "B,C,b@example.org", header="Name,Known as,Email").mapping["name"] == [0]


def test_finds_the_header_where_somebody_chose_it_before(cast: Cast, mara: Client) -> None:
    content = b"Name,Email,Kind\nWho,Mail,Where\n%s,%s@example.org,here\n"
    first = uploaded(mara, cast.northwind, content % (b"Ann", b"ann"))
    read_as(mara, cast, first, header_row=2)
    finish(mara, cast.northwind, first, name=0, email=1, last_name="")

    again = uploaded(mara, cast.northwind, content % (b"Bob", b"bob"))
    other = uploaded(mara, cast.northwind, b"Name,Email\nWho,Mail\nBob,bob@example.org\n")

    assert (again.dialect["header_row"], again.header) == (2, ["Who", "Mail", "Where"])
    assert other.dialect["header_row"] == 1
