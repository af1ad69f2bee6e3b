"""`manage.py import_people` with files that are known already: the same bytes (R30), and downloads of ours (R29)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from people.imports import downloads
from people.models import Import
from tests.factories import Cast
from tests.integration.conftest import ImportPeople

pytestmark = pytest.mark.usefixtures("small_batches")


def test_r30_it_tells_that_the_same_file_was_imported_before(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople
) -> None:
    path = file("Ann,ann@northwind.example,,,")
    when = timezone.localdate().strftime("%-d %B %Y")

    first = import_people(path, "--json")
    checked = import_people(path, "--check-only", "--json")
    again = import_people(path, "--json", email=cast.mara.email)
    in_maths = import_people(path, "--json", account=cast.maths.pk, email=cast.dora.email)

    sentence = f"You imported this file into Northwind Academy on {when}; nothing in it"
    assert "this file" not in first.err + in_maths.err
    assert checked.err.strip() == f"{sentence} would change."
    assert again.err.strip() == f"{sentence} changed."


def test_r29_it_takes_the_columns_of_failed_rows_from_their_import(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople, tmp_path: Path
) -> None:
    import_people(file("x,Ann,ann@nowhere,y@home.example", header="A,B,C,D"), "--name", "B", "--email", "C")
    run = Import.objects.get()
    table = downloads.table(run=run, kind=downloads.Kind.PROBLEMS, account=cast.northwind)
    downloads.record(run=run, kind=downloads.Kind.PROBLEMS, account=cast.northwind, by=cast.mara)
    path = tmp_path / "corrected.csv"
    path.write_text(",".join(table.header) + "\n" + "x,Ann,ann@northwind.example,y@home.example,\n")

    ran = import_people(path, "--json")

    assert (ran.code, ran.json["created"]) == (0, 1)
    assert Import.objects.latest("pk").origin == run
