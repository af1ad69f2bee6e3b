"""What stops an import on its way: a check that breaks off each time, a file that is gone."""

import pytest

from cerego.sentences import refusal_sentence
from people.imports import report
from people.imports import run as runs
from people.imports.deciding.plan import Options
from people.imports.matching.mapping import Mapping
from people.imports.shown_rows import shown_rows
from people.imports.stored import rows
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
        if len(calls) == 1 and step != "mark_rivals":
            return real(*arguments)
        raise Broken

    monkeypatch.setattr(rows, step, breaks_off_after_the_first)
    with pytest.raises(Broken):
        work(run)
    done = Import.objects.values_list("rows", "cursor").get(pk=run.pk)
    for _ in range(4):
        with pytest.raises(Broken):
            runs.work(run.pk)
    assert runs.work(run.pk) == []
    run.refresh_from_db()
    assert (run.status, run.failure_reason) == (Status.FAILED, "import.gave_up")
    assert (run.rows, run.cursor) == done
    monkeypatch.undo()
    run = work(runs.resume(run=run, by=cast.mara))
    assert (run.status, run.check_counts["created"]) == (Status.CHECKED, 7)


def test_a_file_that_is_gone_before_the_check_is_a_sentence(cast: Cast) -> None:
    run = upload(cast.northwind, cast.mara, *PEOPLE)
    run.file.storage.delete(run.file.name)
    run = work(run)
    assert (run.status, run.failure_reason) == (Status.FAILED, "file.gone")
    assert "upload it again" in refusal_sentence(run.failure_reason, run.failure_context)


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
    shown = shown_rows(run, list(ImportRow.objects.filter(import_run=run).order_by("email", "number")))
    assert [row.outcome for row in shown] == ["failed", "created", "created", "", "", "", "", ""]
    assert not any(row.says_more for row in shown[1:])


def test_a_department_s_import_names_no_other_account(cast: Cast) -> None:
    ids = (cast.physics.pk, cast.northwind.pk, cast.wards.pk, cast.maths.pk)
    run = check(cast.maths, cast.dora, *[f"P {number},p{number}@x.example,{number},," for number in ids])
    shown = shown_rows(run, list(ImportRow.objects.filter(import_run=run).order_by("number")))
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


def upload_choices(run: Import) -> tuple[Mapping, Options]:
    """What was chosen when it was uploaded."""
    return Mapping.from_json(run.mapping), Options.from_json(run.options)
