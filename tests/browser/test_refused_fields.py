"""Fields that were refused look so, also those that the focus is not in."""

from playwright.sync_api import Page, expect

from people.models import Membership, Person
from tests.factories import Cast

BORDER = "(field) => getComputedStyle(field).borderTopColor"


def test_refused_fields_are_edged_in_the_colour_of_what_is_wrong(page: Page) -> None:
    page.goto("/account/login/")
    fields = [page.get_by_label("E-mail"), page.get_by_label("Password", exact=True)]
    plain = {field.evaluate(BORDER) for field in fields}
    fields[0].fill("nobody@northwind.example")
    fields[1].fill("wrong")

    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()

    refused = {field.evaluate(BORDER) for field in fields}
    assert len(plain) == len(refused) == 1
    assert plain.isdisjoint(refused)
    expect(fields[1]).to_be_focused()


def test_on_a_phone_what_is_wrong_with_one_field_leaves_the_others_in_their_place(admin: Page, cast: Cast) -> None:
    liv = Person.objects.get(user=cast.liv)
    admin.set_viewport_size({"width": 360, "height": 780})
    admin.goto(f"/accounts/{cast.northwind.pk}/people/{liv.pk}/places/{cast.maths.pk}/")
    form = admin.get_by_role("form", name="Role and member ID in Mathematics")
    form.get_by_label("Member ID").fill("x" * 400)

    form.get_by_role("button", name="Save").click()

    expect(admin.get_by_text("The member ID is too long")).to_be_visible()
    expect(form.get_by_label("Member ID")).to_be_focused()
    role, member_id = (form.get_by_label(label).bounding_box() for label in ("Role", "Member ID"))
    assert role
    assert member_id
    assert role["y"] + role["height"] < member_id["y"]
    assert role["width"] == member_id["width"]


def test_what_is_wrong_with_no_single_field_has_the_focus(admin: Page, cast: Cast) -> None:
    liv = Person.objects.get(user=cast.liv)
    admin.goto(f"/accounts/{cast.northwind.pk}/people/{liv.pk}/places/{cast.maths.pk}/")
    Membership.objects.filter(person=liv, account=cast.maths).update(member_id="009")
    form = admin.get_by_role("form", name="Role and member ID in Mathematics")
    form.get_by_label("Member ID").fill("008")

    form.get_by_role("button", name="Save").click()

    alert = admin.get_by_role("alert").filter(has_text="Somebody else has changed the place of Liv Lund")
    expect(alert).to_be_focused()
