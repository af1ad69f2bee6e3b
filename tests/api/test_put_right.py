"""A value put right in all rows that have it, by the rules of the page's form."""

from typing import Any

import pytest

from people.models import Import, ImportCorrection, Membership
from people.roles import Role
from tests.api.conftest import Caller
from tests.factories import Cast
from tests.web.uploads import work

ROWS = (
    "Ann Arbor,ann@example.org,{maths},Mgr,",
    "Bo Ek,bo@example.org,77,Mgr,",
    "Cy Dee,cy@example.org,77,,",
    "Di Eve,di,,,",
)
MANAGER = {"code": "role.unrecognised", "wrong": "Mgr", "right": "course_manager"}


@pytest.fixture
def run(cast: Cast, mara: Caller) -> Import:
    """An import into Northwind that is checked."""
    answer = mara.upload(cast.northwind, *(row.format(maths=cast.maths.pk) for row in ROWS))
    return work(Import.objects.get(pk=answer.json()["id"]))


def problems(mara: Caller, run: Import) -> list[dict[str, Any]]:
    return mara.get(f"imports/{run.pk}/problems/").json()["problems"]


def test_it_tells_what_is_wrong_by_kind_and_by_value(mara: Caller, run: Import) -> None:
    assert {each["code"]: (each["rows"], each["values"]) for each in problems(mara, run)} == {
        "department.unknown": (2, [{"value": "77", "rows": 2}]),
        "role.unrecognised": (2, [{"value": "Mgr", "rows": 2}]),
        "email.invalid": (1, []),
    }


def test_before_the_import_a_value_is_put_right_in_all_rows_and_they_are_checked_again(
    cast: Cast, mara: Caller, run: Import
) -> None:
    path = f"imports/{run.pk}/"
    before = mara.get(f"{path}problems/")
    done = mara.patch(f"{path}problems/", MANAGER, If_Match=before["ETag"])
    assert "role.unrecognised" not in {each["code"] for each in done.json()["problems"]}
    late = mara.patch(f"{path}problems/", MANAGER, If_Match=before["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "request.changed")
    other = {"code": "department.unknown", "wrong": "77", "right": str(cast.physics.pk)}
    assert mara.patch(f"{path}problems/", other).status_code == 200
    assert mara.patch(f"{path}problems/", {"code": "email.invalid", "leave_out": True}).json() == {"problems": []}

    assert mara.post(f"{path}retry/").json()["status"] == "checking"
    assert work(run).status == "checked"
    foreseen = mara.get(path).json()["foreseen"]
    assert (foreseen["created"], foreseen["skipped"], foreseen["failed"]) == (3, 1, 0)
    mara.post(f"{path}start/")
    work(run)
    ann = Membership.objects.get(person__email="ann@example.org", account=cast.maths)
    bo = Membership.objects.get(person__email="bo@example.org", account=cast.physics)
    assert ann.role == bo.role == Role.COURSE_MANAGER


def test_after_the_import_the_rows_are_tried_again_and_none_is_left_out(cast: Cast, mara: Caller, run: Import) -> None:
    path = f"imports/{run.pk}/"
    mara.post(f"{path}start/")
    work(run)
    refused = mara.patch(f"{path}problems/", {"code": "department.unknown", "wrong": "77", "leave_out": True})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "leave_out")

    right = {"code": "department.unknown", "wrong": "77", "right": ""}
    assert mara.patch(f"{path}problems/", right).status_code == 200
    mara.post(f"{path}retry/")
    work(run)

    assert mara.get(path).json()["counts"]["failed"] == 1
    assert Membership.objects.filter(person__email="cy@example.org", account=cast.northwind).exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"right": "admin"}, "code"),
        ({"code": "role.unrecognised", "wrong": "Mgr"}, "right"),
        ({"code": "role.unrecognised", "wrong": "Mgr", "right": "admin", "leave_out": True}, "right"),
        ({"code": "role.unrecognised", "right": "admin"}, "wrong"),
        ({"code": "role.unrecognised", "wrong": "Mgr", "right": "learner"}, "right"),
        ({"code": "role.unrecognised", "wrong": "Mgr", "right": "department_staff"}, "right"),
        ({"code": "department.unknown", "wrong": "77", "right": "78"}, "right"),
        ({"code": "department.unknown", "wrong": "77", "right": "{wards}"}, "right"),
        ({"code": "email.invalid", "wrong": "di", "right": "di@example.org"}, "code"),
        ({"code": "row.repeated", "leave_out": True}, "code"),
    ],
)
def test_what_the_page_does_not_offer_is_refused(
    cast: Cast, mara: Caller, run: Import, sent: dict[str, Any], field: str
) -> None:
    sent = {**sent, **({"right": str(cast.wards.pk)} if sent.get("right") == "{wards}" else {})}
    refused = mara.patch(f"imports/{run.pk}/problems/", sent)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    assert not ImportCorrection.objects.exists()


def test_where_no_row_has_such_a_value_nothing_is_corrected(mara: Caller, run: Import) -> None:
    refused = mara.patch(f"imports/{run.pk}/problems/", {**MANAGER, "wrong": "Boss"})
    assert (refused.status_code, refused.json()["code"]) == (409, "import.nothing_to_correct")


def test_a_correction_is_taken_back(mara: Caller, run: Import) -> None:
    row = f"imports/{run.pk}/rows/5/"
    assert mara.patch(row, {"values": {"email": "di@example.org"}}).json()["email"] == "di@example.org"
    both = mara.patch(row, {"values": {"email": "di@example.org"}, "take_back": True})
    assert (both.status_code, both.json()["errors"][0]["field"]) == (422, "take_back")
    back = mara.patch(row, {"take_back": True}).json()
    assert (back["email"], back["was"]) == ("di", {})
