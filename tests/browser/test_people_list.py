"""The people list as people use it: by keyboard, on a phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from departments.models import Account
from people.listing import paging
from people.models import Person
from tests.browser.steps import enter, sign_in, tab_to
from tests.factories import Cast, make_person
from tests.workers import Worker

NOTE_WHAT_IS_SAID = """() => {
  window.said = [];
  const region = document.getElementById("announcements");
  new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, { childList: true });
}"""


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    for number in range(60):
        make_person(cast.maths, f"Zed {number:02}")
    return cast


def test_it_searches_as_one_types_and_says_how_many(crowd: Cast, admin: Page) -> None:
    search = admin.get_by_role("searchbox")
    search.press_sequentially("zed 0")

    expect(admin.get_by_text("Showing 1–10 of 10")).to_be_visible()
    expect(admin.locator("#announcements")).to_have_text("10 people")
    expect(search).to_be_focused()
    expect(admin).to_have_url(re.compile(r"\?q=zed\+0$"))


def test_how_many_match_is_told_above_and_below_and_said_once_when_it_has_been_counted(
    crowd: Cast, admin: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_SMALL", 0)
    monkeypatch.setattr(paging, "_FIRST", 10)
    admin.evaluate(NOTE_WHAT_IS_SAID)
    admin.get_by_role("searchbox").press_sequentially("zed", delay=20)
    head = admin.locator(".listing__count")
    expect(head).to_contain_text("Many matches")
    clear = admin.get_by_role("link", name="Clear all")
    before = clear.bounding_box()

    expect(head).to_contain_text("60 matches")
    expect(admin.get_by_text("Showing 1–50 of 60")).to_be_visible()
    expect(admin.locator("#announcements")).to_have_text("60 people")
    assert admin.evaluate("said").count("60 people") == 1
    assert clear.bounding_box() == before, "the link beside it has moved"


def test_by_keyboard_it_sorts_and_pages_and_keeps_the_focus(crowd: Cast, admin: Page) -> None:
    tab_to(admin, admin.get_by_role("link", name="Name", exact=True))
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("row").nth(1)).to_contain_text("Zed 59")
    expect(admin.get_by_role("link", name="Name", exact=True)).to_be_focused()

    admin.get_by_role("link", name="Next").focus()  # a hundred Tabs away
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Showing 51–67 of 67")).to_be_visible()
    expect(admin.get_by_role("region", name="People")).to_be_focused()


def test_by_keyboard_it_changes_those_ticked(cast: Cast, admin: Page) -> None:
    tab_to(admin, admin.get_by_role("checkbox", name="Choose Cora Cole"))
    admin.keyboard.press("Space")
    expect(admin.locator("#announcements")).to_have_text("1 chosen")
    tab_to(admin, admin.get_by_role("button", name="Deactivate", exact=True))
    admin.keyboard.press("Enter")

    expect(admin.get_by_role("heading", name="Deactivate 1 person")).to_be_visible()
    tab_to(admin, admin.get_by_role("button", name="Deactivate 1 person"))
    admin.keyboard.press("Enter")

    expect(admin.get_by_text("1 changed")).to_be_visible()
    assert Person.objects.get(user=cast.cora).deactivated_at


def test_it_changes_all_that_match_in_the_background(crowd: Cast, admin: Page, worker: Worker) -> None:
    for number in range(60, 120):
        make_person(crowd.maths, f"Zed {number:03}")
    admin.goto(f"{admin.url}?q=zed")
    admin.get_by_role("checkbox", name="Choose everybody on this page").check()
    expect(admin.locator(".bulk__count", has_text="50 chosen")).to_be_visible()
    admin.get_by_label("All 120 that match").check()
    admin.get_by_role("button", name="Remove from department").click()
    admin.get_by_label("Department").select_option(label="Mathematics")
    admin.get_by_role("button", name="Remove 120 people").click()

    expect(admin.get_by_text("120 changed", exact=True)).to_be_visible()
    expect(admin.locator("[hx-trigger*=every]")).to_have_count(0)


def test_it_ticks_a_stretch_with_shift(crowd: Cast, admin: Page) -> None:
    boxes = admin.locator("input[name=person]")
    boxes.nth(2).click()
    boxes.nth(6).click(modifiers=["Shift"])

    expect(admin.locator(".bulk__count", has_text="5 chosen")).to_be_visible()


def test_it_adds_people_by_keyboard(cast: Cast, admin: Page, worker: Worker) -> None:
    tab_to(admin, admin.get_by_role("link", name="Add people"))
    admin.keyboard.press("Enter")
    admin.get_by_label("People", exact=True).wait_for()
    tab_to(admin, admin.get_by_label("People", exact=True))
    admin.keyboard.type("Ann Arbor <ann@example.org>")
    tab_to(admin, admin.get_by_role("button", name="Add people"))
    admin.keyboard.press("Enter")

    expect(admin.get_by_text("1 created")).to_be_visible()


def test_without_javascript_it_filters_pages_and_changes_people(crowd: Cast, plain: Page) -> None:
    sign_in(plain, crowd.mara)
    plain.goto(f"/accounts/{crowd.northwind.pk}/people/")
    plain.get_by_role("searchbox").fill("zed")
    plain.get_by_role("searchbox").press("Enter")
    plain.get_by_role("link", name="Next").click()
    expect(plain.get_by_text("Showing 51–60 of 60")).to_be_visible()
    plain.get_by_role("checkbox", name="Choose Zed 59").check()
    plain.get_by_role("button", name="Change role").click()
    plain.get_by_label("Where").select_option(label="Mathematics")
    plain.get_by_label("Role").select_option(label="Course viewer")
    plain.get_by_role("button", name="Change the role of 1 person").click()

    expect(plain.get_by_text("1 changed")).to_be_visible()


def test_on_a_phone_nothing_is_cut_off(crowd: Cast, admin: Page) -> None:
    admin.set_viewport_size({"width": 360, "height": 780})
    admin.get_by_role("checkbox", name="Choose Cora Cole").check()

    expect(admin.get_by_role("button", name="Export")).to_be_visible()
    assert admin.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_a_phone_what_can_be_done_to_those_ticked_is_in_sight(crowd: Cast, admin: Page) -> None:
    admin.set_viewport_size({"width": 360, "height": 780})
    admin.goto(f"/accounts/{crowd.northwind.pk}/people/")
    admin.get_by_role("checkbox", name="Choose", exact=False).nth(1).check()

    button = admin.get_by_role("button", name="Change role")
    expect(button).to_be_in_viewport(ratio=1)
    bar = admin.get_by_role("form", name="Those chosen")
    expect(bar.get_by_text("1 chosen")).to_be_in_viewport(ratio=1)
    assert bar.evaluate("(bar) => bar.offsetHeight") < 200


def test_on_a_phone_long_filters_stay_within_the_page(crowd: Cast, admin: Page) -> None:
    Account.objects.filter(pk=crowd.maths.pk).update(name="Art and Design with Photography")
    admin.set_viewport_size({"width": 360, "height": 780})
    admin.goto(f"/accounts/{crowd.northwind.pk}/people/?department={crowd.maths.pk}&department={crowd.physics.pk}")

    expect(admin.get_by_title("Department: Art and Design with Photography or Physics")).to_be_visible()
    assert admin.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_exports_those_ticked(crowd: Cast, admin: Page) -> None:
    admin.get_by_role("checkbox", name="Choose Cora Cole").check()
    with admin.expect_download() as downloaded:
        admin.get_by_role("button", name="Export").click()

    assert "Cora Cole" in downloaded.value.path().read_text("utf-8-sig")


def test_a_page_in_the_past_is_seen_again_by_going_back(crowd: Cast, admin: Page) -> None:
    enter(admin, crowd.mara, crowd.northwind)
    admin.get_by_role("link", name="Next").click()
    expect(admin.get_by_text("Showing 51–67 of 67")).to_be_visible()
    admin.go_back()
    expect(admin.get_by_text("Showing 1–50 of 67")).to_be_visible()
