"""The whole result, and the people of an import, as files (R29)."""

import pytest
from django.test import Client

from departments.models import Account
from people.models import Import, Membership, Person
from people.roles import Role
from tests.factories import Cast, make_person, place
from tests.web.takings import ask, table, take
from tests.web.uploads import finish, upload, uploaded, work


@pytest.fixture
def mixed(cast: Cast, mara: Client) -> Import:
    """Rows of all kinds, some of which would be formulas."""
    maths, physics = cast.maths.pk, cast.physics.pk
    run = upload(
        mara, cast.northwind,
        f"'=Ann,-ann@example.org,{maths},course_manager,'@0042",
        f"'=Ann,-ann@example.org,{physics}.0,,",
        "Vera Vossen,vera.voss@northwind.example,,admin,",
        f"Cora Cole,cora.cole@northwind.example,{maths},content_manager,",
        "Cora Cole,cora.cole@northwind.example,,,",
        "Bob  Bell,BOB@example.org,,boss,",
        "Bob Bell,bob@example.org,,boss,",
        "=1+1,nowhere,77,-x,+1",
    )  # fmt: skip
    return finish(mara, cast.northwind, run)


def as_dicts(lines: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_r29_the_result_has_every_row_with_what_became_of_it(cast: Cast, mara: Client, mixed: Import) -> None:
    lines = table(take(mara, cast.northwind, mixed, "result"))

    maths, physics = str(cast.maths.pk), str(cast.physics.pk)
    assert [line[:8] for line in lines] == [
        ["Row", "Outcome", "Name", "Email", "department_id", "Department", "cerego_role", "member_id"],
        ["2", "Created", "'=Ann", "'-ann@example.org", maths, "Mathematics", "course_manager", "'@0042"],
        ["3", "Created", "'=Ann", "'-ann@example.org", physics, "Physics", "", ""],
        ["4", "Updated", "Vera Vossen", "vera.voss@northwind.example", "", "Northwind Academy", "admin", ""],
        ["5", "Updated", "Cora Cole", "cora.cole@northwind.example", maths, "Mathematics", "content_manager", ""],
        ["6", "Unchanged", "Cora Cole", "cora.cole@northwind.example", "", "Northwind Academy", "", ""],
        ["7", "Created", "Bob Bell", "bob@example.org", "", "Northwind Academy", "boss", ""],
        ["8", "Skipped", "Bob Bell", "bob@example.org", "", "Northwind Academy", "boss", ""],
        ["9", "Failed", "'=1+1", "nowhere", "77", "", "'-x", "'+1"],
    ]
    rows = as_dicts(lines)
    assert rows[0]["What changed"] == "also Department staff in the partner account"
    assert rows[2]["What changed"] == "Name: Vera Voss → Vera Vossen; Role: Course viewer → Admin"
    assert rows[3]["What changed"] == "a further place"
    assert rows[6]["Remarks"].endswith("The same as row 7, so there is nothing more to do.")
    assert "“nowhere” is not an e-mail address" in rows[7]["Remarks"]
    assert "“-x” is not a role." in rows[7]["Remarks"]


@pytest.mark.parametrize("kind", ["result", "people"])
def test_r29_what_came_in_loads_back_and_changes_nothing(cast: Cast, mara: Client, mixed: Import, kind: str) -> None:
    run = work(uploaded(mara, cast.northwind, take(mara, cast.northwind, mixed, kind)))

    counts = run.check_counts
    assert (counts["created"], counts["updated"]) == (0, 0)
    left_out = {"result": (1, 1), "people": (0, 0)}
    assert (counts["skipped"], counts["failed"]) == left_out[kind]
    assert counts["unchanged"] == run.rows - sum(left_out[kind])


def test_r29_its_people_are_told_as_they_are_now(cast: Cast, mara: Client, mixed: Import) -> None:
    Person.objects.filter(email="bob@example.org").update(full_name="'-Bob")
    Membership.objects.filter(person__email="-ann@example.org", account=cast.physics).delete()
    vera = Person.objects.get(email="vera.voss@northwind.example")
    place(vera, cast.physics, Role.COURSE_VIEWER, member_id="'+7")

    data = take(mara, cast.northwind, mixed, "people")

    maths, physics = str(cast.maths.pk), str(cast.physics.pk)
    assert table(data) == [
        ["Name", "Email", "department_id", "cerego_role", "member_id"],
        ["'=Ann", "'-ann@example.org", maths, "course_manager", "'@0042"],
        ["''-Bob", "bob@example.org", "", "", ""],
        ["Cora Cole", "cora.cole@northwind.example", "", "course_manager", ""],
        ["Cora Cole", "cora.cole@northwind.example", maths, "content_manager", ""],
        ["Vera Vossen", "vera.voss@northwind.example", "", "admin", ""],
        ["Vera Vossen", "vera.voss@northwind.example", physics, "course_viewer", "''+7"],
    ]
    run = work(uploaded(mara, cast.northwind, data))
    assert run.check_counts["unchanged"] == run.rows == 6


def test_leaves_out_places_that_no_file_can_name(cast: Cast, mara: Client) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, f"Ann,ann@example.org,{cast.maths.pk},,"))
    Account.objects.filter(pk=cast.maths.pk).update(archived_at="2026-01-01T00:00Z")

    answer = ask(mara, cast.northwind, run, "people")

    assert answer.status_code == 302


