"""Rows corrected or left out before the import: the check takes them in, and the import does what it says."""

from dataclasses import replace

import pytest

from cerego.errors import Refused
from people.imports import run as runs
from people.imports.deciding.corrections import Correction
from people.imports.deciding.plan import Options
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.imports.matching.mapping import Mapping
from people.imports.reading.dialect import Dialect
from people.models import Import, ImportCorrection
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.fixings import correct, for_all, outcomes, retry, row_of
from tests.integration.runs import STOP, check, codes, counts, finish, foreseen, places, work

pytestmark = pytest.mark.usefixtures("small_batches")
LEFT_OUT = Correction(is_left_out=True)


@pytest.fixture
def run(cast: Cast) -> Import:
    """Four rows that would fail, of seven."""
    return check(
        cast.northwind,
        cast.mara,
        "Ann Arbor,ann@x.example,700077,course_manager,",
        f"Ann Arbor,ann@x.example,{cast.maths.pk},course_manager,",
        "Bo Ek,bo@nowhere,,,",
        "Cy Dahl,cy@x.example,700077,,9",
        "Dee Dee,dee@x.example,,,9",
        ",eve@x.example,,,",
        "Fay Fox,fay@x.example,,Mgr,",
    )


def test_a_corrected_row_is_foreseen_as_if_the_file_had_been_right(cast: Cast, run: Import) -> None:
    assert foreseen(run) == {"created": 3, "failed": 4}
    assert row_of(run, 3)["after"] == {"made": ["staff"]}
    run = correct(run, 2, cast.mara, department=str(cast.physics.pk))
    run = correct(run, 4, cast.mara, email="bo@x.example")
    run = retry(run, cast.mara)
    assert run.status == Status.CHECKED
    assert foreseen(run) == {"created": 5, "failed": 2}
    assert (row_of(run, 2)["after"], row_of(run, 3)["after"]) == ({"made": ["staff"]}, None)
    run = work(runs.start(run=run, by=cast.mara))
    assert counts(run) == {"created": 5, "failed": 2}
    assert ("ann@x.example", "Physics", "course_manager", "") in places(cast.northwind)


def test_a_corrected_row_changes_what_becomes_of_others(cast: Cast, run: Import) -> None:
    run = retry(correct(run, 5, cast.mara, department=""), cast.mara)
    assert codes(run)[6] == ["member_id.repeated"]


def test_a_row_that_is_left_out_is_skipped_and_says_so(cast: Cast, run: Import) -> None:
    run = runs.correct(run=run, number=3, correction=LEFT_OUT, by=cast.mara)
    run = retry(runs.correct(run=run, number=6, correction=LEFT_OUT, by=cast.mara), cast.mara)
    assert foreseen(run) == {"created": 1, "skipped": 2, "failed": 4}
    assert codes(run)[3] == codes(run)[6] == ["row.left_out"]
    run = work(runs.start(run=run, by=cast.mara))
    assert (run.status, counts(run)) == (Status.DONE, {"created": 1, "skipped": 2, "failed": 4})


def test_r28_an_import_that_stops_at_any_problem_goes_on_once_none_is_left(cast: Cast) -> None:
    run = check(cast.northwind, cast.mara, "Ann,ann@x.example,,,", "Bo,nowhere,,,", options=STOP)
    with pytest.raises(Refused, match=r"import\.has_problems"):
        runs.start(run=run, by=cast.mara)
    run = runs.correct(run=run, number=3, correction=LEFT_OUT, by=cast.mara)
    run = work(runs.start(run=run, by=cast.mara))
    assert (run.status, counts(run)) == (Status.DONE, {"created": 1, "skipped": 1})


def test_an_import_that_is_started_takes_in_what_was_corrected_last(cast: Cast, run: Import) -> None:
    run = correct(run, 4, cast.mara, email="bo@x.example")
    run = runs.start(run=run, by=cast.mara)
    assert (run.status, run.start_when_checked) == (Status.CHECKING, True)
    run = work(run)
    assert (run.status, counts(run)) == (Status.DONE, {"created": 4, "failed": 3})


