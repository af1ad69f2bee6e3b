"""One value put right in very many rows: what a request need not wait for is written down by workers, with the same result."""

from collections.abc import Iterator

import pytest

from people.imports import run as runs
from people.imports.deciding.corrections import Correction
from people.imports.deciding.plan import Options
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.imports.run import everywhere
from people.models import Event, Import, ImportCorrection
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.fixings import assert_adds_up, correct, for_all, outcomes
from tests.integration.runs import check, work

pytestmark = pytest.mark.usefixtures("small_batches")


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(everywhere, "AT_ONCE", 2)
    return


@pytest.fixture
def checked(cast: Cast) -> Import:
    """Nine rows in a department that is none."""
    return check(cast.northwind, cast.mara, *(f"P {n},p{n}@x.example,700077,Mgr," for n in range(9)))


def everywhere_in(cast: Cast, run: Import) -> Import:
    """Department and role put right in all rows."""
    changes = [
        for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.maths.pk)),
        for_all(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr", "course_manager"),
    ]
    return runs.correct_all(run=run, changes=changes, by=cast.mara)


def test_a_request_writes_down_only_the_first_of_very_many_rows(cast: Cast, checked: Import) -> None:
    run = everywhere_in(cast, checked)
    assert ImportCorrection.objects.count() == 2
    assert [each["after"] for each in run.to_correct] == [3, 3]


def test_the_check_takes_them_all_in(cast: Cast, checked: Import) -> None:
    run = work(runs.retry(run=everywhere_in(cast, checked), by=cast.mara))
    assert (run.status, run.to_correct, run.check_counts["created"]) == (Status.CHECKED, [], 9)
    assert set(ImportCorrection.objects.values_list("values__department_id", "values__cerego_role", "is_pending")) == {
        (str(cast.maths.pk), "course_manager", False)
    }


def test_they_are_all_tried_again_after_the_import(cast: Cast, checked: Import) -> None:
    run = work(runs.start(run=checked, by=cast.mara))
    assert run.failed == 9
    run = work(runs.retry(run=everywhere_in(cast, run), by=cast.mara))
    assert (run.status, run.to_correct, run.created, run.failed) == (Status.DONE, [], 9, 0)
    assert_adds_up(run)


def test_a_row_that_was_put_right_by_itself_or_left_out_stays_so(cast: Cast, checked: Import) -> None:
    correct(checked, 9, cast.mara, department=str(cast.physics.pk))
    runs.correct(run=checked, number=10, correction=Correction(is_left_out=True), by=cast.mara)
    run = work(runs.retry(run=everywhere_in(cast, checked), by=cast.mara))
    assert outcomes(run)[10] == "skipped"
    assert ImportCorrection.objects.get(number=9).values["department_id"] == str(cast.physics.pk)


def test_what_is_said_last_counts_for_all_rows_that_are_not_written_down_yet(cast: Cast, checked: Import) -> None:
    everywhere_in(cast, checked)
    anew = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.physics.pk))
    runs.correct_all(run=checked, changes=[anew], by=cast.mara)

    run = work(runs.retry(run=checked, by=cast.mara))

    departments = dict(run.import_rows.order_by("number").values_list("number", "department"))
    assert [number for number, pk in departments.items() if pk == cast.maths.pk] == [2, 3]
    assert [number for number, pk in departments.items() if pk == cast.physics.pk] == list(range(4, 11))
    assert set(run.import_rows.values_list("role", flat=True)) == {"course_manager"}


def test_how_many_rows_were_put_right_is_on_record(cast: Cast, checked: Import) -> None:
    work(runs.retry(run=everywhere_in(cast, checked), by=cast.mara))
    told = Event.objects.filter(kind=EventKind.IMPORT_CORRECTED).order_by("pk")
    assert [event.details["rows"] for event in told] == [4, 7, 7]
    assert {event.by for event in told} == {cast.mara}


def test_nothing_is_left_of_them_once_the_file_is_read_otherwise(cast: Cast, checked: Import) -> None:
    run = everywhere_in(cast, checked)
    as_read = Import(dialect=run.dialect | {"quote": ""}, header=run.header)
    runs.read_as(run=run, as_read=as_read, mapping=None, options=Options.from_json(run.options), by=cast.mara)
    run.refresh_from_db()
    assert (run.to_correct, ImportCorrection.objects.count()) == ([], 0)
