"""`manage.py import_people`: numbers, issues and exit codes for scripts, a report for people."""

from collections.abc import Callable
from pathlib import Path

import pytest

from people.models import Event, Import, Person
from tests.factories import Cast
from tests.integration.conftest import ImportPeople
from tests.integration.runs import everything, places

pytestmark = pytest.mark.usefixtures("small_batches")

KEYS = ["status", "rows", "created", "updated", "unchanged", "skipped", "failed", "problem", "issues"]


def mixed(cast: Cast) -> list[str]:
    """Two new ones, one of them twice; one unknown department; one bad address; an unknown role."""
    return [
        f"Åsa Öberg,asa@northwind.example,{cast.maths.pk},course_manager,0001",
        "Bo Ek,bo@northwind.example,999999,,",
        "Cy Dahl,cy@northwind.example,,teacher,",
        "Åsa Öberg,asa@northwind.example,,,",
        "Di Eng,di,,,",
    ]


def test_it_prints_one_json_object_with_numbers_and_issues(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople
) -> None:
    ran = import_people(file(*mixed(cast)), "--json")
    assert ran.code == 1
    assert list(ran.json) == KEYS
    numbers = {key: ran.json[key] for key in KEYS[:8]}
    assert numbers == {
        "status": "done",
        "rows": 5,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "failed": 2,
        "problem": None,
    }
    first, second, third = ran.json["issues"]
    assert first == {
        "row": 3,
        "column": "department_id",
        "severity": "error",
        "code": "department.unknown",
        "value": "999999",
        "message": "There is no department 999999 in Northwind Academy. Use an id from Account setup › Departments,"
        " or leave the cell empty.",
    }
    assert (second["row"], second["severity"], second["code"]) == (4, "warning", "role.unrecognised")
    assert (third["row"], third["column"], third["code"], third["value"]) == (6, "email", "email.invalid", "di")
    assert ("asa@northwind.example", "Mathematics", "course_manager", "0001") in places(cast.northwind)


def test_it_ends_with_0_when_every_row_is_fine_and_again_when_nothing_changes(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople
) -> None:
    path = file("Åsa,asa@northwind.example,,,", "Bo,bo@northwind.example,,teacher,")
    first, again = import_people(path, "--json"), import_people(path, "--json")
    assert (first.code, first.json["created"], first.json["unchanged"]) == (0, 2, 0)
    assert (again.code, again.json["created"], again.json["unchanged"]) == (0, 0, 2)


def test_it_reports_in_words(cast: Cast, file: Callable[..., Path], import_people: ImportPeople) -> None:
    ran = import_people(file(*mixed(cast)))
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert lines[0] == "5 rows in the file = 3 created + 0 updated + 0 unchanged + 0 skipped + 2 failed"
    assert [line.split(":")[0] for line in lines[1:]] == ["Row 3", "Row 4", "Row 6"]


def test_values_of_the_file_can_not_play_tricks_on_the_terminal(
    file: Callable[..., Path], import_people: ImportPeople
) -> None:
    ran = import_people(file("A,\u202eevil.example@a,,,"))
    assert "\u202e" not in ran.out
    assert "�evil.example@a" in ran.out


def test_a_check_says_what_would_happen_and_writes_nothing(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople
) -> None:
    path, before = file(*mixed(cast)), everything()
    checked, text = import_people(path, "--check-only", "--json"), import_people(path, "--check-only")
    assert everything() == before
    done = import_people(path, "--json")
    assert (checked.code, checked.json["status"]) == (1, "checked")
    assert checked.json == done.json | {"status": "checked"}
    assert "nothing was written" in text.out


@pytest.mark.parametrize("more", [[], ["--check-only"]])
def test_it_writes_nothing_if_it_is_to_stop_at_problems(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople, more: list[str]
) -> None:
    before = everything()
    ran = import_people(file(*mixed(cast)), "--problems", "stop", "--json", *more)
    assert everything() == before
    assert ran.code == 1
    assert {key: ran.json[key] for key in KEYS[1:7]} == {
        "rows": 5,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "skipped": 3,
        "failed": 2,
    }
    assert ran.json["problem"]["code"] == "import.has_problems"
    assert ran.json["problem"]["message"].startswith("2 rows have problems")
    assert len(ran.json["issues"]) == 3


