"""The main job: the ten steps of design §1, in a browser, on a real worker, Redis and PostgreSQL."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from departments.models import Account, Department
from people.models import Import, ImportRow, Membership, Person
from people.roles import Role
from people.services import create_partner
from tests.browser.steps import check, choose_file, expect_no_polling, import_button, sign_in, upload
from tests.factories import Cast
from tests.files import StaffList, upload_of
from tests.workers import Worker

OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")
SENTENCES = {
    StaffList.UNKNOWN_ROLE: "“Teacher” is not a role.",
    StaffList.UNKNOWN_DEPARTMENT: "There is no department 777777 in Northwind Academy.",
    StaffList.BAD_ADDRESS: "“jörg.müller(at)example.org” is not an e-mail address",
    StaffList.REPEATED: f"The same as row {StaffList.REPEATED - 1}",
}


@pytest.fixture
def staff(cast: Cast) -> StaffList:
    """The file of 300 rows for Northwind."""
    return StaffList(cast.maths.pk, cast.physics.pk)


def test_gets_300_people_into_their_places(page: Page, cast: Cast, staff: StaffList, worker: Worker) -> None:
    before = Person.objects.filter(partner=cast.northwind).count()
    sign_in(page, cast.mara)
    page.get_by_role("link", name="Admin of Northwind Academy").click()
    page.get_by_role("main").get_by_role("link", name="People").click()
    page.get_by_role("link", name="Upload via CSV").click()
    choose_file(page, upload_of(staff.FILE_NAME, staff.as_csv()))
    page.get_by_label("Name").select_option(label=staff.NAME_COLUMN)
    page.get_by_label("Email").select_option(label=staff.EMAIL_COLUMN)

    expect(check(page)).to_contain_text(
        "This import will create 295 people in 297 rows. 1 is skipped. 2 rows have problems."
    )
    expect(check(page)).to_contain_text(f"{len(staff.staff)} people also become Department staff")
    expect_no_polling(page)
    assert Person.objects.filter(partner=cast.northwind).count() == before
    expect(import_button(page)).to_have_accessible_name("Import 295 people, skip 3 rows")
    import_button(page).click()

    expect(page.get_by_role("heading", name="295 people are in")).to_be_visible()
    expect(
        page.get_by_text("300 rows in the file = 297 created + 0 updated + 0 unchanged + 1 skipped + 2 failed")
    ).to_be_visible()
    expect_no_polling(page)
    told = _all_rows(page)
    for number, sentence in SENTENCES.items():
        assert sentence in told[number], (number, told[number])
    assert counts_of(Import.objects.get()) == staff.COUNTS

    page.get_by_role("link", name="View these people").click()
    expect(page.get_by_text("of 295")).to_be_visible()
    _check_places(page, cast, staff)


def _check_places(page: Page, cast: Cast, staff: StaffList) -> None:
    """Steps 9 and 10, and R12 and R13."""
    page.goto(f"/accounts/{cast.northwind.pk}/people/")
    expect(page.get_by_role("main")).to_contain_text("302")
    page.get_by_role("searchbox").fill("person.79@")
    row = page.get_by_role("row").filter(has_text="person.79@example.org")
    for text in ("Zoë Žižek", "Mathematics", "Physics", "00079", "A-80", "Department staff"):
        expect(row).to_contain_text(text)

    page.goto(f"/accounts/{cast.northwind.pk}/departments/{cast.maths.pk}/?q=@example.org")
    expect(page.get_by_text(f"of {staff.people_in(cast.maths.pk)}")).to_be_visible()

    assert _staff_of(cast.northwind) == staff.staff
    above = Membership.objects.get(account=cast.northwind, person__email=f"person.{staff.PLACED_ABOVE}@example.org")
    assert above.role == Role.COURSE_VIEWER
    for department in (cast.maths, cast.physics):
        assert _newcomers(department) == staff.people_in(department.pk)


def test_finds_everybody_unchanged_the_second_time(admin: Page, cast: Cast, staff: StaffList, worker: Worker) -> None:
    page = admin
    upload(page, cast.northwind, upload_of(staff.FILE_NAME, staff.as_csv()))
    import_button(page).click()
    expect(page.get_by_role("heading", name="295 people are in")).to_be_visible()
    before = _everything()

    page.get_by_role("link", name="Upload another file").click()
    choose_file(page, upload_of(staff.FILE_NAME, staff.as_csv()))
    expect(check(page)).to_contain_text("Nothing would change: 297 rows say what is here already.")
    expect(import_button(page)).to_have_accessible_name("Import anyway: nothing will change")
    import_button(page).click()

    expect(
        page.get_by_text("300 rows in the file = 0 created + 0 updated + 297 unchanged + 1 skipped + 2 failed")
    ).to_be_visible()
    assert counts_of(Import.objects.latest("pk")) == staff.AGAIN
    assert _everything() == before


def test_says_and_does_the_same_on_the_command_line(cast: Cast, tmp_path: Path) -> None:
    fabrikam, hugo = create_partner(name="Fabrikam", admin_email="hugo@fabrikam.example", by=None)
    maths, physics = (
        Department.objects.create_department(partner=fabrikam, name=name) for name in ("Maths", "Physics")
    )
    twin = StaffList(maths.pk, physics.pk)
    file = twin.in_(tmp_path)

    checked = import_people(file, fabrikam, hugo.email, "--check-only")
    assert Person.objects.filter(partner=fabrikam).count() == 1
    done = import_people(file, fabrikam, hugo.email)
    again = import_people(file, fabrikam, hugo.email)

    assert {name: checked[name] for name in twin.COUNTS} == {name: done[name] for name in twin.COUNTS} == twin.COUNTS
    assert {name: again[name] for name in twin.AGAIN} == twin.AGAIN
    assert checked["issues"] == done["issues"] == again["issues"]
    assert [issue["row"] for issue in done["issues"]] == sorted(SENTENCES)
    for issue in done["issues"]:
        assert SENTENCES[issue["row"]].replace(cast.northwind.name, fabrikam.name) in issue["message"]
    assert _staff_of(fabrikam) == twin.staff
    assert [_newcomers(place) for place in (maths, physics)] == [twin.people_in(place.pk) for place in (maths, physics)]


def import_people(path: Path, account: Account, email: str, *options: str) -> dict[str, Any]:
    """What ``manage.py import_people --json`` prints."""
    out = StringIO()
    arguments = [str(path), "--account", str(account.pk), "--as", email, "--name", StaffList.NAME_COLUMN, "--json"]
    with pytest.raises(SystemExit) as ended:
        call_command("import_people", *arguments, *options, stdout=out)
    assert ended.value.code == 1
    return dict(json.loads(out.getvalue()))


def counts_of(run: Import) -> dict[str, int]:
    """The numbers of an import, which are those of its check and of its rows."""
    counts = {"rows": run.rows, **{outcome: getattr(run, outcome) for outcome in OUTCOMES}}
    assert {outcome: run.check_counts[outcome] for outcome in OUTCOMES} == {
        outcome: counts[outcome] for outcome in OUTCOMES
    }
    rows = ImportRow.objects.filter(import_run=run)
    assert {outcome: rows.filter(outcome=outcome).count() for outcome in OUTCOMES} == {
        outcome: counts[outcome] for outcome in OUTCOMES
    }
    assert sum(counts[outcome] for outcome in OUTCOMES) == counts["rows"]
    return counts


def _all_rows(page: Page) -> dict[int, str]:
    """The text of each row that has something to say, by its number."""
    told = {}
    for tab in ("Failed", "Skipped", "With a warning"):
        page.get_by_role("link", name=tab).click()
        expect(page.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")
        bodies = page.locator("#import-rows tbody tr").all_inner_texts()
        for row, more in zip(bodies[::2], bodies[1::2], strict=True):
            told[int(row.split()[0])] = more
    return told


def _staff_of(partner: Account) -> set[str]:
    automatic = Membership.objects.filter(
        account=partner, role=Role.DEPARTMENT_STAFF, person__email__endswith="@example.org"
    )
    return set(automatic.values_list("person__email", flat=True))


def _newcomers(department: Account) -> int:
    return Membership.objects.filter(account=department, person__email__endswith="@example.org").count()


def _everything() -> list[Any]:
    persons = Person.objects.order_by("pk").values_list("pk", "full_name", "email", "invited_at", "deactivated_at")
    return [*persons, *Membership.objects.order_by("pk").values_list("pk", "person", "account", "role", "member_id")]
