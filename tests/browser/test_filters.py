"""The filters above a list: however long they are the list stays where it is, and of their menus everything is reached."""

import pytest
from playwright.sync_api import Page, expect

from departments.models import Department
from tests.browser.looking import cut_off
from tests.factories import Cast, make_import

LONG = "Mathematics, with statistics and computing for all who come in the evening"
REACHES_OUT = """(choice) => {
  const [inner, outer] = [choice, choice.parentElement].map((element) => element.getBoundingClientRect());
  return inner.top < outer.top || inner.bottom > outer.bottom;
}"""


def test_long_ones_in_use_move_no_list_down_and_open_within_the_window(
    cast: Cast, admin: Page, subtests: pytest.Subtests
) -> None:
    cast.maths.name = LONG
    cast.maths.save()
    run = make_import(cast.northwind, cast.mara, file_name=f"{LONG}.csv", people=3)
    line, people = admin.locator(".facets"), f"/accounts/{cast.northwind.pk}/people/?"
    one, all_others = f"department={cast.maths.pk}", f"role=admin&role=learner&status=active&import={run.pk}"
    for width in (1024, 1100, 1280):
        admin.set_viewport_size({"width": width, "height": 700})
        places = []
        for query, filters in (("", 0), (one, 1), (f"{one}&{all_others}", 4)):
            with subtests.test(width=width, filters=filters):
                admin.goto(people + query)
                expect(line.get_by_role("link", name="Take off")).to_have_count(filters)
                places.append(line.bounding_box())
                for pill in line.locator("summary").all():
                    pill.click()
                    assert cut_off(admin) == []
        assert places == [places[0]] * 3


def test_that_there_are_more_choices_is_seen_and_the_last_is_reached_whole(cast: Cast, admin: Page) -> None:
    for number in range(20):
        Department.objects.create_department(partner=cast.northwind, name=f"{LONG} {number}")
    admin.set_viewport_size({"width": 640, "height": 360})
    admin.reload()
    admin.locator("summary", has_text="Department").click()
    choices = admin.locator("[open] .menu-choices")
    last = choices.locator("label").last
    assert last.evaluate(REACHES_OUT)

    choices.evaluate("(choices) => choices.scrollTo(0, choices.scrollHeight)")

    assert not last.evaluate(REACHES_OUT)
    assert choices.locator("xpath=..").evaluate("(sheet) => sheet.scrollHeight <= sheet.clientHeight"), (
        "two scroll at once"
    )
