"""How many rows have which problem: counted once at an import's end, and not again at each look at its page."""

import pytest
from django.test import Client
from django.urls import reverse

from people.imports.stored import problem_counts
from people.imports.stored.problem_counts import Problems
from people.models import Import, ImportCorrection
from people.privacy.traces import blank_rows
from tests.factories import Cast
from tests.integration.fixings import correct, retry
from tests.web.uploads import finish, page_of, upload, work

ROWS = [
    "A,a@example.org,,Mgr,",
    "B,b@example.org,,Mgr,",
    "C,c@nowhere,700077,Boss,",
    "D,d@example.org,700077,,",
    ",e@example.org,700078,,",
]


@pytest.fixture
def checked(cast: Cast, mara: Client) -> Import:
    """Rows with five kinds of wrong values, of which one row has three."""
    return work(upload(mara, cast.northwind, *ROWS))


@pytest.fixture
def done(cast: Cast, mara: Client, checked: Import) -> Import:
    """The same, imported."""
    return finish(mara, cast.northwind, checked)


def said(problems: Problems) -> dict[str, int]:
    every = [*problems.totals, *problems.values]
    return {f"{each.code} {each.value or ''}".strip(): each.rows for each in every}


ALL = {
    "department.unknown": 3,
    "role.unrecognised": 3,
    "email.invalid": 1,
    "name.missing": 1,
    "department.unknown 700077": 2,
    "department.unknown 700078": 1,
    "role.unrecognised Mgr": 2,
    "role.unrecognised Boss": 1,
}


@pytest.mark.parametrize("stage", ["checked", "done"])
def test_they_are_kept_at_the_end(request: pytest.FixtureRequest, stage: str) -> None:
    run = request.getfixturevalue(stage)
    assert said(Problems.from_json(run.problem_counts)) == ALL
    assert said(problem_counts.left(run)) == ALL


def test_no_look_at_the_page_counts_them_again(
    cast: Cast, mara: Client, done: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Problems:
        raise AssertionError("counted again")

    monkeypatch.setattr(problem_counts, "counted", fails)
    assert "No such department 3 rows" in page_of(mara, cast.northwind, done)


def test_an_import_of_which_nobody_has_counted_them_is_counted_when_looked_at(
    cast: Cast, mara: Client, done: Import
) -> None:
    page = page_of(mara, cast.northwind, done)
    Import.objects.update(problem_counts=None)
    done.refresh_from_db()

    assert said(problem_counts.left(done)) == ALL
    assert page_of(mara, cast.northwind, done).partition("Problems ")[2] == page.partition("Problems ")[2]


def test_rows_that_are_corrected_and_wait_are_not_among_them(cast: Cast, mara: Client, done: Import) -> None:
    correct(done, 4, cast.mara, email="c@example.org", department="", role="")

    assert said(problem_counts.left(done)) == {
        "department.unknown": 2,
        "role.unrecognised": 2,
        "name.missing": 1,
        "department.unknown 700077": 1,
        "department.unknown 700078": 1,
        "role.unrecognised Mgr": 2,
    }
    assert "No such department 2 rows" in page_of(mara, cast.northwind, done)


def test_they_are_counted_anew_when_rows_were_tried_again(cast: Cast, mara: Client, done: Import) -> None:
    correct(done, 5, cast.mara, department="")
    run = retry(done, cast.mara)

    kept = said(Problems.from_json(run.problem_counts))
    assert (kept["department.unknown"], kept["department.unknown 700077"]) == (2, 1)


def test_somebody_who_is_removed_for_good_takes_them_along(done: Import) -> None:
    blank_rows({done.pk: [4]})
    done.refresh_from_db()

    assert done.problem_counts is None
    assert said(problem_counts.left(done))["department.unknown"] == 2


def test_a_kind_of_problem_is_counted_once_a_row(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, "A,a@nowhere,700077,Mgr,"))
    assert {each.rows for each in problem_counts.left(run).totals} == {1}


def test_only_the_most_frequent_values_are_kept(cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem_counts, "_MOST_VALUES", 2)
    run = work(upload(mara, cast.northwind, *ROWS))

    kept = Problems.from_json(run.problem_counts)
    assert [(each.value, each.rows) for each in kept.values] == [("700077", 2), ("Mgr", 2)]
    form = mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).context["problems"]
    assert [kind.left for kind in form.kinds if kind.code == "department.unknown"] == [1]
    assert not ImportCorrection.objects.exists()
