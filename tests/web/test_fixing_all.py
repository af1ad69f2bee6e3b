"""Values that are wrong in many rows, put right in all of them: grouped by kind and value, with their numbers."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Import, ImportCorrection
from people.models.imports import Status
from tests.factories import Cast
from tests.web.uploads import finish, page_of, said, upload, work

NOWHERE = 700_077


@pytest.fixture
def checked(cast: Cast, mara: Client) -> Import:
    """Four rows with a role that is none, three in a department that is none, one without a name."""
    rows = [f"P {n},p{n}@example.org,,Mgr," for n in range(4)]
    rows += [f"L {n},l{n}@example.org,{NOWHERE},," for n in range(3)]
    return work(upload(mara, cast.northwind, *rows, ",nobody@example.org,,,"))


@pytest.fixture
def done(cast: Cast, mara: Client, checked: Import) -> Import:
    """The same, imported."""
    return finish(mara, cast.northwind, checked)


def keys(client: Client, cast: Cast, run: Import) -> dict[str, str]:
    """The names of the fields, by what they are about."""
    problems = client.get(reverse("import", args=[cast.northwind.pk, run.pk])).context["problems"]
    return {f"{each.code.value} {each.value or ''}".strip(): each.key for each in problems.form.problems}


def put_right(client: Client, cast: Cast, run: Import, **chosen: str):  # type: ignore[no-untyped-def]
    """Send what is chosen for a role, a department, a name."""
    names = keys(client, cast, run)
    about = {"role": "role.unrecognised Mgr", "department": f"department.unknown {NOWHERE}", "name": "name.missing"}
    sent = {names[about[what]]: right for what, right in chosen.items()}
    return client.post(reverse("correct_all", args=[cast.northwind.pk, run.pk]), sent)


def test_groups_the_problems_by_kind_and_value(cast: Cast, mara: Client, checked: Import) -> None:
    page = page_of(mara, cast.northwind, checked).split("Problems ", 1)[1]

    assert page.startswith("Not a role 4 rows Mgr 4 rows with Mgr")
    assert f"No such department 3 rows {NOWHERE} 3 rows" in page
    assert "No name 1 row" in page


def test_lists_the_rows_of_one_kind_or_value_alone(cast: Cast, mara: Client, checked: Import) -> None:
    rows = mara.get(
        reverse("import", args=[cast.northwind.pk, checked.pk]),
        {"problem": "department.unknown", "value": str(NOWHERE)},
    ).context["rows"]

    assert [row.number for row in rows.rows] == [6, 7, 8]
    assert "Only rows with this problem: No name" in page_of(mara, cast.northwind, checked, "?problem=name.missing")


def test_puts_them_right_before_the_import(cast: Cast, mara: Client, checked: Import) -> None:
    answer = put_right(mara, cast, checked, role="course_manager", department=str(cast.maths.pk), name="leave-out")

    assert answer.status_code == 302
    run = work(checked)
    assert (run.check_counts["created"], run.check_counts["skipped"], run.check_counts["warnings"]) == (7, 1, 0)
    assert "Problems" not in page_of(mara, cast.northwind, run)


def test_puts_them_right_after_the_import(cast: Cast, mara: Client, done: Import) -> None:
    assert (done.created, done.failed) == (4, 4)
    answer = put_right(mara, cast, done, role="course_manager", department="empty")

    assert answer.status_code == 302
    run = work(done)
    assert (run.status, run.created, run.failed, run.warnings) == (Status.DONE, 7, 1, 0)
    page = page_of(mara, cast.northwind, run, "?outcome=corrected")
    assert " rows were corrected here; the numbers above are those with the corrections." in page
    assert "Course manager was: Mgr" in page
    assert f"Northwind Academy was: {NOWHERE}" in page


def test_answers_what_can_not_be_chosen(cast: Cast, mara: Client, done: Import) -> None:
    for chosen in ({"role": "owner"}, {"department": str(cast.wards.pk)}, {"department": "leave-out"}):
        assert put_right(mara, cast, done, **chosen).status_code == 422
    answer = put_right(mara, cast, done)
    assert answer.status_code == 422
    assert "Nothing is chosen yet." in said(answer)
    assert not ImportCorrection.objects.exists()


def test_a_double_click_puts_them_right_once(cast: Cast, mara: Client, done: Import) -> None:
    names = keys(mara, cast, done)
    sent = {names["role.unrecognised Mgr"]: "admin"}
    answers = [mara.post(reverse("correct_all", args=[cast.northwind.pk, done.pk]), sent) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert work(done).created == 4
    assert ImportCorrection.objects.count() == 4


def test_says_that_rows_are_tried_again(cast: Cast, mara: Client, done: Import) -> None:
    put_right(mara, cast, done, role="admin")

    page = page_of(mara, cast.northwind, done)
    assert "Trying corrected rows again: 4 still to go …" in page
    assert "All other rows stay as they are." in page


def test_no_two_values_share_a_field(cast: Cast, mara: Client) -> None:
    alike = ("plumless", "buckeroo")  # of one CRC-32
    rows = [f"P {value},{value}@example.org,,{value}," for value in alike]
    run = work(upload(mara, cast.northwind, *rows))

    names = keys(mara, cast, run)
    first, second = (names[f"role.unrecognised {value}"] for value in alike)

    assert first != second
