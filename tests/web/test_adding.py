"""'Add people': typed lines become an import, or are sent back with what is wrong with each."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people import tasks
from people.models import Import, Membership, Person, User
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.web.uploads import page_of, uploaded, work

As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests do the worker's part themselves."""
    monkeypatch.setattr(tasks, "enqueue", lambda ids: True)


def add(client: Client, account_id: int, people: str, department: int, role: str = "learner") -> HttpResponse:
    address = reverse("add_people", args=[account_id])
    return client.post(address, {"people": people, "department": department, "role": role})


def done(answer: HttpResponse) -> Import:
    assert answer.status_code == 302, answer.content.decode()
    run = work(Import.objects.latest("pk"))
    run.refresh_from_db()
    assert run.status == Status.DONE
    return run


def test_it_adds_people_to_a_department_with_a_role(cast: Cast, mara: Client) -> None:
    typed = 'Ann Arbor <Ann@Example.org>\r\n\r\n"Doe, Jöhn" <john@example.org>,\r\n  bo.bell@example.org '

    run = done(add(mara, cast.northwind.pk, typed, cast.maths.pk, "course_viewer"))

    assert (run.created, run.rows) == (3, 3)
    added = Membership.objects.filter(account=cast.maths.pk, role="course_viewer").order_by("person__email")
    assert list(added.values_list("person__full_name", "person__email")) == [
        ("Ann Arbor", "ann@example.org"),
        ("Bo Bell", "bo.bell@example.org"),
        ("Doe, Jöhn", "john@example.org"),
    ]
    assert Membership.objects.filter(account=cast.northwind.pk, role="department_staff").count() == 2 + 3


def test_it_adds_to_the_partner_account(cast: Cast, mara: Client) -> None:
    done(add(mara, cast.northwind.pk, "Ann Arbor <ann@example.org>", cast.northwind.pk))

    assert Person.objects.get(email="ann@example.org").memberships.get().account_id == cast.northwind.pk


def test_it_stands_as_added_by_hand_wherever_imports_are_named(cast: Cast, mara: Client) -> None:
    run = done(add(mara, cast.northwind.pk, "Ann Arbor <ann@example.org>", cast.northwind.pk))
    person = Person.objects.get(email="ann@example.org")

    def page(name: str, *ids: int) -> str:
        return mara.get(reverse(name, args=[cast.northwind.pk, *ids])).content.decode()

    assert "Added by hand</a>" in page("imports")
    assert "<title>Added by hand" in page("import", run.pk)
    assert "1 row typed in =" in page("import", run.pk)
    assert reverse("add_people", args=[cast.northwind.pk]) in page("import", run.pk)
    assert "of what was added by hand</a>" in page("person", person.pk)
    assert "Typed people in" in page("events")
    answer = mara.get(reverse("download_result", args=[cast.northwind.pk, run.pk]))
    assert f'filename="Added by hand-result-{run.pk}.csv"' in answer["Content-Disposition"]


def test_who_has_typed_people_is_not_asked_how_a_file_is_read(cast: Cast, mara: Client) -> None:
    add(mara, cast.northwind.pk, "Ann Arbor <ann@example.org>", cast.northwind.pk)
    run = Import.objects.get()
    mara.post(reverse("stop", args=[cast.northwind.pk, run.pk]))
    work(run)

    page = page_of(mara, cast.northwind, run)
    assert "create 1 person" in page
    for words in ("Encoding", "Choose another file", "read as"):
        assert words not in page

    columns = {"name": "0", "email": "1", **run.options}
    mara.post(reverse("start", args=[cast.northwind.pk, run.pk]), columns)
    work(run)
    assert Person.objects.filter(email="ann@example.org").exists()


def test_an_uploaded_file_that_is_called_so_is_none(cast: Cast, mara: Client) -> None:
    uploaded(mara, cast.northwind, b"Name,Email\nAnn,ann@example.org\n", name="Added by hand")

    run = Import.objects.get()
    assert (run.by_hand, run.in_a_sentence) == (False, "Added by hand")


