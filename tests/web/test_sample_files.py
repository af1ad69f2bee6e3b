"""The files to start from: a sample, and a template with the account's department ids. Both load back as they are."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from departments.models import Account, Department
from people.models import Person
from tests.factories import Cast
from tests.web.uploads import finish, page_of, uploaded, work

FILES = ["sample_file", "template_file"]


def rows_of(client: Client, account: Account, page: str) -> list[dict[str, str]]:
    answer = client.get(reverse(page, args=[account.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("page", FILES)
@pytest.mark.parametrize("where", ["northwind", "maths"])
def test_loads_back_as_it_is(cast: Cast, mara: Client, page: str, where: str) -> None:
    account = getattr(cast, where)
    file = mara.get(reverse(page, args=[account.pk])).getvalue()

    run = work(uploaded(mara, account, file))
    counts = run.check_counts
    assert run.rows == counts["created"] > 0
    assert (counts["failed"], counts["skipped"], counts["warnings"]) == (0, 0, 0)

    finish(mara, account, run)
    again = work(uploaded(mara, account, file))
    assert again.check_counts["unchanged"] == again.rows == run.rows


def test_shows_in_the_sample_what_the_columns_are_for(cast: Cast, mara: Client) -> None:
    rows = rows_of(mara, cast.northwind, "sample_file")

    assert {row["department_id"] for row in rows} == {str(cast.maths.pk), str(cast.physics.pk), ""}


def test_has_a_row_in_the_template_for_each_department(cast: Cast, mara: Client) -> None:
    Department.objects.create_department(partner=cast.northwind, name="=HYPERLINK(1)")
    closed = Department.objects.create_department(partner=cast.northwind, name="Closed")
    Account.objects.filter(pk=closed.pk).update(archived_at="2026-01-01T00:00Z")

    rows = rows_of(mara, cast.northwind, "template_file")

    places = {row["Department"]: row["department_id"] for row in rows}
    maths, physics = str(cast.maths.pk), str(cast.physics.pk)
    assert places.pop("'=HYPERLINK(1)").isdigit()
    assert places == {"Northwind Academy": "", "Mathematics": maths, "Physics": physics}
    assert {row["Email"].partition("@")[2] for row in rows} == {"example.org"}
    assert not Person.objects.filter(email__endswith="example.org").exists()


def test_says_nothing_of_siblings_in_a_departments_template(cast: Cast, as_) -> None:
    rows = rows_of(as_(cast.dora), cast.maths, "template_file")

    assert [(row["department_id"], row["Department"]) for row in rows] == [(str(cast.maths.pk), "Mathematics")]


def test_does_not_call_the_departments_column_a_near_miss(cast: Cast, mara: Client) -> None:
    file = mara.get(reverse("template_file", args=[cast.northwind.pk])).getvalue()

    page = page_of(mara, cast.northwind, work(uploaded(mara, cast.northwind, file)))

    assert "Not imported: Department (F)." in page
    assert "name the column exactly" not in page
