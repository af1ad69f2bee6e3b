"""Upload via CSV, its first part: what can be used goes on to its columns, what can't is refused in a sentence (R27)."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people.models import Event, Import
from people.models.imports import Status
from tests.factories import Cast
from tests.files import PNG, people_file
from tests.web.uploads import post, said, stored_files, upload, uploaded, work

GOOD = b"Name,Email\nAnn Arbor,ann@example.org\n"


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    """Uploads go where the test can look."""
    settings.MEDIA_ROOT = tmp_path


def test_states_limits_columns_and_examples_before_a_file_is_chosen(
    cast: Cast, mara: Client, settings: Settings
) -> None:
    settings.IMPORT_MAX_ROWS = 12_345
    settings.IMPORT_MAX_CELL_CHARACTERS = 4_321
    settings.IMPORT_MAX_BYTES = 3 * 2**20

    page = said(mara.get(reverse("upload", args=[cast.northwind.pk])))

    for words in (
        "Up to 3 MB,",
        "12,345 rows",
        "200 columns",
        "4,321 characters a cell",
        ".csv, .tsv, .txt or .xlsx",
        "Sample file",
        "List of department ids",
    ):
        assert words in " ".join(page.split())
    for exact in ("department_id", "cerego_role", "member_id", "course_viewer"):
        assert exact in page


def test_tells_a_departments_admin_the_only_id_that_counts_there(cast: Cast, as_) -> None:
    page = said(as_(cast.dora).get(reverse("upload", args=[cast.maths.pk])))

    assert f"Here it can only be {cast.maths.pk}, or empty" in page
    assert "List of department ids" not in page


def test_stores_the_file_under_a_name_of_its_own_and_checks_it(cast: Cast, mara: Client) -> None:
    run = uploaded(mara, cast.northwind, GOOD, name="../../etc/Größe <1>.csv")

    assert (run.status, run.file_name) == (Status.CHECKING, "Größe <1>.csv")
    assert (run.account_id, run.partner_id, run.created_by) == (cast.northwind.pk, cast.northwind.pk, cast.mara)
    [file] = stored_files()
    assert file.read_bytes() == GOOD
    assert "Größe" not in str(file)
    assert Event.objects.get(import_run=run).by == cast.mara


def test_asks_for_the_columns_where_it_can_not_guess_them(cast: Cast, mara: Client) -> None:
    run = uploaded(mara, cast.northwind, b"X,Y\n12,34\n")

    assert run.status == Status.UPLOADED
    page = said(mara.get(reverse("import", args=[cast.northwind.pk, run.pk])))
    assert "Choose the Name and Email columns; then you see here what this import will do." in page


WHOLE_FILES = {
    "empty": (b"", "This file is empty."),
    "blank": (b"\n\n ,\n", "nothing in this file but blank rows"),
    "header only": (b"Name,Email\n", "Row 1 holds the headers, and there are no people below it."),
    "one column": (b"Email\nann@example.org\n", "only one column"),
    "picture": (PNG, "This is a picture, not a list of people."),
    "web page": (b"<!doctype html><html><body>Sign in</body></html>", "This is a web page"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "This is a PDF document"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel 97–2003"),
    "damaged workbook": (b"PK\x03\x04" + bytes(300), "damaged"),
    "undecodable": (
        b"\xef\xbb\xbfName,Email\nAnn,ann@example.org\nB\xff\xfeb,bob@example.org\n",
        "can’t be read from line 3 on",
    ),
    "broken header": (b'"Name,Email\nAnn,ann@example.org\n', "The headers in row 1 can’t be read"),
    "too many columns": (b",".join(b"c%d" % n for n in range(201)) + b"\n1,2\n", "more than 200 columns"),
}


@pytest.mark.parametrize("kind", WHOLE_FILES)
def test_refuses_what_can_not_be_used_and_keeps_nothing(cast: Cast, mara: Client, kind: str) -> None:
    data, sentence = WHOLE_FILES[kind]

    answer = post(mara, cast.northwind, data, name="people.csv")

    _refused(answer, sentence)


def test_refuses_what_is_too_large(cast: Cast, mara: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 2**20

    _refused(post(mara, cast.northwind, people_file(60_000)), "This file is larger than 1 MB.")


@pytest.mark.parametrize("count", [11, 5_000])
def test_refuses_too_many_rows(cast: Cast, mara: Client, settings: Settings, count: int) -> None:
    settings.IMPORT_MAX_ROWS = 10

    _refused(post(mara, cast.northwind, people_file(count)), "more than 10 rows")


def test_takes_as_many_rows_as_it_says(cast: Cast, mara: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_ROWS = 10

    assert work(uploaded(mara, cast.northwind, people_file(10))).rows == 10


def test_takes_no_longer_cells_than_it_says(cast: Cast, mara: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_CELL_CHARACTERS = 20

    rows = ("Ann Arbor,ann@example.org,,,", f"{'B' * 21},bob@example.org,,,")
    run = work(upload(mara, cast.northwind, *rows))

    assert (run.check_counts["created"], run.check_counts["failed"]) == (1, 1)


def test_asks_for_a_file_if_none_was_chosen(cast: Cast, mara: Client) -> None:
    _refused(mara.post(reverse("upload", args=[cast.northwind.pk]), {}), "Choose a file first.")


def _refused(answer, sentence: str) -> None:
    assert answer.status_code == 422
    assert sentence in said(answer)
    page = answer.content.decode()
    assert 'aria-describedby="id_file_error"' in page
    assert 'aria-invalid="true"' in page
    assert sentence in said_in(page, "id_file_error")
    assert not Import.objects.exists()
    assert not Event.objects.filter(import_run__isnull=False).exists()
    assert not stored_files()


def said_in(page: str, element: str) -> str:
    """The text from where an element begins."""
    return " ".join(page.split(f'id="{element}"')[1].split())[:900]


def test_keeps_no_file_if_the_database_fails(cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Import, "save", fail)
    mara.raise_request_exception = False

    assert post(mara, cast.northwind, GOOD).status_code == 500
    assert not stored_files()


def test_goes_on_when_the_same_file_comes_twice(cast: Cast, mara: Client) -> None:
    first, second = (upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,") for _ in range(2))

    assert first.pk != second.pk
    assert first.sha256 == second.sha256
