"""Bad input gets a sentence and loses nothing (R6–R10, R24–R26): through the pages and on the command line alike."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from departments.models import Account, Department
from people.models import Import, Membership
from people.models.imports import Status
from tests.factories import Cast
from tests.web.bad_rows import CASES, Case
from tests.web.uploads import csv, finish, page_of, uploaded

OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")


@pytest.fixture
def closed(cast: Cast) -> Department:
    """A department that was archived."""
    place = Department.objects.create_department(partner=cast.northwind, name="History")
    Account.objects.filter(pk=place.pk).update(archived_at=timezone.now())
    return place


@pytest.fixture
def data(case: Case, cast: Cast, closed: Department) -> bytes:
    """The row between two good ones."""
    return csv("Ann Before,before@example.org,,,", case.in_(cast, closed.pk), "Zed After,after@example.org,,,")


def expected(case: Case) -> dict[str, int]:
    """The numbers of the file."""
    counts = dict.fromkeys(OUTCOMES, 0) | {"created": 2}
    counts[case.outcome] += 1
    return counts


def assert_places(cast: Cast, case: Case) -> None:
    """The good rows are in, and the row in between is where it should be or nowhere."""
    new = Membership.objects.filter(partner=cast.northwind).exclude(person__email__endswith="@northwind.example")
    found = {place.person.email: place for place in new.select_related("person")}
    assert {"before@example.org", "after@example.org"} <= set(found)
    assert set(found) - {"before@example.org", "after@example.org"} == ({case.address} if case.place else set())
    if case.place:
        place = found[case.address]
        account, role, member_id = case.place
        assert (place.account_id, place.role, place.member_id) == (getattr(cast, account).pk, role, member_id)
        assert place.person.full_name == case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.line[:40]!r}")
def test_says_on_the_page_what_is_wrong_and_loses_nothing(cast: Cast, mara: Client, case: Case, data: bytes) -> None:
    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, data))

    assert run.status == Status.DONE
    counts = {outcome: getattr(run, outcome) for outcome in OUTCOMES}
    assert counts == expected(case)
    assert {outcome: run.check_counts[outcome] for outcome in OUTCOMES} == counts
    assert run.rows == 3
    assert_places(cast, case)
    page = page_of(mara, cast.northwind, run, "?outcome=all")
    assert case.sentence in page
    assert "3 rows in the file" in page


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.line[:40]!r}")
def test_says_the_same_on_the_command_line(cast: Cast, case: Case, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(data)

    checked, _ = import_people(file, cast, "--check-only")
    done, code = import_people(file, cast)

    assert {outcome: done[outcome] for outcome in OUTCOMES} == expected(case)
    assert (done["status"], done["rows"], code) == ("done", 3, case.outcome == "failed")
    assert {**checked, "status": "done"} == done
    assert [issue["row"] for issue in done["issues"]] == ([3] if case.sentence else [])
    assert all(case.sentence in issue["message"] for issue in done["issues"])
    assert_places(cast, case)


def import_people(file: Path, cast: Cast, *options: str) -> tuple[dict[str, Any], int]:
    """What ``manage.py import_people --json`` prints, and its exit code."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_people",
            str(file),
            "--account",
            str(cast.northwind.pk),
            "--as",
            cast.mara.email,
            "--json",
            *options,
            stdout=out,
        )
    return json.loads(out.getvalue()), int(ended.value.code or 0)


@pytest.mark.parametrize("blank", ["", "   ", ",,,,", " , ,\t, ,"])
def test_counts_no_blank_rows_but_keeps_their_numbers(cast: Cast, mara: Client, blank: str) -> None:
    data = csv("Ann Before,before@example.org,,,", blank, blank, "Nobody,nowhere,,,")

    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, data))

    assert (run.rows, run.created, run.failed) == (2, 1, 1)
    assert "5 Failed Nobody nowhere" in page_of(mara, cast.northwind, run)


def test_swallows_no_rows_after_a_quote_that_is_never_closed(cast: Cast, mara: Client) -> None:
    rows = [f"Person {n},p{n}@example.org,,," for n in range(50)]
    data = csv(*rows[:10], '"Open Quote,open@example.org,,,', *rows[10:])

    run = finish(mara, cast.northwind, uploaded(mara, cast.northwind, data))

    assert (run.rows, run.created, run.failed) == (51, 50, 1)
    assert "A quotation mark opens on line 12 and is never closed" in page_of(mara, cast.northwind, run)
    assert Import.objects.count() == 1
