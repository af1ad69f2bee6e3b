"""Rows come to the same corrected on the page, and in the download that is imported on the command line (R29)."""

from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import Import
from people.models.imports import Status
from tests.factories import Cast
from tests.web.takings import table, take, written
from tests.web.test_both_doors import answers, by_command
from tests.web.uploads import csv, finish, send, uploaded, work


def test_a_row_comes_to_the_same_corrected_on_the_page_and_in_the_download(
    cast: Cast, mara: Client, tmp_path: Path
) -> None:
    content = csv("Ann Lee,ann@example.org,,,", f"Bob Ray,nowhere,{cast.maths.pk},admin,007")
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    cells = {"name": "Bob Ray", "department_id": str(cast.physics.pk), "cerego_role": "admin", "member_id": "007"}

    before = transaction.savepoint()
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, content))
    mara.post(
        reverse("import_row", args=[cast.northwind.pk, run.pk, 3]),
        {**cells, "email": "bob@example.org", "action": "now"},
    )
    through_the_page = answers(work(run))
    transaction.savepoint_rollback(before)
    by_command(path, cast)
    lines = table(take(mara, cast.northwind, Import.objects.latest("pk"), "problems"))
    lines[1][1:3] = ["bob@example.org", str(cast.physics.pk)]
    path.write_bytes(written(lines))
    printed, code = by_command(path, cast)

    by_the_command = answers(Import.objects.latest("pk"))
    assert (run.status, printed["created"], code) == (Status.DONE, 1, 0)
    for what in ("people", "places"):
        assert through_the_page[what] == by_the_command[what]


@pytest.mark.parametrize("is_before", [True, False])
def test_one_value_comes_to_the_same_put_right_in_all_rows_and_in_the_download(
    cast: Cast, mara: Client, tmp_path: Path, is_before: bool
) -> None:
    people = [f"Person {n},p{n}@example.org,{700077 if n < 3 else ''},,00{n}" for n in range(4)]
    path = tmp_path / "people.csv"
    path.write_bytes(csv(*people))
    before = transaction.savepoint()
    run = work(uploaded(mara, cast.northwind, path.read_bytes()))
    run = run if is_before else finish(mara, cast.northwind, run)
    form = mara.get(reverse("import", args=[cast.northwind.pk, run.pk])).context["problems"].form
    (field,) = [problem.key for problem in form.problems if problem.value == "700077"]
    mara.post(reverse("correct_all", args=[cast.northwind.pk, run.pk]), {field: str(cast.maths.pk)})
    if is_before:
        send(mara, "start", cast.northwind, work(run))
    through_the_page = answers(work(run))
    transaction.savepoint_rollback(before)

    by_command(path, cast)
    lines = table(take(mara, cast.northwind, Import.objects.latest("pk"), "problems"))
    path.write_bytes(written([lines[0], *([*row[:2], str(cast.maths.pk), *row[3:]] for row in lines[1:])]))
    printed, code = by_command(path, cast)

    by_the_command = answers(Import.objects.latest("pk"))
    assert (printed["created"], code) == (3, 0)
    assert len(through_the_page["people"]) == 4
    for what in ("people", "places"):
        assert through_the_page[what] == by_the_command[what]
