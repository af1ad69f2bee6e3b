"""`manage.py import_people`: who may call it, what is refused, waiting, ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from people.imports import run as runs
from people.imports import unattended
from people.models import Import, Membership, Person
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.conftest import MARA, ImportPeople
from tests.integration.runs import check, counts
from tests.workers import ROOT

pytestmark = pytest.mark.usefixtures("small_batches")

KEYS = ["status", "rows", "created", "updated", "unchanged", "skipped", "failed", "problem", "issues"]


@pytest.mark.parametrize(
    "who", ["unknown", "no address", "learner", "outsider", "department's", "deactivated", "inactive"]
)
def test_whoever_is_no_admin_of_the_account_gets_the_same_sentence(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople, who: str
) -> None:
    emails = {"unknown": "nobody@x.example", "no address": "me", "learner": cast.liv.email, "outsider": cast.olga.email}
    email = emails.get(who, cast.dora.email if who == "department's" else MARA)
    if who == "deactivated":
        Person.objects.filter(user=cast.mara).update(deactivated_at=timezone.now())
    if who == "inactive":
        cast.mara.is_active = False
        cast.mara.save()
    ran = import_people(file("A,a@x.example,,,"), "--json", email=email)
    assert (ran.code, ran.json["problem"]["code"]) == (2, "import.not_admin")
    assert ran.json["problem"]["message"] == (
        f"“{email}” is not an admin of account {cast.northwind.pk}, or there is no such account."
        " Look the id up in Account setup › Departments, and check the address."
    )


@pytest.mark.parametrize("account", [999_999, 10**30, -1])
def test_an_unknown_account_gets_it_too(file: Callable[..., Path], import_people: ImportPeople, account: int) -> None:
    ran = import_people(file("A,a@x.example,,,"), "--json", account=account)
    assert (ran.code, ran.json["problem"]["code"]) == (2, "import.not_admin")


def test_a_department_s_admin_imports_into_it(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople
) -> None:
    path = file("A,a@x.example,,,", f"B,b@x.example,{cast.physics.pk},,")
    ran = import_people(path, "--json", account=cast.maths.pk, email=cast.dora.email.upper())
    assert (ran.code, ran.json["created"], ran.json["failed"]) == (1, 1, 1)


@pytest.mark.parametrize("arguments", [["--account", "x"], ["--existing", "all"], ["--problems"], ["--nonsense"]])
def test_wrong_arguments_are_refused(
    file: Callable[..., Path], import_people: ImportPeople, arguments: list[str]
) -> None:
    path = file("A,a@x.example,,,")
    ran, text = import_people(path, *arguments, "--json"), import_people(path, *arguments)
    assert (ran.code, ran.json["status"], ran.json["problem"]["code"]) == (2, "refused", "arguments.invalid")
    assert list(ran.json) == KEYS
    assert (text.code, text.out) == (2, "")
    assert "usage" in text.err


@pytest.mark.parametrize("name", ["missing.csv", ".", "no\0such"])
def test_a_file_that_can_not_be_opened_is_refused(tmp_path: Path, import_people: ImportPeople, name: str) -> None:
    ran = import_people(f"{tmp_path}/{name}", "--json")
    assert (ran.code, ran.json["problem"]["code"]) == (2, "file.cannot_open")


def test_it_helps_an_import_on_that_died_before_it(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople
) -> None:
    rows = [f"P {number},p{number}@x.example,,," for number in range(7)]
    dead = runs.start(run=check(cast.northwind, cast.mara, *rows), by=cast.mara)
    assert runs.work(dead.pk) == [dead.pk]
    ran = import_people(file("Q,q@x.example,,,"), "--json")
    assert (ran.code, ran.json["created"]) == (0, 1)
    assert "Waiting for the import of people.csv" in ran.err
    dead.refresh_from_db()
    assert (dead.status, counts(dead)) == (Status.DONE, {"created": 7})


def test_it_does_not_wait_for_ever(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = runs.start(run=check(cast.northwind, cast.mara, "A,a@x.example,,,"), by=cast.mara)
    later = timezone.now() + timezone.timedelta(hours=1)
    Import.objects.filter(pk=other.pk).update(status=Status.APPLYING, lease=uuid4(), lease_until=later)
    monkeypatch.setattr(unattended, "PATIENCE_SECONDS", 0.0)
    ran = import_people(file("Q,q@x.example,,,"), "--json")
    assert (ran.code, ran.json["problem"]["code"]) == (2, "import.waits")
    assert Import.objects.latest("pk").status == Status.QUEUED


@pytest.mark.parametrize("created", [0, 3])
def test_when_interrupted_it_says_what_is_done(
    file: Callable[..., Path], import_people: ImportPeople, monkeypatch: pytest.MonkeyPatch, created: int
) -> None:
    work = runs.work

    def interrupted(run_id: int) -> list[int]:
        if Import.objects.get(pk=run_id).created == created:
            raise KeyboardInterrupt
        return work(run_id)

    monkeypatch.setattr(runs, "work", interrupted)
    ran = import_people(file(*[f"P {number},p{number}@x.example,,," for number in range(7)]), "--json")
    assert (ran.code, ran.json["problem"]["code"]) == (130, "import.interrupted")
    assert sum(ran.json[key] for key in KEYS[2:7]) == ran.json["rows"]
    if created:
        assert (ran.json["rows"], ran.json["created"], ran.json["skipped"]) == (7, 3, 4)


def test_it_says_why_an_import_ended_halfway(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = runs.work

    def and_demote(run_id: int) -> list[int]:
        due = work(run_id)
        if Person.objects.filter(email="p0@x.example").exists():
            Membership.objects.filter(person__user=cast.mara).update(role="learner")
        return due

    monkeypatch.setattr(runs, "work", and_demote)
    ran = import_people(file(*[f"P {number},p{number}@x.example,,," for number in range(7)]), "--json")
    assert (ran.code, ran.json["status"], ran.json["problem"]["code"]) == (1, "failed", "import.rights_lost")
    assert (ran.json["rows"], ran.json["created"], ran.json["skipped"]) == (7, 3, 4)


@pytest.mark.django_db(transaction=True)
def test_it_does_the_same_in_a_process_of_its_own(
    committed_cast: Cast, file: Callable[..., Path], environment: dict[str, str]
) -> None:
    arguments = ["--account", str(committed_cast.northwind.pk), "--as", MARA, "--json"]
    ran = subprocess.run(
        [sys.executable, "manage.py", "import_people", file("Åsa,asa@x.example,,,", "B,b,,,"), *arguments],
        cwd=ROOT,
        env=os.environ | environment | {"LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert json.loads(ran.stdout)["created"] == 1
    assert Person.objects.get(email="asa@x.example").full_name == "Åsa"


def test_it_ends_with_3_when_the_database_is_not_there() -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "import_people", "people.csv", "--account", "1", "--as", MARA, "--json"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, json.loads(ran.stdout)["problem"]["code"]) == (3, "broken")
    assert ran.stderr.startswith(b"DATABASE_URL names a database that takes no connections")


def test_it_names_columns_that_only_look_like_ours(file: Callable[..., Path], import_people: ImportPeople) -> None:
    ran = import_people(file("A,a@x.example,12,admin", header="Name,Email,Dept,cerego_role"), "--check-only")
    assert "Column C, Dept, is not used. If it should be, call it department_id." in ran.err


def test_it_asks_for_a_column_whose_header_stands_twice(file: Callable[..., Path], import_people: ImportPeople) -> None:
    path = file("A,a@x.example,b@x.example", header="Name,Email,Email")
    ran = import_people(path, "--json")
    assert (ran.code, ran.json["problem"]["code"]) == (2, "mapping.not_guessed")
    assert "--email" in ran.json["problem"]["message"]
    assert "C · Email" in ran.json["problem"]["message"]
    assert import_people(path, "--json", "--email", "C").json["created"] == 1


def and_then(monkeypatch: pytest.MonkeyPatch, what: Callable[[Import], object]) -> None:
    """Have somebody do something on the import's page after each slice."""
    work = runs.work

    def interfered_with(run_id: int) -> list[int]:
        due = work(run_id)
        what(Import.objects.select_related("created_by").get(pk=run_id))
        return due

    monkeypatch.setattr(runs, "work", interfered_with)


