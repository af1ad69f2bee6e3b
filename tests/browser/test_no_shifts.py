"""Nothing on a page moves by itself, neither when it comes nor when a part of it is swapped: one may be about to press there."""

from time import sleep

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from people import tasks
from people.imports import run as runs
from people.models import Import
from tests.browser.steps import check, import_button, upload
from tests.factories import Cast, make_person
from tests.files import people_file, upload_of
from tests.workers import Worker

WATCH = """
new PerformanceObserver((list) => {
  // While the page itself is still coming in, the end of a line may push its beginning.
  const parsed = performance.getEntriesByType("navigation")[0].domInteractive || Infinity;
  for (const { value, sources, hadRecentInput, startTime } of list.getEntries()) {
    const moved = sources.map(({ node, previousRect, currentRect }) => {
      const name = (node?.nodeType === 1 ? node : node?.parentElement)?.outerHTML.slice(0, 120);
      return `${name}: ${previousRect.x},${previousRect.y} → ${currentRect.x},${currentRect.y}`;
    });
    // Less than a thousandth (of the window, by the way it went) is a word or an icon that was drawn late on a busy machine.
    if (hadRecentInput || startTime <= parsed || value < 0.001) continue;
    shifted(`${location.pathname}${location.search} ${value.toFixed(4)} ${moved.join(" | ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""

SEEN = "() => new Promise((done) => setTimeout(done, 150))"
"""A pause in which the browser hands on what it has seen."""


@pytest.fixture
def shifts(context: BrowserContext) -> list[str]:
    """What has moved, though nobody has just typed or clicked."""
    seen: list[str] = []
    context.expose_function("shifted", lambda moved: seen.append(moved))
    context.add_init_script(WATCH)
    return seen


def test_the_sign_in_page(page: Page, shifts: list[str]) -> None:
    page.goto("/account/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()

    page.evaluate(SEEN)

    assert shifts == []


def test_the_people_list(cast: Cast, shifts: list[str], admin: Page) -> None:
    for number in range(60):
        make_person(cast.maths, f"Zed {number:02}")
    admin.reload()
    admin.get_by_role("link", name="Next").click()
    expect(admin.get_by_text("Showing 51–67 of 67")).to_be_visible()
    admin.get_by_role("searchbox").press_sequentially("zed 0", delay=20)
    expect(admin.get_by_text("Showing 1–10 of 10")).to_be_visible()
    admin.goto(f"{admin.url}&role=learner&status=not_invited")
    expect(admin.get_by_text("Showing 1–10 of 10")).to_be_visible()

    admin.evaluate(SEEN)

    assert shifts == []


def test_an_answer_that_comes_when_the_click_is_long_past(cast: Cast, shifts: list[str], admin: Page) -> None:
    """What moves within half a second of a click counts as wanted; so the answer is held back for longer."""
    for number in range(60):
        make_person(cast.maths, f"Zed {number:02}")
    admin.reload()
    admin.route("**/people/?*", lambda route: (sleep(0.7), route.continue_()))
    for facet, option, told in (("Role", "Learner", "Role: Learner"), ("Status", "Not invited", "Status: Not invited")):
        admin.locator("summary", has_text=facet).click()
        admin.get_by_role("checkbox", name=option).check()
        admin.get_by_role("button", name="Show", exact=True).click()
        expect(admin.locator(".facets")).to_contain_text(told)
    admin.get_by_role("searchbox").fill("zed 0")
    expect(admin.get_by_text("10 matches")).to_be_visible()
    admin.get_by_role("link", name="Clear all").click()
    expect(admin.get_by_text("1–50 of 67", exact=True)).to_be_visible()

    admin.evaluate(SEEN)

    assert shifts == []


def test_an_import_from_the_upload_to_its_end(cast: Cast, shifts: list[str], admin: Page, slow_worker: Worker) -> None:
    slow_worker.start()
    upload(admin, cast.northwind, upload_of("people.csv", people_file(120)))
    expect(check(admin)).to_contain_text("create 120 people.")
    import_button(admin).click()
    expect(admin.get_by_role("heading", name="120 people are in")).to_be_visible()

    admin.evaluate(SEEN)

    assert shifts == []


def test_the_button_that_imports_stays_where_it_is_when_the_check_ends(
    cast: Cast, admin: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "enqueue", lambda import_ids: True)
    upload(admin, cast.northwind, upload_of("people.csv", people_file(30)))
    expect(check(admin)).to_contain_text("Checking …")
    before = import_button(admin).bounding_box()
    run = Import.objects.get()
    while run.pk in runs.work(run.pk):
        pass
    expect(check(admin)).to_contain_text("create 30 people.")

    after = import_button(admin).bounding_box()
    assert before
    assert after
    assert (before["x"], before["y"]) == (after["x"], after["y"])