def test_it_keeps_the_name_of_whoever_is_here_already(cast: Cast, mara: Client) -> None:
    run = done(add(mara, cast.northwind.pk, cast.liv.email, cast.physics.pk))

    assert run.updated == 1
    assert Person.objects.get(user=cast.liv).full_name == "Liv Lund"


def test_it_names_the_lines_that_are_wrong_and_keeps_what_was_typed(cast: Cast, mara: Client) -> None:
    typed = "Ann Arbor <ann@example.org>\nno address here\n\nBo <bo@>\n\u202eEvil <evil@example.org>"

    answer = add(mara, cast.northwind.pk, typed, cast.maths.pk)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: “no address here” is not a name with an address." in page
    assert "Line 4: " in page
    assert "Line 5: " in page
    assert "Line 1: " not in page
    assert "no address here\n\nBo &lt;bo@&gt;" in page
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ann Arbor, ann@example.org", "Ann Arbor"),
        ("Ann Arbor;ann@example.org;", "Ann Arbor"),
        ("Ann Arbor\tann@example.org", "Ann Arbor"),
        ("Arbor, Ann; ann@example.org", "Arbor, Ann"),
        ('"Ann Arbor", ann@example.org', "Ann Arbor"),
        ("\tann@example.org", "Ann"),
    ],
)
def test_it_takes_what_comes_out_of_a_spreadsheet(cast: Cast, mara: Client, line: str, name: str) -> None:
    done(add(mara, cast.northwind.pk, line, cast.maths.pk))

    assert Person.objects.get(email="ann@example.org").full_name == name


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  \n ", "Type at least one address."),
        ("\n".join(f"a{number}@example.org" for number in range(201)), "These are 201 lines, more than 200."),
    ],
)
def test_it_says_what_a_few_are(cast: Cast, mara: Client, typed: str, words: str) -> None:
    answer = add(mara, cast.northwind.pk, typed, cast.maths.pk)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_it_makes_one_import_of_a_double_click(cast: Cast, mara: Client) -> None:
    first = add(mara, cast.northwind.pk, "ann@example.org", cast.maths.pk)
    second = add(mara, cast.northwind.pk, "ann@example.org", cast.maths.pk)

    assert first["Location"] == second["Location"]
    assert Import.objects.count() == 1


def test_it_escapes_what_a_spreadsheet_would_run(cast: Cast, mara: Client) -> None:
    done(add(mara, cast.northwind.pk, "=SUM(A1) <ann@example.org>", cast.maths.pk))

    assert Person.objects.get(email="ann@example.org").full_name == "=SUM(A1)"


def test_a_departments_admin_adds_only_there(cast: Cast, as_: As) -> None:
    dora = as_(cast.dora)

    refused = add(dora, cast.maths.pk, "ann@example.org", cast.physics.pk)
    done(add(dora, cast.maths.pk, "ann@example.org", cast.maths.pk))

    assert refused.status_code == 422
    assert Person.objects.get(email="ann@example.org").memberships.get().account_id == cast.maths.pk


def test_it_follows_the_rules_of_an_import(cast: Cast, mara: Client) -> None:
    """Nobody takes the last admin's role, whichever way they come (R19)."""
    run = done(add(mara, cast.northwind.pk, cast.dora.email, cast.maths.pk, "course_viewer"))

    assert run.failed == 1
    assert Membership.objects.get(person__user=cast.dora, account=cast.maths.pk).role == "admin"


def test_those_of_earlier_versions_are_called_so_too_and_no_file_of_that_name(cast: Cast) -> None:
    migration = import_module("people.migrations.0025_import_by_hand")
    typed = make_import(cast.northwind, cast.mara, file_name="Typed in.csv", header=migration.HEADER)
    file = make_import(cast.northwind, cast.mara, file_name="Typed in.csv", header=["Name", "Email"])

    migration.call_them_so(apps, None)

    typed.refresh_from_db()
    file.refresh_from_db()
    assert (typed.file_name, typed.by_hand) == ("Added by hand", True)
    assert (file.file_name, file.by_hand) == ("Typed in.csv", False)