SEVEN = [f"P {number},p{number}@x.example,,," for number in range(7)]


def test_it_says_that_somebody_stopped_it(
    file: Callable[..., Path], import_people: ImportPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    and_then(monkeypatch, lambda run: run.created and runs.stop(run=run, by=run.created_by))
    ran = import_people(file(*SEVEN), "--json")
    assert (ran.code, ran.json["status"], ran.json["problem"]["code"]) == (2, "stopped", "import.stopped")
    assert (ran.json["rows"], ran.json["created"], ran.json["skipped"]) == (7, 3, 4)
    assert "What was imported until then stays; it can be continued" in ran.json["problem"]["message"]


def test_it_starts_nothing_again_that_somebody_stopped(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = runs.start(run=check(cast.northwind, cast.mara, "A,a@x.example,,,"), by=cast.mara)
    later = timezone.now() + timezone.timedelta(hours=1)
    Import.objects.filter(pk=other.pk).update(status=Status.APPLYING, lease=uuid4(), lease_until=later)
    and_then(monkeypatch, lambda run: run.status == Status.QUEUED and runs.stop(run=run, by=run.created_by))
    ran = import_people(file(*SEVEN))
    assert ran.code == 2
    assert "Somebody stopped this import on its page. Nothing was imported" in ran.out
    assert Import.objects.latest("pk").status == Status.CHECKED


def test_it_says_that_somebody_undid_it(
    file: Callable[..., Path], import_people: ImportPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    and_then(monkeypatch, lambda run: run.status == Status.DONE and runs.undo(run=run, by=run.created_by))
    ran = import_people(file(*SEVEN), "--json")
    assert (ran.code, ran.json["status"], ran.json["problem"]["code"]) == (2, "undone", "import.undone")
    assert (ran.json["rows"], ran.json["created"]) == (7, 7)
    assert "of its rows 7 were reversed and 0 kept." in ran.json["problem"]["message"]
    assert not Person.objects.filter(email="p0@x.example").exists()
