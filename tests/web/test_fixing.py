"""Failed rows, opened and corrected where they stand: on the result and, before the import, on the check."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Import, ImportCorrection, Person
from people.models.imports import Status
from tests.factories import Cast
from tests.web.uploads import finish, page_of, said, send, upload, work

ROWS = ["Ann Arbor,ann@example.org,,,", "Bo Ek,nowhere,,course_manager,", "Cy Dahl,cy@example.org,700077,,9"]


@pytest.fixture
def checked(cast: Cast, mara: Client) -> Import:
    """A file of which rows 3 and 4 have problems."""
    return work(upload(mara, cast.northwind, *ROWS))


@pytest.fixture
def done(cast: Cast, mara: Client, checked: Import) -> Import:
    """The same, imported."""
    return finish(mara, cast.northwind, checked)


def address(cast: Cast, run: Import, number: int = 3) -> str:
    return reverse("import_row", args=[cast.northwind.pk, run.pk, number])


def row(number: int = 3) -> dict[str, str]:
    """The headers with which htmx asks for a row in its place."""
    return {"HX-Request": "true", "HX-Target": f"import-row-{number}"}


def cells(action: str, **values: str) -> dict[str, str]:
    blank = {"name": "Bo Ek", "email": "nowhere", "department_id": "", "cerego_role": "course_manager", "member_id": ""}
    return {**blank, "action": action, **values}


def test_opens_a_failed_row_with_its_cells_and_what_is_wrong(cast: Cast, mara: Client, done: Import) -> None:
    page = said(mara.get(address(cast, done)))

    assert "Correct row 3" in page
    assert "“nowhere” is not an e-mail address" in page
    assert "In the file: nowhere" in page
    assert "Mathematics · " in page
    assert "Course manager" in page


def test_opens_it_in_its_place(cast: Cast, mara: Client, done: Import) -> None:
    answer = mara.get(address(cast, done), headers=row())

    assert answer.content.decode().strip().splitlines()[0].startswith('<tbody id="import-row-3">')
    assert 'aria-describedby="row-3-email_problem"' in answer.content.decode()
    closed = mara.get(address(cast, done) + "?close", headers=row())
    assert closed.content.decode().strip().startswith('<tbody id="import-row-3"')
    assert "Correct row 3" in said(closed)


def test_offers_an_unknown_department_as_it_is_and_the_right_ones(cast: Cast, mara: Client, done: Import) -> None:
    form = mara.get(address(cast, done, 4)).context["opened"].form

    values = [value for value, _ in form.fields["department_id"].choices]
    assert values == ["700077", "", str(cast.maths.pk), str(cast.physics.pk)]
    assert form["department_id"].value() == "700077"


def test_retries_a_row_at_once(cast: Cast, mara: Client, done: Import) -> None:
    answer = mara.post(address(cast, done), cells("now", email="bo@example.org"))

    assert answer.status_code == 302
    run = work(done)
    assert (run.status, run.created, run.failed) == (Status.DONE, 2, 1)
    page = page_of(mara, cast.northwind, run, "?outcome=corrected")
    assert "3 Created Bo Ek bo@example.org was: nowhere Northwind Academy Course manager" in page


def test_saves_several_rows_and_retries_them_together(cast: Cast, mara: Client, done: Import) -> None:
    answer = mara.post(address(cast, done), cells("save", email="bo@example.org"), headers=row())
    assert answer["HX-Trigger"] == "corrected"
    assert "Corrected, and not tried again yet." in said(answer)
    assert "bo@example.org was: nowhere" in said(answer)
    assert "Retry 2 rows" in said(mara.get(address(cast, done, 4)))
    mara.post(
        address(cast, done, 4), cells("save", name="Cy Dahl", email="cy@example.org", cerego_role="", member_id="9")
    )

    page = page_of(mara, cast.northwind, done)
    assert "2 rows are corrected and can be tried again. Retry 2 rows" in page
    bar = mara.get(
        reverse("import", args=[cast.northwind.pk, done.pk]), headers={"HX-Request": "true", "HX-Target": "waiting"}
    )
    assert bar.content.decode().count("<div") < 5
    answer = mara.post(reverse("retry", args=[cast.northwind.pk, done.pk]))
    assert answer.status_code == 302
    run = work(done)
    assert (run.created, run.failed) == (3, 0)
    assert "3 rows in the file = 3 created" in page_of(mara, cast.northwind, run)


def test_answers_what_is_wrong_and_keeps_what_was_typed(cast: Cast, mara: Client, done: Import) -> None:
    for headers in ({}, row()):
        answer = mara.post(address(cast, done), cells("now", name="", email="bo@example"), headers=headers)

        assert answer.status_code == 422
        assert "The name is missing. Fill it in." in said(answer)
        assert "the part after @ needs a dot" in said(answer)
        assert 'value="bo@example"' in answer.content.decode()
    answer = mara.post(address(cast, done, 4), cells("now", email="cy@example.org", department_id="700077"))
    assert "There is no department 700077 in Northwind Academy." in said(answer)
    assert not ImportCorrection.objects.exists()


def test_takes_no_department_that_is_not_offered(cast: Cast, mara: Client, done: Import) -> None:
    for department in (str(cast.wards.pk), str(cast.northwind.pk), "x", "\0"):
        sent = cells("now", email="bo@example.org", department_id=department)
        assert mara.post(address(cast, done), sent).status_code == 422
    assert not ImportCorrection.objects.exists()


def test_a_double_click_retries_once(cast: Cast, mara: Client, done: Import) -> None:
    answers = [mara.post(address(cast, done), cells("now", email="bo@example.org")) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    assert work(done).created == 2
    assert Person.objects.filter(email="bo@example.org").count() == 1


def test_says_so_when_a_row_can_not_be_corrected(cast: Cast, mara: Client, done: Import) -> None:
    answer = mara.post(address(cast, done, 2), cells("now", name="X"), follow=True)
    assert "its rows can’t be corrected" in said(answer)
    assert mara.get(address(cast, done, 99)).status_code == 404
    assert mara.get(address(cast, done, 10**12)).status_code == 404


def test_a_row_that_is_out_of_shape_points_to_the_file(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, *ROWS, '"Dee,dee@example.org,,,'))
    assert "Mend this row in the file and upload it again, or leave the row out." in said(
        mara.get(address(cast, run, 5))
    )
    run = finish(mara, cast.northwind, run)
    assert "mend this row in the file" in page_of(mara, cast.northwind, run)
    assert "Mend this row in the file and upload it again." in said(mara.get(address(cast, run, 5)))


def test_corrects_a_row_before_the_import(cast: Cast, mara: Client, checked: Import) -> None:
    assert "Correct row 3" in page_of(mara, cast.northwind, checked)
    mara.post(address(cast, checked), cells("save", email="bo@example.org"))
    assert "1 row is corrected and not checked again yet. Check again" in page_of(mara, cast.northwind, checked)
    mara.post(address(cast, checked, 4), cells("leave-out"))
    run = work(Import.objects.get(pk=checked.pk))
    assert run.status == Status.CHECKED
    mara.post(reverse("retry", args=[cast.northwind.pk, run.pk]))
    run = work(run)
    assert (run.check_counts["created"], run.check_counts["skipped"], run.check_counts["failed"]) == (2, 1, 0)
    assert "Left out by you, before the import." in page_of(mara, cast.northwind, run, "?outcome=skipped")
    run = finish(mara, cast.northwind, run)
    assert (run.created, run.skipped, run.failed) == (2, 1, 0)


def test_import_takes_in_what_was_saved_last(cast: Cast, mara: Client, checked: Import) -> None:
    mara.post(address(cast, checked), cells("save", email="bo@example.org"))
    assert send(mara, "start", cast.northwind, checked).status_code == 302
    run = work(Import.objects.get(pk=checked.pk))
    assert (run.status, run.created) == (Status.DONE, 2)


def test_puts_a_row_back_as_it_is_in_the_file(cast: Cast, mara: Client, checked: Import) -> None:
    mara.post(address(cast, checked), cells("now", email="bo@example.org"))
    run = work(Import.objects.get(pk=checked.pk))
    assert "As in the file" in said(mara.get(address(cast, run)))
    mara.post(address(cast, run), cells("take-back"))
    mara.post(reverse("retry", args=[cast.northwind.pk, run.pk]))
    run = work(run)
    assert run.check_counts["failed"] == 2
    assert not ImportCorrection.objects.exists()


def test_asks_equally_often_for_few_rows_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (3, 45):
        run = work(
            upload(
                mara, cast.northwind, *[f"P {n},p{n}@example.org,{n},Mgr,{n}" for n in range(900_900, 900_900 + count)]
            )
        )
        for number in (2, 3):
            mara.post(address(cast, run, number), cells("save", email=f"q{number}@example.org"))
        with django_assert_num_queries(18):
            page_of(mara, cast.northwind, run)


@pytest.mark.parametrize(
    "query", ["?problem=x", "?problem=name.missing&value=%00", "?problem=department.unknown&page=9"]
)
def test_survives_any_filter(cast: Cast, mara: Client, checked: Import, query: str) -> None:
    assert mara.get(reverse("import", args=[cast.northwind.pk, checked.pk]) + query).status_code == 200


def test_a_row_is_placed_by_its_correction_though_the_file_has_no_column_for_that(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, work(upload(mara, cast.northwind, "Bo Ek,nowhere", header="Name,Email")))
    page = said(mara.get(address(cast, run, 2)))
    assert "Give what the file has no column for" in page
    typed = {"email": "bo@example.org", "department_id": str(cast.maths.pk), "cerego_role": "course_manager"}

    answer = mara.post(address(cast, run, 2), {"name": "Bo Ek", "action": "now", "member_id": "0815", **typed})

    assert answer.status_code == 302
    assert work(run).created == 1
    place = Person.objects.get(email="bo@example.org").memberships.get(account=cast.maths)
    assert (place.role, place.member_id) == ("course_manager", "0815")
    listed = page_of(mara, cast.northwind, run, "?outcome=all")
    assert f"Mathematics · {cast.maths.pk} was empty Course manager was empty 0815 was empty" in listed


def test_what_is_given_beside_the_file_is_checked_like_the_rest(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, "Bo Ek,bo@nowhere", "Cy Dahl,cy@example.org", header="Name,Email"))
    typed = {"name": "Bo Ek", "email": "bo@example.org", "cerego_role": "", "department_id": ""}
    mara.post(address(cast, run, 2), {**typed, "member_id": "7\u202e", "action": "now"})
    assert not ImportCorrection.objects.exists()

    mara.post(address(cast, run, 2), {**typed, "member_id": "7", "action": "now"})

    assert work(run).check_counts["failed"] == 0
    assert ImportCorrection.objects.get().values == {"email": "bo@example.org", "member_id": "7"}
