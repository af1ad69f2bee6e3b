"""The page of the API's description: drawn from our own files under the strict rules for browsers, and good for trying out."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.steps import enter
from tests.factories import Cast

PICTURES = os.environ.get("SCREENSHOTS")


def test_it_shows_every_operation_with_an_example(page: Page, cast: Cast) -> None:
    page.goto("/api/v1/")
    expect(page.get_by_role("heading", name="Cerego People")).to_be_visible()
    operation = page.locator(".opblock", has_text="List the people of an account, as its People page does").first
    operation.get_by_role("button").first.click()
    expect(operation.get_by_text("Ada Lovelace").first).to_be_visible()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "api.png", full_page=True)


def test_who_is_signed_in_tries_a_change_out(page: Page, cast: Cast) -> None:
    enter(page, cast.mara, cast.northwind)
    page.goto("/api/v1/")
    operation = page.locator(".opblock-post", has_text="Create a department in a partner account").first
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_placeholder("account_id").fill(str(cast.northwind.pk))
    operation.locator("textarea").first.fill('{"name": "Tried out"}')
    with page.expect_response("**/departments/") as answer:
        operation.get_by_role("button", name="Execute").click()

    assert answer.value.status == 201
    assert cast.northwind.departments.filter(name="Tried out").exists()


def test_its_examples_can_be_read(page: Page, cast: Cast) -> None:
    page.goto("/api/v1/")
    operation = page.locator(".opblock", has_text="Read an account").first
    operation.get_by_role("button").first.click()
    example = operation.locator("pre code").first
    expect(example).to_contain_text("Northwind Academy")
    assert example.evaluate("(code) => getComputedStyle(code).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_it_is_dark_where_everything_is(page: Page, cast: Cast) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/api/v1/")
    drawn = page.locator(".swagger-ui").first
    expect(page.get_by_role("heading", name="Cerego People")).to_be_visible()
    expect(drawn).to_have_css("background-color", "rgb(28, 32, 34)")
    expect(page.locator(".info .description")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "api-dark.png", full_page=True)
    page.emulate_media(color_scheme="light")
    expect(drawn).not_to_have_css("background-color", "rgb(28, 32, 34)")


def test_on_a_phone_its_tables_are_moved_and_not_the_page(page: Page, cast: Cast) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/api/v1/")
    operation = page.locator(".opblock", has_text="Read an account").first
    operation.get_by_role("button").first.click()
    expect(operation.locator("table").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
