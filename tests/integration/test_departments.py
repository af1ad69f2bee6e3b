"""Departments at the same moment: a live name belongs to one."""

import pytest
from django.db import IntegrityError

from cerego.errors import Refused
from departments import services
from departments.models import Department
from people.models import ImportRow
from tests.factories import Cast
from tests.integration.runs import codes, finish
from tests.integration.test_concurrency import together
from tests.integration.test_people_concurrency import refusal


def test_clicks_at_once_add_one_department(committed_cast: Cast) -> None:
    cast = committed_cast

    said = together(
        *[refusal(lambda: services.create_department(partner=cast.northwind, name="Art", by=cast.mara))] * 4
    )

    assert sorted(map(str, said)) == ["", *["department.name_taken"] * 3]
    assert cast.northwind.departments.filter(name="Art").count() == 1


def test_the_database_holds_a_live_name_to_one_department_of_a_partner(cast: Cast) -> None:
    Department.objects.create_department(partner=cast.contoso, name="Mathematics")
    services.archive_department(department=cast.physics, by=cast.mara)
    Department.objects.create_department(partner=cast.northwind, name="Physics")

    with pytest.raises(IntegrityError, match="account_live_name"):
        Department.objects.create_department(partner=cast.northwind, name="mathematics")


def test_renaming_to_a_name_that_is_taken_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"department\.name_taken"):
        services.rename_department(department=cast.maths, name="PHYSICS", by=cast.mara)
    assert services.rename_department(department=cast.maths, name="MATHEMATICS", by=cast.mara).name == "MATHEMATICS"


@pytest.mark.usefixtures("media")
def test_r9_an_archived_department_takes_nobody(cast: Cast) -> None:
    services.archive_department(department=cast.physics, by=cast.mara)

    run = finish(cast.northwind, cast.mara, f"Ann Arbor,ann@northwind.example,{cast.physics.pk},,")

    assert codes(run) == {2: ["department.unknown"]}
    assert ImportRow.objects.get(import_run=run).outcome == "failed"
    services.restore_department(department=cast.physics, by=cast.mara)
    run = finish(cast.northwind, cast.mara, f"Ann Arbor,ann@northwind.example,{cast.physics.pk},,")
    assert run.created == 1