def test_tells_a_departments_admin_nothing_of_other_accounts(cast: Cast, mara: Client, as_) -> None:
    both = make_person(cast.physics, "Both Ways", role=Role.ADMIN)
    place(both, cast.maths)
    rows = ("Both Ways,both.ways@northwind.example,,,", f"Cy,cy@x.example,{cast.physics.pk},,", "Ann,ann@x.example,,,")
    run = finish(as_(cast.dora), cast.maths, upload(as_(cast.dora), cast.maths, *rows))

    people = table(take(as_(cast.dora), cast.maths, run, "people"))
    result = table(take(as_(cast.dora), cast.maths, run, "result"))

    maths = str(cast.maths.pk)
    assert [line[:3] for line in people[1:]] == [
        ["Ann", "ann@x.example", maths],
        ["Both Ways", "both.ways@northwind.example", maths],
    ]
    assert [line[4:6] for line in result[1:]] == [
        [maths, "Mathematics"],
        [str(cast.physics.pk), ""],
        [maths, "Mathematics"],
    ]
    assert "Physics" not in str(result)
    seen_by_mara = table(take(mara, cast.northwind, run, "people"))
    assert ["Both Ways", "both.ways@northwind.example", str(cast.physics.pk), "admin", ""] in seen_by_mara


def test_is_right_after_an_undo(cast: Cast, mara: Client, mixed: Import) -> None:
    Person.objects.filter(email="bob@example.org").update(joined_at="2026-01-01T00:00Z")
    mara.post(f"/accounts/{cast.northwind.pk}/imports/{mixed.pk}/undo/")
    run = work(mixed)

    result = as_dicts(table(take(mara, cast.northwind, run, "result")))
    people = as_dicts(table(take(mara, cast.northwind, run, "people")))

    undone = [row["Undone"] for row in result]
    assert undone.count("Reversed") == run.reversed
    assert undone.count("Kept") == run.kept > 0
    assert undone.count("Nothing to undo") == run.nothing_to_undo
    assert "signed in" in result[5]["Remarks"]
    assert "-ann@example.org" not in str(people)
    assert {(row["Name"], row["cerego_role"]) for row in people if row["Email"].startswith("vera")} == {
        ("Vera Voss", "course_viewer")
    }
    assert [row["Problem"] for row in as_dicts(table(take(mara, cast.northwind, run, "problems")))]
