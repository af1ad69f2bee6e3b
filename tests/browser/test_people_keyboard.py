"""A person, the departments and the account switcher by keyboard alone."""

from playwright.sync_api import Locator, Page, expect

from departments.models import Department
from people.models import Membership, Person
from tests.browser.steps import tab_to
from tests.factories import Cast


def press(page: Page, target: Locator) -> None:
    """Go there by Tab, and press Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def test_changes_a_persons_place(admin: Page, cast: Cast) -> None:
    press(admin, admin.get_by_role("link", name="Liv Lund"))
    expect(admin.get_by_role("heading", name="Liv Lund")).to_be_visible()
    admin.wait_for_load_state()

    press(admin, admin.locator("summary", has_text="Mathematics"))
    form = admin.get_by_role("form", name="Role and member ID in Mathematics")
    tab_to(admin, form.get_by_label("Role"))
    admin.keyboard.press("ArrowDown")
    expect(form.get_by_label("Role")).to_have_value("course_viewer")
    tab_to(admin, form.get_by_label("Member ID"))
    admin.keyboard.press("Control+A")
    admin.keyboard.type("008")
    press(admin, form.get_by_role("button", name="Save"))

    expect(admin.get_by_text("Saved: Liv Lund in Mathematics: Course viewer, member ID 008.")).to_be_visible()
    expect(admin.get_by_role("list").filter(has_text="Member ID in Mathematics: 007 → 008")).to_be_visible()
    admin.wait_for_load_state()
    press(admin, admin.locator("summary", has_text="Add to an account"))
    add = admin.get_by_role("form", name="Add to an account")
    tab_to(admin, add.get_by_label("Account"))
    admin.keyboard.type("Phy")
    expect(add.get_by_label("Account")).to_have_value(str(cast.physics.pk))
    press(admin, add.get_by_role("button", name="Add"))
    expect(admin.get_by_text("Liv Lund is in Physics now: Learner.")).to_be_visible()
    admin.wait_for_load_state()
    press(admin, admin.locator("summary", has_text="Physics"))
    press(admin, admin.get_by_role("button", name="Remove from Physics"))
    expect(admin.get_by_text("Liv Lund is not in Physics any more.")).to_be_visible()
    assert not Membership.objects.filter(account=cast.physics, person__user=cast.liv).exists()


def test_corrects_and_deactivates_a_person(admin: Page, cast: Cast) -> None:
    liv = Person.objects.get(user=cast.liv)
    admin.goto(f"/accounts/{cast.northwind.pk}/people/{liv.pk}/")

    press(admin, admin.get_by_role("link", name="Change name or address"))
    expect(admin.get_by_role("heading", name="Name and address")).to_be_visible()
    admin.wait_for_load_state()
    tab_to(admin, admin.get_by_label("E-mail address"))
    admin.keyboard.press("Control+A")
    admin.keyboard.type("dora.diaz@northwind.example")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Dora Diaz has the address")).to_be_visible()
    tab_to(admin, admin.get_by_label("E-mail address"))
    admin.keyboard.press("Control+A")
    admin.keyboard.type("liv@northwind.example")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Saved: Liv Lund, liv@northwind.example.")).to_be_visible()

    admin.wait_for_load_state()
    press(admin, admin.locator("summary", has_text="Deactivate"))
    press(admin, admin.get_by_role("button", name="Deactivate Liv Lund"))
    expect(admin.get_by_text("Liv Lund is deactivated")).to_be_visible()
    admin.wait_for_load_state()
    press(admin, admin.get_by_role("button", name="Reactivate"))
    expect(admin.get_by_text("Liv Lund can come into Northwind Academy again.")).to_be_visible()


def test_adds_archives_and_brings_back_a_department(admin: Page, cast: Cast) -> None:
    admin.goto(f"/accounts/{cast.northwind.pk}/departments/")
    name = admin.get_by_label("Name of the department")
    tab_to(admin, name)
    admin.keyboard.type("Art")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Art is there. Its ID is")).to_be_visible()
    heights = [part.bounding_box() for part in (name, admin.get_by_role("button", name="Add department"))]
    assert len({(box["y"], box["height"]) for box in heights if box}) == 1, "field and button stand level"

    admin.wait_for_load_state()
    press(admin, admin.get_by_role("link", name="Archive Art"))
    expect(admin.get_by_role("heading", name="Archive Art?")).to_be_visible()
    admin.wait_for_load_state()
    press(admin, admin.get_by_role("button", name="Archive Art"))
    expect(admin.get_by_text("Art is archived.")).to_be_visible()
    admin.wait_for_load_state()
    press(admin, admin.get_by_role("button", name="Bring back Art"))
    expect(admin.get_by_text("Art is back, with everybody in it.")).to_be_visible()


def test_a_double_click_sends_a_form_once(admin: Page, cast: Cast) -> None:
    admin.goto(f"/accounts/{cast.northwind.pk}/departments/")
    sent: list[str] = []
    admin.on("request", lambda request: request.method == "POST" and sent.append(request.url))

    admin.get_by_label("Name of the department").fill("Art")
    admin.get_by_role("button", name="Add department").dblclick()

    expect(admin.get_by_text("Art is there. Its ID is")).to_be_visible()
    assert len(sent) == 1


def test_finds_an_account_among_many(admin: Page, cast: Cast) -> None:
    Department.objects.bulk_create(
        Department(parent_id=cast.northwind.pk, partner_id=cast.northwind.pk, name=f"Group {n:03}") for n in range(300)
    )
    admin.reload()

    press(admin, admin.locator("summary[aria-label*='switch account']"))
    search = admin.get_by_role("searchbox", name="Search your accounts by name or ID")
    expect(search).to_be_focused()
    admin.keyboard.type("group 29")
    results = admin.locator("#switch-results")
    expect(results).to_contain_text("Group 296")
    expect(results).not_to_contain_text("Group 001")
    expect(search).to_be_focused()
    admin.keyboard.press("ArrowDown")
    admin.keyboard.press("ArrowDown")
    expect(results.get_by_role("link").nth(1)).to_be_focused()
    second = results.get_by_role("link").nth(1).inner_text()
    admin.keyboard.press("Enter")

    expect(admin.get_by_label(f"{second}: switch account")).to_be_visible()
    expect(admin).to_have_title(f"People · {second}")
