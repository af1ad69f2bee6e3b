"""The browser itself: it starts, reaches the live server, and would notice what goes wrong behind the scenes."""

from playwright.sync_api import Page, expect

from tests.browser.looking import cut_off


def test_it_shows_the_sign_in_page(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_it_notices_errors_on_the_console(page: Page, problems: list[str]) -> None:
    page.goto("/")
    with page.expect_console_message():
        page.evaluate("() => console.error('oh')")
    assert problems == ["console: oh"]
    problems.clear()


def test_it_notices_errors_of_scripts(page: Page, problems: list[str]) -> None:
    page.goto("/")
    with page.expect_event("pageerror"):
        page.evaluate("() => setTimeout(() => { throw new Error('ah') })")
    assert problems == ["script: ah"]
    problems.clear()


def test_it_notices_missing_files(page: Page, problems: list[str]) -> None:
    page.goto("/")
    with page.expect_response("**/none.png"):
        page.evaluate(
            "() => { const image = new Image(); image.src = '/static/none.png'; document.body.append(image) }"
        )
    assert [problem.split()[:2] for problem in problems] == [["404", "image"]]
    problems.clear()


def test_it_notices_what_is_cut_off(page: Page) -> None:
    page.goto("/")
    assert cut_off(page) == []
    button = page.get_by_role("button", name="Sign in", exact=True)

    button.evaluate("(button) => { button.style.inlineSize = '200vw' }")
    assert cut_off(page) == ["the page is wider than the window"]

    button.evaluate("(button) => { button.closest('main').style.overflow = 'hidden' }")
    assert any("Sign in</button>" in found for found in cut_off(page))