def test_one_value_is_corrected_in_all_rows_and_in_no_others(cast: Cast, run: Import) -> None:
    unknown = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.physics.pk))
    manager = for_all(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr", "course_manager")
    nameless = for_all(Code.NAME_MISSING, None, None, None)
    run = retry(runs.correct_all(run=run, changes=[unknown, manager, nameless], by=cast.mara), cast.mara)
    assert foreseen(run) == {"created": 5, "skipped": 1, "failed": 1}
    corrected = ImportCorrection.objects.order_by("number").values_list("number", "values", "is_left_out")
    department = {"department_id": str(cast.physics.pk)}
    assert list(corrected) == [
        (2, department, False),
        (5, department, False),
        (7, {}, True),
        (8, {"cerego_role": "course_manager"}, False),
    ]


def test_correcting_all_leaves_other_corrections_of_a_row(cast: Cast, run: Import) -> None:
    run = correct(run, 5, cast.mara, name="Cy D.", department="700077")
    change = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", "")
    run = retry(runs.correct_all(run=run, changes=[change], by=cast.mara), cast.mara)
    assert (row_of(run, 5)["name"], row_of(run, 5)["department"]) == ("Cy D.", None)


def test_a_correction_is_taken_back(cast: Cast, run: Import) -> None:
    run = retry(correct(run, 4, cast.mara, email="bo@x.example"), cast.mara)
    assert outcomes(run)[4] == "created"
    run = retry(runs.take_back(run=run, number=4, by=cast.mara), cast.mara)
    assert outcomes(run)[4] == "failed"
    assert not ImportCorrection.objects.exists()


def test_corrections_outlive_other_columns(cast: Cast, run: Import) -> None:
    run = correct(run, 4, cast.mara, email="bo@x.example")
    run = work(runs.match(run=run, mapping=Mapping.from_json(run.mapping), options=STOP, by=cast.mara))
    assert outcomes(run)[4] == "created"
    assert not ImportCorrection.objects.filter(is_pending=True).exists()


def test_nothing_is_corrected_before_the_check_has_ended(cast: Cast, run: Import) -> None:
    runs.retry(run=correct(run, 4, cast.mara, email="bo@x.example"), by=cast.mara)
    with pytest.raises(Refused, match=r"import\.busy"):
        correct(run, 4, cast.mara, email="other@x.example")


def test_without_a_correction_nothing_is_checked_again(cast: Cast, run: Import) -> None:
    assert runs.retry(run=run, by=cast.mara).status == Status.CHECKED


def test_a_row_with_broken_quotes_is_not_mended_here(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, "Ann,ann@x.example,,,", '"Bo,bo@x.example,,,')
    run = retry(correct(run, 3, cast.mara, name="Bo", email="bo@x.example", department="", role=""), cast.mara)
    assert codes(run)[3] == ["quote.not_closed"]


def test_corrections_go_when_the_file_is_read_otherwise(cast: Cast, run: Import) -> None:
    run = correct(run, 4, cast.mara, email="bo@x.example")
    as_read = Import.objects.get(pk=run.pk)
    as_read.dialect = replace(Dialect.from_json(run.dialect), header_row=2).as_json()
    columns, options = Mapping.from_json(run.mapping), Options.from_json(run.options)
    runs.read_as(run=run, as_read=as_read, mapping=columns, options=options, by=cast.mara)
    assert not ImportCorrection.objects.exists()


def test_putting_a_value_right_everywhere_leaves_what_was_put_right_or_left_out_before(cast: Cast, run: Import) -> None:
    correct(run, 2, cast.mara, department=str(cast.physics.pk))
    runs.correct(run=run, number=5, correction=LEFT_OUT, by=cast.mara)
    change = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.maths.pk))
    with pytest.raises(Refused, match=r"import\.nothing_to_correct"):
        runs.correct_all(run=run, changes=[change], by=cast.mara)
    run = retry(run, cast.mara)
    assert (row_of(run, 2)["department"], row_of(run, 5)["action"]) == (cast.physics.pk, "skipped")


def test_two_values_of_a_row_can_be_put_right_everywhere_at_once(cast: Cast) -> None:
    run = check(cast.northwind, cast.mara, "Ann Arbor,ann@x.example,700077,Mgr,", "Bo Ek,bo@x.example,700077,,")
    department = for_all(Code.DEPARTMENT_UNKNOWN, Field.DEPARTMENT, "700077", str(cast.maths.pk))
    role = for_all(Code.ROLE_UNRECOGNISED, Field.ROLE, "Mgr", "course_manager")
    run = retry(runs.correct_all(run=run, changes=[department, role], by=cast.mara), cast.mara)
    run = work(runs.start(run=run, by=cast.mara))
    assert ("ann@x.example", "Mathematics", "course_manager", "") in places(cast.northwind)
