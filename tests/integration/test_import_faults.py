"""What stops an import on its way: a check that breaks off each time, a file that is gone."""

import pytest

from people.imports import report, rows
from people.imports import run as runs
from people.models import Import, ImportRow
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.runs import check, upload, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_batches")]
PEOPLE = [f"P {number},p{number}@x.example,,," for number in range(7)]


class Broken(Exception):
    """What nobody expected."""


@pytest.mark.parametrize("step", ["put", "mark_rivals", "foresee"])
def test_a_check_that_breaks_off_each_time_is_given_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: object, step: str
) -> None:
    run = upload(cast.northwind, cast.mara, *PEOPLE)
    real, calls = getattr(rows, step), []

    def breaks_off_after_the_first(*arguments: object) -> object:
        calls.append(step)
        if len(calls) % 2 and step != "mark_rivals":
            return real(*arguments)
        raise Broken

    monkeypatch.setattr(rows, step, breaks_off_after_the_first)
    for _ in range(5):
        with pytest.raises(Broken):
            runs.work(run.pk)
    assert runs.work(run.pk) == []
    run.refresh_from_db()
    assert (run.status, run.failure_reason) == (Status.FAILED, "import.gave_up")


def test_a_file_that_is_gone_before_the_check_is_a_sentence(cast: Cast) -> None:
    run = upload(cast.northwind, cast.mara, *PEOPLE)
    run.file.storage.delete(run.file.name)
    run = work(run)
    assert (run.status, run.failure_reason) == (Status.FAILED, "file.gone")
    assert "Upload it again" in report.refusal_sentence(run.failure_reason, run.failure_context)


def test_a_file_that_is_gone_after_the_check_is_not_needed(cast: Cast) -> None:
    run = check(cast.northwind, cast.mara, *PEOPLE)
    run.file.storage.delete(run.file.name)
    run = work(runs.start(run=run, by=cast.mara))
    assert (run.status, run.created) == (Status.DONE, 7)


def test_rows_that_an_import_did_not_come_to_have_no_outcome(cast: Cast) -> None:
    run = check(cast.maths, cast.dora, *PEOPLE, "Bad,nowhere,,,")
    runs.work(runs.start(run=run, by=cast.dora).pk)
    Import.objects.filter(pk=run.pk).update(status=Status.FAILED)
    run.refresh_from_db()
    shown = report.shown_rows(run, list(ImportRow.objects.filter(import_run=run).order_by("email", "number")))
    assert [row.outcome for row in shown] == ["failed", "created", "created", "", "", "", "", ""]
    assert not any(row.says_more for row in shown[1:])


def test_a_department_s_import_names_no_other_account(cast: Cast) -> None:
    ids = (cast.physics.pk, cast.northwind.pk, cast.wards.pk, cast.maths.pk)
    run = check(cast.maths, cast.dora, *[f"P {number},p{number}@x.example,{number},," for number in ids])
    shown = report.shown_rows(run, list(ImportRow.objects.filter(import_run=run).order_by("number")))
    assert [row.department for row in shown] == [*map(str, ids[:3]), f"Mathematics · {cast.maths.pk}"]


def test_a_department_s_import_does_not_tell_the_name_behind_an_address(cast: Cast) -> None:
    run = check(cast.maths, cast.dora, f"Somebody,{cast.mara.email},,,")
    row = ImportRow.objects.get(import_run=run)
    assert [issue["code"] for issue in row.issues] == ["name.kept"]
    assert "Okafor" not in " ".join(said.message for said in report.said(run, row.issues))


def test_it_checks_again_when_asked(cast: Cast) -> None:
    run = check(cast.northwind, cast.mara, *PEOPLE)
    columns, options = upload_choices(run)
    assert runs.match(run=run, mapping=columns, options=options, by=cast.mara).status == Status.CHECKED
    assert runs.match(run=run, mapping=columns, options=options, by=cast.mara, again=True).status == Status.CHECKING
    assert work(run).check_counts["created"] == 7


def upload_choices(run: Import) -> tuple[runs.Mapping, runs.Options]:
    """What was chosen when it was uploaded."""
    return runs.Mapping.from_json(run.mapping), runs.Options.from_json(run.options)
