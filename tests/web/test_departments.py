"""The department pages: list, add, rename, ids to take along."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.models import Department
from people.models import Event, Headcount
from people.roles import Role
from people.templatetags.people import with_people_counts
from tests.factories import Cast, make_person


def test_it_lists_departments_with_ids_and_counts(cast: Cast, mara: Client) -> None:
    answer = mara.get(reverse("departments", args=[cast.northwind.pk]))

    page = answer.content.decode()
    assert f'data-copy="{cast.maths.pk}"' in page
    assert [department.name for department in answer.context["page"]] == ["Mathematics", "Physics"]
    assert "Wards" not in page
    row = " ".join(page.split(">Mathematics</a></th>")[1].split("</tr>")[0].split())
    assert 'data-label="People">2</td> <td class="table__number" data-label="Staff">1</td>' in row
    assert '<rect class="roles__part" data-role="learner" x="0.0%" width="48.8%" height="100%"/>' in row
    assert 'data-role="admin">Admin 1</li>' in row


def test_a_single_person_beside_very_many_has_a_part_that_can_be_seen(cast: Cast) -> None:
    Headcount.objects.filter(account=cast.maths.pk, what=Role.LEARNER).update(people=15_000)

    maths, physics = with_people_counts([cast.maths, cast.physics])

    assert all(part.width >= 0.6 for row in (maths, physics) for part in row.parts)
    assert maths.parts[-1].x + maths.parts[-1].width <= 100
    assert physics.people < 10


def test_it_asks_equally_often_for_few_departments_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("departments", args=[cast.northwind.pk])
    mara.get(address)
    with django_assert_num_queries(12):
        mara.get(address)
    for number in range(15):
        department = Department.objects.create_department(partner=cast.northwind, name=f"Group {number}")
        make_person(department, f"Zed {number}")
    with django_assert_num_queries(12):
        mara.get(address)


def test_it_adds_a_department_and_tells_its_id(cast: Cast, mara: Client) -> None:
    answer = mara.post(reverse("departments", args=[cast.northwind.pk]), {"name": "  Art   &  Design "}, follow=True)

    added = Department.objects.get(name="Art & Design")
    assert (added.parent_id, added.partner_id) == (cast.northwind.pk, cast.northwind.pk)
    assert f"Its ID is {added.pk}." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Enter a name"),
        ("   ", "Enter a name"),
        ("mathematics", "There is a department called Mathematics already"),
        ("x" * 201, "keep it to 200 characters"),
        ("A\u202eB", "can’t be seen"),
    ],
)
def test_it_refuses_a_bad_name_at_the_field_and_keeps_what_was_typed(
    cast: Cast, mara: Client, name: str, words: str
) -> None:
    answer = mara.post(reverse("departments", args=[cast.northwind.pk]), {"name": name})

    page = answer.content.decode().replace("&#x27;", "’")
    assert answer.status_code == 422
    assert words in page
    assert 'aria-invalid="true"' in page
    assert cast.northwind.departments.count() == 2


def test_it_renames_a_department(cast: Cast, mara: Client) -> None:
    address = reverse("rename_department", args=[cast.northwind.pk, cast.maths.pk])

    assert mara.post(address, {"name": "Physics"}).status_code == 422
    assert mara.post(address, {"name": "mathematics"}).status_code == 302

    cast.maths.refresh_from_db()
    assert cast.maths.name == "mathematics"


def test_it_hands_out_the_ids_as_a_file_that_starts_no_formula(cast: Cast, mara: Client) -> None:
    Department.objects.create_department(partner=cast.northwind, name="=HYPERLINK(1)")

    answer = mara.get(reverse("department_ids", args=[cast.northwind.pk]))

    content = answer.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["department_id", "name"]
    assert [str(cast.maths.pk), "Mathematics"] in rows
    assert "'=HYPERLINK(1)" in {row[1] for row in rows}
    assert not any("Wards" in row for row in rows)


def test_it_shows_a_department_with_its_people_and_the_way_to_upload_into_it(cast: Cast, mara: Client) -> None:
    page = mara.get(reverse("department", args=[cast.northwind.pk, cast.maths.pk])).content.decode()

    assert "<title>Mathematics · Northwind Academy</title>" in page
    assert "Liv Lund" in page
    assert "Pete Park" not in page
    assert reverse("upload", args=[cast.maths.pk]) in page


def test_it_records_who_added_and_renamed_a_department(cast: Cast, mara: Client) -> None:
    address = reverse("departments", args=[cast.northwind.pk])
    mara.post(address, {"name": "Chemistry"})
    department = Department.objects.get(name="Chemistry")
    mara.post(reverse("rename_department", args=[cast.northwind.pk, department.pk]), {"name": "Alchemy"})

    events = Event.objects.filter(account=department.pk).order_by("id").values_list("by", "kind", "details")
    assert list(events) == [
        (cast.mara.pk, "department.created", {}),
        (cast.mara.pk, "department.renamed", {"before": "Chemistry", "after": "Alchemy"}),
    ]