def test_it_imports_all_if_it_is_to_stop_at_problems_and_there_are_none(
    file: Callable[..., Path], import_people: ImportPeople
) -> None:
    ran = import_people(file("Åsa,asa@northwind.example,,,"), "--problems", "stop", "--json")
    assert (ran.code, ran.json["status"], ran.json["created"], ran.json["problem"]) == (0, "done", 1, None)


def test_it_only_adds_if_told_so(cast: Cast, file: Callable[..., Path], import_people: ImportPeople) -> None:
    path = file("Liv Changed,liv.lund@northwind.example,,,", "New,new@northwind.example,,,")
    ran = import_people(path, "--existing", "add-only", "--json")
    assert (ran.code, ran.json["created"], ran.json["skipped"]) == (0, 1, 1)


@pytest.mark.parametrize(
    "more",
    [
        ["--name", "A", "--name", "B", "--email", "D"],
        ["--name", "First", "--name", "b", "--email", "Private mail"],
        ["--name", "First", "--name", "Last", "--email", "Private mail"],
    ],
)
def test_columns_are_named_by_header_or_letter(
    cast: Cast, file: Callable[..., Path], import_people: ImportPeople, more: list[str]
) -> None:
    ran = import_people(file("Åsa,Öberg,work@x.example,own@x.example", header="First,Last,Email,Private mail"), *more)
    assert ran.code == 0, ran
    assert Person.objects.get(email="own@x.example").full_name == "Åsa Öberg"


def test_columns_are_guessed_where_they_are_not_named(file: Callable[..., Path], import_people: ImportPeople) -> None:
    header = "Surname,Given name,E-Mail Address,Nick"
    assert import_people(file("Öberg,Åsa,asa@x.example,Ozzy", header=header)).code == 0
    assert Person.objects.get(email="asa@x.example").full_name == "Åsa Öberg"
    assert import_people(file("Öberg,Åsa,asa@x.example,Ozzy", header=header), "--name", "Nick").code == 0
    assert Person.objects.get(email="asa@x.example").full_name == "Ozzy"


@pytest.mark.parametrize(
    ("header", "more", "code"),
    [
        ("Name,Email", ["--name", "Nome"], "mapping.no_such_column"),
        ("Name,Email", ["--email", "Z"], "mapping.no_such_column"),
        ("Name,Email", ["--name", "Email"], "mapping.same_column"),
        ("Name,Email,Name", ["--name", "Name"], "mapping.ambiguous"),
        ("x,y", [], "mapping.not_guessed"),
        ("x,y", ["--name", "x"], "mapping.not_guessed"),
        ("Name", [], "file.one_column"),
    ],
)
def test_a_refused_file_or_column_leaves_nothing_behind(
    cast: Cast,
    file: Callable[..., Path],
    import_people: ImportPeople,
    media: Path,
    header: str,
    more: list[str],
    code: str,
) -> None:
    path = file("1,2,3"[: len(header)], header=header)
    ran, text = import_people(path, "--json", *more), import_people(path, *more)
    assert (ran.code, ran.json["status"], ran.json["problem"]["code"]) == (2, "refused", code)
    assert [ran.json[key] for key in KEYS[1:7]] == [0] * 6
    assert ran.json["issues"] == []
    assert (text.code, text.out, text.err) == (2, "", ran.json["problem"]["message"] + "\n")
    assert not Import.objects.exists()
    assert not Event.objects.filter(import_run__isnull=False).exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_file_that_turns_out_to_be_unfit_is_refused_too(
    file: Callable[..., Path], import_people: ImportPeople, settings
) -> None:
    settings.IMPORT_MAX_ROWS_PER_PERSON = 2
    path = file(*["A,a@northwind.example,,teacher,"] * 3)
    ran, text = import_people(path, "--json"), import_people(path)
    assert (ran.code, ran.json["status"], ran.json["rows"]) == (2, "refused", 0)
    assert (ran.json["problem"]["code"], ran.json["issues"]) == ("file.person_too_often", [])
    assert (text.code, text.out, text.err) == (2, "", ran.json["problem"]["message"] + "\n")
