"""Imports through the API: from the upload to the undoing."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from people.models import Event, Import, Invitation, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests.api.conftest import API, Caller
from tests.factories import Cast
from tests.web.uploads import csv, stored_files, work

NEW = ("Ann Arbor,ann@example.org,,,", "Bo Ek,bo,,,", "Cy Dahl,cy@example.org,999999,,")


def of(answer: object) -> Import:
    """The import that an answer tells of."""
    return Import.objects.get(pk=answer.json()["id"])  # type: ignore[attr-defined]


def test_it_goes_from_the_upload_to_the_rows(cast: Cast, mara: Caller) -> None:
    made = mara.upload(cast.northwind, *NEW)
    assert (made.status_code, made.json()["status"], made.json()["foreseen"]) == (202, "checking", None)
    path = made["Location"].partition(API)[2]

    work(of(made))
    checked = mara.get(path).json()
    assert (checked["status"], checked["can"]) == ("checked", ["start"])
    assert checked["foreseen"] == {"rows": 3, "created": 1, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 2}
    assert checked["mapping"] == {
        "name": ["A"],
        "email": "B",
        "department_id": "C",
        "cerego_role": "D",
        "member_id": "E",
    }

    assert mara.post(f"{path}start/").json()["status"] == "queued"
    work(of(made))
    done = mara.get(path).json()
    assert (done["status"], done["counts"]["created"], done["counts"]["failed"], done["can"]) == (
        "done",
        1,
        2,
        ["undo"],
    )
    rows = mara.get(f"{path}rows/", {"outcome": "failed"}).json()["results"]
    assert [(row["number"], row["issues"][0]["code"]) for row in rows] == [
        (3, "email.invalid"),
        (4, "department.unknown"),
    ]
    assert rows[1]["issues"][0]["message"].startswith("There is no department 999999")
    kinds = [event["kind"] for event in mara.get(f"accounts/{cast.northwind.pk}/events/").json()["results"]]
    assert kinds[:3] == ["import.ended", "import.started", "import.uploaded"]

    assert mara.post(f"{path}undo/").json()["status"] == "undoing"
    work(of(made))
    undone = mara.get(path).json()
    assert (undone["status"], undone["undone"]) == ("undone", {"reversed": 1, "kept": 0, "nothing_to_undo": 2})


def test_it_imports_at_once_when_asked_to(cast: Cast, mara: Caller) -> None:
    made = mara.upload(cast.northwind, NEW[0], start="true", name=["Email"], email="A", existing="add-only")
    assert made.status_code == 202
    assert made.json()["mapping"]["name"] == ["B"]
    assert (made.json()["options"]["existing"], made.json()["will_start"]) == ("add-only", True)
    assert work(of(made)).status == Status.DONE


def test_it_takes_other_columns_and_options_before_it_begins(cast: Cast, mara: Caller) -> None:
    run = work(of(mara.upload(cast.northwind, NEW[0])))
    path = f"imports/{run.pk}/"
    etag = mara.get(path)["ETag"]

    matched = mara.patch(path, {"problems": "stop"}, If_Match=etag)
    assert (matched.status_code, matched.json()["status"]) == (202, "checking")
    assert matched.json()["options"] == {"existing": "update", "problems": "stop", "invitations": "later"}
    assert mara.patch(path, {"problems": "skip"}, If_Match=etag).status_code == 412
    work(run)
    mara.post(f"{path}start/")
    work(run)
    late = mara.patch(path, {"problems": "skip"})
    assert (late.status_code, late.json()["code"]) == (409, "import.begun")


@pytest.mark.parametrize(
    ("content", "fields", "status", "code"),
    [
        (b"", {}, 422, "file.empty"),
        (b"Name,Email\n", {}, 422, "file.header_only"),
        (csv(NEW[0]), {"name": "Nowhere"}, 422, "mapping.no_such_column"),
        (csv(NEW[0]), {"name": "A", "email": "A"}, 422, "mapping.same_column"),
        (csv(NEW[0]), {"problems": "perhaps"}, 422, "request.invalid"),
        (csv("1,2", header="x,y"), {}, 422, "mapping.not_guessed"),
    ],
)
def test_a_file_that_can_t_be_used_leaves_nothing(
    cast: Cast, mara: Caller, content: bytes, fields: dict[str, str], status: int, code: str
) -> None:
    refused = mara.upload(cast.northwind, content=content, **fields)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert not Import.objects.exists()
    assert not Event.objects.filter(kind=EventKind.IMPORT_UPLOADED).exists()
    assert stored_files() == set()


def test_it_says_which_field_is_missing(cast: Cast, mara: Caller) -> None:
    refused = mara.client.post(
        f"{API}accounts/{cast.northwind.pk}/imports/", {}, headers={"Authorization": f"Bearer {mara.secret}"}
    )
    assert refused.json()["errors"] == [{"field": "file", "detail": "No file was submitted."}]


def test_a_file_that_is_too_large_is_refused_while_it_comes_and_leaves_nothing(
    cast: Cast, mara: Caller, settings: Settings
) -> None:
    settings.IMPORT_MAX_BYTES = 2**20
    refused = mara.upload(cast.northwind, content=b"Name,Email\n" + b"x" * 2 * 2**20)
    assert (refused.status_code, refused.json()["code"]) == (413, "file.too_large")
    assert stored_files() == set()


def test_asking_twice_changes_nothing_more(cast: Cast, mara: Caller) -> None:
    run = work(of(mara.upload(cast.northwind, NEW[0])))

    for _ in range(2):
        assert mara.post(f"imports/{run.pk}/start/").json()["status"] == "queued"
    for _ in range(2):
        assert mara.post(f"imports/{run.pk}/stop/").json()["status"] == "checked"
    assert Event.objects.filter(kind=EventKind.IMPORT_STARTED).count() == 1


def test_what_is_deleted_is_gone(cast: Cast, mara: Caller) -> None:
    run = work(of(mara.upload(cast.northwind, NEW[0])))
    Import.objects.update(expired_at=run.created_at)

    for answer in (mara.get(f"imports/{run.pk}/rows/"), mara.post(f"imports/{run.pk}/start/")):
        assert (answer.status_code, answer.json()["code"]) == (410, "import.expired")
    assert mara.get(f"imports/{run.pk}/").json()["can"] == []


def test_a_departments_admin_sees_the_imports_of_that_department_only(
    cast: Cast, mara: Caller, calling: Callable[..., Caller]
) -> None:
    mara.upload(cast.northwind, NEW[0])
    theirs = of(mara.upload(cast.maths, NEW[0]))
    dora = calling(cast.dora)

    assert [one["id"] for one in dora.get(f"accounts/{cast.maths.pk}/imports/").json()["results"]] == [theirs.pk]
    assert dora.post(f"imports/{theirs.pk}/start/").status_code == 202
    work(theirs)
    assert Person.objects.filter(email="ann@example.org").exists()


def test_a_failed_row_is_corrected_and_tried_again(cast: Cast, mara: Caller) -> None:
    run = work(of(mara.upload(cast.northwind, *NEW, start="true")))
    path = f"imports/{run.pk}/"
    assert mara.get(path).json()["counts"]["failed"] == 2

    row = mara.get(f"{path}rows/3/")
    wrong, right = {"values": {"email": "bo.ek"}}, {"values": {"email": "bo@example.org"}}
    assert mara.patch(f"{path}rows/3/", wrong, If_Match=row["ETag"]).status_code == 200
    late = mara.patch(f"{path}rows/3/", right, If_Match=row["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "request.changed")
    corrected = mara.patch(f"{path}rows/3/", right)
    assert (corrected.json()["email"], corrected.json()["was"], corrected.json()["waits"]) == (
        "bo@example.org",
        {"email": "bo"},
        True,
    )
    assert mara.get(f"{path}rows/3/")["ETag"] == corrected["ETag"]
    fine = mara.patch(f"{path}rows/2/", {"values": {"name": "Anna"}})
    assert (fine.status_code, fine.json()["code"]) == (409, "row.not_failed")
    assert mara.patch(f"{path}rows/99/", {"leave_out": True}).status_code == 404
    assert mara.post(f"{path}retry/").json()["status"] == "queued"
    work(run)
    counts = mara.get(path).json()["counts"]
    assert (counts["created"], counts["failed"]) == (2, 1)


def test_files_of_rows_are_taken_along(cast: Cast, mara: Caller) -> None:
    run = work(of(mara.upload(cast.northwind, *NEW)))
    early = mara.get(f"imports/{run.pk}/downloads/result.csv")
    assert (early.status_code, early.json()["code"]) == (409, "download.not_yet")
    mara.post(f"imports/{run.pk}/start/")
    work(run)

    for kind, there in (("problems", "bo"), ("result", "ann@example.org"), ("people", "Ann Arbor")):
        answer = mara.get(f"imports/{run.pk}/downloads/{kind}.csv", Accept="text/csv")
        assert answer["Content-Type"].startswith("text/csv")
        assert there in b"".join(answer).decode()
    assert mara.get(f"imports/{run.pk}/downloads/passwords.csv").status_code == 404
    assert Event.objects.filter(kind=EventKind.EXPORTED, by=cast.mara).count() == 3


def test_it_reads_a_file_as_it_is_told(cast: Cast, mara: Caller) -> None:
    content = "Liste\nName;E-Mail\n'Jürgen';j@example.org\n".encode("cp1252")
    told = {"encoding": "Windows-1252", "delimiter": "semicolon", "quote": "single", "header_row": 2}
    made = mara.upload(cast.northwind, content=content, **told)

    assert made.status_code == 202
    assert made.json()["read_as"] == "Windows-1252, semicolon, quoted with single quotes"
    work(of(made))
    (row,) = mara.get(f"imports/{made.json()['id']}/rows/").json()["results"]
    assert (row["name"], row["email"]) == ("Jürgen", "j@example.org")


@pytest.mark.parametrize(
    ("field", "value"), [("encoding", "morse"), ("delimiter", "x"), ("quote", "x"), ("header_row", "-1")]
)
def test_it_says_what_can_t_be_told_of_a_file(cast: Cast, mara: Caller, field: str, value: str) -> None:
    refused = mara.upload(cast.northwind, NEW[0], **{field: value})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_it_invites_the_new_people_when_asked_to(cast: Cast, mara: Caller) -> None:
    made = mara.upload(cast.northwind, NEW[0], start="true", invitations="now")
    work(of(made))
    assert Invitation.objects.get().person.email == "ann@example.org"


def test_it_lists_imports_by_status(cast: Cast, mara: Caller) -> None:
    run = work(of(mara.upload(cast.northwind, NEW[0])))
    path = f"accounts/{cast.northwind.pk}/imports/"

    assert [one["id"] for one in mara.get(f"{path}?status=checked&status=done").json()["results"]] == [run.pk]
    assert mara.get(f"{path}?status=done").json()["results"] == []
    assert mara.get(f"{path}?status=gone").status_code == 422


def test_it_invites_the_people_of_an_import_once(cast: Cast, mara: Caller) -> None:
    run = work(of(mara.upload(cast.northwind, *NEW, start="true")))

    assert [mara.post(f"imports/{run.pk}/invitations/").json() for _ in range(2)] == [{"invited": 1}, {"invited": 0}]


def test_refusals_speak_of_fields_where_pages_speak_of_buttons(cast: Cast, mara: Caller) -> None:
    sent = mara.upload(cast.northwind, "Ann Arbor,ann@example.org,,,", "Bo Ek,bo,,,", problems="stop")
    run = work(Import.objects.get(pk=sent.json()["id"]))
    refused = mara.post(f"imports/{run.pk}/start/").json()
    assert refused["detail"] == (
        "1 row has problems, and “problems” is stop. Nothing was imported. "
        "Correct the rows or the file, or PATCH the import with “problems”: “skip”."
    )
    mara.patch(f"imports/{run.pk}/", {"problems": "skip"})
    mara.post(f"imports/{run.pk}/start/")
    assert work(run).status == Status.DONE
