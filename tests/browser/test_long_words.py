"""Long names and sentences leave tables readable: a row has a few lines, and what is cut is to be had in full."""

from playwright.sync_api import Locator, Page, expect

from people.models import Event
from tests.factories import Cast, make_person

LONG = "Mathematik" * 20
"""As long as a name may be, with no place to break it."""
LINES = "(element) => Math.round(element.clientHeight / parseFloat(getComputedStyle(element).lineHeight))"


def lines_of(element: Locator) -> int:
    """How many lines of words would fit into it."""
    return int(element.evaluate(LINES))


def test_a_long_department_has_three_lines_and_its_whole_name_is_reached(admin: Page, cast: Cast) -> None:
    cast.maths.name = LONG
    cast.maths.save()
    admin.goto(f"/accounts/{cast.northwind.pk}/departments/")
    link = admin.get_by_role("link", name=LONG, exact=True)

    assert lines_of(link) == 3
    expect(link).to_have_attribute("title", LONG)
    link.press("Enter")
    expect(admin.get_by_role("heading", level=1)).to_have_text(LONG)


def test_what_was_done_has_room_beside_long_names_and_addresses(admin: Page, cast: Cast) -> None:
    person = make_person(cast.maths, LONG, email=f"{'m' * 60}@{'x' * 60}.example")
    Event.objects.create(
        account=cast.northwind, by=cast.mara, kind="department.renamed", person=person,
        details={"before": "The department of mathematics", "after": "Mathematics, with statistics and computing"},
    )  # fmt: skip
    admin.goto(f"/accounts/{cast.northwind.pk}/activity/")
    row = admin.get_by_role("row", name="Mathematics, with statistics")

    assert lines_of(row.get_by_role("cell").nth(1)) <= 6, "five, and the space around them"
