"""Odd files come to the same through the pages and on the command line: the same people, numbers, words, or refusal (R24–R27)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from people.imports import report
from people.models import Import, ImportRow, Membership, Person
from people.models.imports import Status
from tests.factories import Cast
from tests.files import PNG
from tests.unit.imports import test_hostile
from tests.unit.imports.files import person_cells, sheet, text, value, workbook
from tests.web.uploads import finish, post, said, uploaded

HEADER = "Name,Email,member_id\r\n"
ANN, BOB = "Ann Lee,ann@example.org,007\r\n", "Bob Ray,bob@example.org,\r\n"
GERMAN = 'Name;E-Mail;member_id\r\nJürgen Müller;juergen@example.org;007\r\n"Groß; Zoë";zoe@example.org;\r\n'


@dataclass(frozen=True)
class Odd:
    """A file, and what has to become of it."""

    make: Callable[[], bytes]
    people: dict[str, str]
    """Names by address, of those who come in."""
    failed: int = 0
    rows: tuple[int, ...] = ()
    """The numbers of the rows that fail."""


def of(content: str | bytes, people: dict[str, str], *rows: int) -> Odd:
    data = content if isinstance(content, bytes) else content.encode()
    return Odd(lambda: data, people, len(rows), rows)


def two_sheets() -> bytes:
    odd = text("A3", "Eve Ray") + text("B3", "eve@example.org") + value("C3", "12.0")
    people = sheet(text("A1", "Name") + text("B1", "Email") + text("C1", "member_id"), person_cells(2), odd)
    return workbook({"People": people, "Notes": sheet(text("A1", "x"), text("A2", "y"))})


BOTH = {"ann@example.org": "Ann Lee", "bob@example.org": "Bob Ray"}
GERMANS = {"juergen@example.org": "Jürgen Müller", "zoe@example.org": "Groß; Zoë"}
READ = {
    "semicolons in Windows-1252": of(GERMAN.encode("cp1252"), GERMANS),
    "UTF-16 without a mark": of(GERMAN.encode("utf-16-le"), GERMANS),
    "Mac Roman and CR": of(GERMAN.replace("\r\n", "\r").encode("mac_roman"), GERMANS),
    "a sep line": of("sep=;\r\n" + GERMAN, GERMANS),
    "Shift-JIS": of(
        "氏名,Email\n山田 太郎,yamada@example.org\n鈴木 花子,suzuki@example.org\n".encode("cp932"),
        {"yamada@example.org": "山田 太郎", "suzuki@example.org": "鈴木 花子"},
    ),
    "single quotes": of(
        "'Name','Email'\n'Lee, Ann','ann@example.org'\n'O''Ray','bob@example.org'\n",
        {"ann@example.org": "Lee, Ann", "bob@example.org": "O'Ray"},
    ),
    "texts written as formulas": of(f'{HEADER}="Ann Lee",ann@example.org,="007"\r\n{BOB}', BOTH),
    "names that were misread": of(f"{HEADER}{ANN}{BOB}ZoÃ« Fox,zoe@example.org,\r\n", BOTH, 4),
    "UTF-32 without a mark": of(GERMAN.encode("utf-32-be"), GERMANS),
    "a title above, blank lines between": of(f"Our people\n\n{HEADER}{ANN}\n,,\n{BOB}", BOTH),
    "no header": of(ANN + BOB, BOTH),
    "a quote that never closes": of(f'{HEADER}{ANN}"Cid Fox,cid@example.org,\r\n{BOB}', BOTH, 3),
    "a stray quote": of(f'{HEADER}{ANN}Cid "Cy" Fox,cid@example.org,\r\n{BOB}', BOTH, 3),
    "too many cells": of(f"{HEADER}{ANN}Fox, Cid,cid@example.org,,,9\r\n{BOB}", BOTH, 3),
    "NUL, control characters": of(f"{HEADER}{ANN}Ci\0d,cid@example.org,\r\n{BOB}D\x07,d@example.org,\r\n", BOTH, 3, 5),
    "a cell over two lines": of(f'{HEADER}{ANN}"Cid\nFox",cid@example.org,\r\n{BOB}X,no,\r\n', BOTH, 3, 5),
    "a cell of a million characters": of(f"{HEADER}{ANN}{'x' * 1_000_000},cid@example.org,\r\n{BOB}", BOTH, 3),
    "a workbook of two sheets": Odd(two_sheets, {"ann2@example.org": "Ann 2", "eve@example.org": "Eve Ray"}),
}
REFUSED: dict[str, Callable[[], bytes]] = {
    "picture": lambda: PNG,
    "old Excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "zip bomb": test_hostile.overlapping,
    "nested archives": test_hostile.nested,
    "undecodable": lambda: b"\xef\xbb\xbfName,Email\nAnn,ann@example.org\nB\xffb,bob@example.org\n",
    "broken header": lambda: b'"Name,Email\nAnn,ann@example.org\n',
    "a megabyte that csv.Sniffer dies of": lambda: b',"x' * 350_000,
    "blank": lambda: b"\n" * 100_000,
}


def answers(run: Import) -> dict[str, Any]:
    """What an import came to."""
    rows = ImportRow.objects.filter(import_run=run).exclude(issues=[]).order_by("number")
    placed = Membership.objects.filter(person__email__endswith="@example.org")
    return {
        "rows": run.rows,
        **{outcome: getattr(run, outcome) for outcome in ("created", "updated", "unchanged", "skipped", "failed")},
        "dialect": run.dialect,
        "header": run.header,
        "places": sorted(placed.values_list("person__email", "account_id", "role", "member_id")),
        "people": dict(Person.objects.filter(email__endswith="@example.org").values_list("email", "full_name")),
        "issues": [(row.number, issue.message) for row in rows for issue in report.said(run, row.issues)],
    }


def by_command(path: Path, cast: Cast, *flags: str) -> tuple[dict[str, Any], int]:
    """What ``import_people --json`` prints, and its exit code."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_people", str(path), "--account", str(cast.northwind.pk), "--as", cast.mara.email, "--json",
            *flags, stdout=out, stderr=StringIO(),
        )  # fmt: skip
    return json.loads(out.getvalue()), int(ended.value.code or 0)


@pytest.mark.parametrize("kind", READ)
def test_an_odd_file_comes_to_the_same_through_both(cast: Cast, mara: Client, kind: str, tmp_path: Path) -> None:
    odd = READ[kind]
    content = odd.make()
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    before = transaction.savepoint()
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, content))
    through_the_page = answers(run)
    assert run.status == Status.DONE
    transaction.savepoint_rollback(before)
    printed, code = by_command(path, cast)

    assert through_the_page == answers(Import.objects.latest("pk"))
    assert through_the_page["people"] == odd.people
    assert through_the_page["rows"] == len(odd.people) + odd.failed
    assert [number for number, _ in through_the_page["issues"]] == list(odd.rows)
    assert [(issue["row"], issue["message"]) for issue in printed["issues"]] == through_the_page["issues"]
    assert (printed["failed"], code) == (odd.failed, int(bool(odd.failed)))


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_is_refused_in_the_same_words_by_both(cast: Cast, mara: Client, kind: str, tmp_path: Path) -> None:
    content = REFUSED[kind]()
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    answer = post(mara, cast.northwind, content)
    printed, code = by_command(path, cast)

    assert (answer.status_code, code) == (422, 2)
    assert unescape(printed["problem"]["message"]) in said(answer)
    assert not Import.objects.exists()
