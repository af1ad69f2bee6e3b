"""Departments archived and brought back, renamed by two, found among many."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from departments import services
from departments.models import Department
from people.models import Event, Import, Membership, User
from tests.factories import Cast
from tests.web.test_person import words

As = Callable[[User], Client]


def of(name: str, cast: Cast, department: Department) -> str:
    return reverse(name, args=[cast.northwind.pk, department.pk])


def archive(cast: Cast, department: Department) -> None:
    services.archive_department(department=department, by=cast.mara)


def test_it_says_what_archiving_means_before_it_does_it(cast: Cast, mara: Client) -> None:
    page = words(mara.get(of("archive_department", cast, cast.maths)).content)

    assert "<strong>2 people</strong> keep their place" in page
    assert f"Rows that name its ID <strong>{cast.maths.pk}</strong> fail" in page
    cast.maths.refresh_from_db()
    assert cast.maths.archived_at is None


def test_it_archives_and_brings_back_once_however_often_it_is_sent(cast: Cast, mara: Client) -> None:
    before = list(Membership.objects.order_by("id").values())

    for _ in range(2):
        answer = mara.post(of("archive_department", cast, cast.maths), follow=True)
        assert "Mathematics is archived." in words(answer.content)
    assert "1 archived" in words(answer.content)
    assert f'href="{of("department", cast, cast.maths)}"' not in words(answer.content)
    for _ in range(2):
        answer = mara.post(of("restore_department", cast, cast.maths), follow=True)
        assert "Mathematics is back, with everybody in it." in words(answer.content)

    assert "archived" not in words(answer.content).split("<main")[1]
    assert list(Membership.objects.order_by("id").values()) == before
    events = Event.objects.filter(account=cast.maths.pk).order_by("id").values_list("kind", "by")
    assert list(events) == [("department.archived", cast.mara.pk), ("department.restored", cast.mara.pk)]


def test_it_brings_back_no_second_department_of_one_name(cast: Cast, mara: Client) -> None:
    archive(cast, cast.maths)
    services.create_department(partner=cast.northwind, name="MATHEMATICS", by=cast.mara)

    answer = mara.post(of("restore_department", cast, cast.maths), follow=True)

    assert "There is another department called Mathematics now." in words(answer.content)
    cast.maths.refresh_from_db()
    assert cast.maths.archived_at


def test_its_admins_come_in_no_more_and_the_switcher_leaves_it_out(cast: Cast, mara: Client, as_: As) -> None:
    archive(cast, cast.maths)

    assert as_(cast.dora).get(reverse("people", args=[cast.maths.pk])).status_code == 404
    page = words(mara.get(reverse("people", args=[cast.northwind.pk])).content)
    assert reverse("people", args=[cast.maths.pk]) not in page


@pytest.mark.parametrize("page", ["rename_department", "archive_department"])
def test_an_old_page_is_told_that_the_department_is_archived(cast: Cast, mara: Client, page: str) -> None:
    archive(cast, cast.maths)

    answer = mara.get(of(page, cast, cast.maths), follow=True)

    assert "Mathematics is archived. Bring it back below first." in words(answer.content)


def test_an_old_page_is_told_of_the_name_of_meanwhile(cast: Cast, mara: Client) -> None:
    services.rename_department(department=cast.maths, name="Maths & Logic", by=cast.mara)
    sent = {"name": "Numbers", "seen": "Mathematics"}

    answer = mara.post(of("rename_department", cast, cast.maths), sent)

    page = words(answer.content)
    assert answer.status_code == 422
    assert "it is called Maths &amp; Logic now" in page
    assert 'value="Numbers"' in page
    assert mara.post(of("rename_department", cast, cast.maths), sent | {"seen": "Maths & Logic"}).status_code == 302


def test_it_searches_many_departments_by_name_and_id(cast: Cast, mara: Client) -> None:
    address = reverse("departments", args=[cast.northwind.pk])
    assert "Search departments" not in words(mara.get(address).content)
    Department.objects.bulk_create(
        Department(parent_id=cast.northwind.pk, partner_id=cast.northwind.pk, name=f"Group {n}") for n in range(300)
    )

    for search, found in {"group 29": 13, str(cast.maths.pk): None, "MATH": 1, "nothing": 0, "9" * 30: 0}.items():
        page = mara.get(address, {"q": search})
        assert "Search departments" in words(page.content)
        names = [department.name for department in page.context["page"]]
        assert len(names) == found if found is not None else "Mathematics" in names
    assert "page=2" in words(mara.get(address, {"q": "group"}).content)
    assert "q=group&amp;page=2" in words(mara.get(address, {"q": "group"}).content)


def test_a_file_that_names_an_archived_department_is_told_so(cast: Cast, mara: Client) -> None:
    archive(cast, cast.physics)

    ids = mara.get(reverse("department_ids", args=[cast.northwind.pk]))
    upload = mara.get(reverse("upload", args=[cast.physics.pk]))

    assert b"Physics" not in ids.getvalue()
    assert upload.status_code == 404
    assert not Import.objects.exists()
