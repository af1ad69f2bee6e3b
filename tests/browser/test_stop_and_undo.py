"""Stopping, continuing and undoing an import while a real worker is at it; with the mouse, by keyboard, without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from people.imports import run as runs
from people.models import Event, Import, Person
from people.models.events import EventKind
from tests.browser.steps import check, enter, expect_no_polling, import_button, tab_to, upload
from tests.factories import Cast
from tests.files import people_file, upload_of
from tests.workers import Worker

ROWS = 2_000
"""As many as the slow worker never gets done before somebody clicks; the rest is the quick one's."""
BATCH = 5
LONG = 180_000
"""Milliseconds."""


@pytest.fixture
def plain(browser: Browser, live_server: object, cast: Cast) -> Iterator[Page]:
    """A page of Northwind's admin in a browser with JavaScript off."""
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(30_000)
    page = context.new_page()
    enter(page, cast.mara, cast.northwind)
    yield page
    context.close()


def check_and_start(page: Page, cast: Cast, worker: Worker, *, by_button: bool = False) -> Import:
    """Import so many people; the check is done right here, the rest by the worker. ``by_button``: nothing uploads by itself."""
    page.goto(f"/accounts/{cast.northwind.pk}/people/upload/")
    page.get_by_label("Drop a CSV or Excel file here").set_input_files(upload_of("people.csv", people_file(ROWS)))
    if by_button:
        page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Match columns")).to_be_visible()
    run = Import.objects.get()
    while run.pk in runs.work(run.pk):
        pass
    expect(check(page)).to_contain_text("create 2,000 people.")
    import_button(page).click()
    expect(page.get_by_role("button", name="Don’t import yet")).to_be_visible()
    worker.start()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    return run


def expect_stopped(page: Page, run: Import, *, slow: Worker, quick: Worker) -> None:
    """It has stopped between two batches, and the page says where. What comes now the quick worker does."""
    expect(page.get_by_role("heading", name="The import is stopped")).to_be_visible()
    run.refresh_from_db()
    assert 0 < run.created < ROWS
    assert run.created % BATCH == 0
    assert Person.objects.filter(email__endswith="@example.org").count() == run.created
    expect(page.get_by_text(f"Stopped. {run.created:,} of 2,000 rows are done and stay as they are.")).to_be_visible()
    slow.stop()
    quick.start()


def expect_undone(page: Page) -> None:
    """All is as before, and the page says so."""
    expect(page.get_by_role("heading", name="The import is undone")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Of 2,000 rows, 2,000 were reversed, 0 kept and 0 had nothing to undo.")).to_be_visible()
    assert not Person.objects.filter(email__endswith="@example.org").exists()


def test_stops_goes_on_and_undoes_by_keyboard(admin: Page, cast: Cast, worker: Worker, slow_worker: Worker) -> None:
    run = check_and_start(admin, cast, slow_worker)
    tab_to(admin, admin.get_by_role("button", name="Stop"))
    admin.keyboard.press("Enter")
    expect_stopped(admin, run, slow=slow_worker, quick=worker)
    expect_no_polling(admin)

    tab_to(admin, admin.get_by_role("button", name="Continue"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="2,000 people are in")).to_be_visible(timeout=LONG)
    expect(admin.get_by_text("2,000 rows in the file = 2,000 created")).to_be_visible()

    tab_to(admin, admin.get_by_role("link", name="Undo this import"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("2,000 people and 2,000 places that this import made.")).to_be_visible()
    tab_to(admin, admin.get_by_role("button", name="Undo this import"))
    admin.keyboard.press("Enter")
    expect_undone(admin)
    expect_no_polling(admin)


def test_double_clicks_do_no_harm(admin: Page, cast: Cast, worker: Worker, slow_worker: Worker) -> None:
    run = check_and_start(admin, cast, slow_worker)
    admin.get_by_role("button", name="Stop").dblclick()
    expect_stopped(admin, run, slow=slow_worker, quick=worker)

    admin.get_by_role("link", name="Undo this import").click()
    admin.get_by_role("button", name="Undo this import").dblclick()
    expect(admin.get_by_role("heading", name="The import is undone")).to_be_visible(timeout=LONG)

    kinds = list(Event.objects.values_list("kind", flat=True))
    assert (kinds.count(EventKind.IMPORT_STOPPED), kinds.count(EventKind.IMPORT_UNDOING)) == (1, 1)
    assert not Person.objects.filter(email__endswith="@example.org").exists()


def test_does_it_without_javascript_too(plain: Page, cast: Cast, worker: Worker, slow_worker: Worker) -> None:
    run = check_and_start(plain, cast, slow_worker, by_button=True)
    plain.get_by_role("button", name="Stop").click()
    expect_stopped(plain, run, slow=slow_worker, quick=worker)

    plain.get_by_role("button", name="Continue").click()
    expect(plain.get_by_role("heading", name="2,000 people are in")).to_be_visible(timeout=LONG)
    plain.get_by_role("link", name="Undo this import").click()
    plain.get_by_role("button", name="Undo this import").click()
    expect_undone(plain)


@pytest.mark.usefixtures("slow_worker")
def test_a_press_is_not_lost_when_the_page_asks_meanwhile(admin: Page, cast: Cast) -> None:
    upload(admin, cast.northwind, upload_of("people.csv", people_file(ROWS)))
    import_button(admin).click()
    button = admin.get_by_role("button", name="Don’t import yet")
    button.hover()
    with admin.expect_response(lambda answer: "stage=match" in answer.url):
        admin.mouse.down()
    with admin.expect_response(lambda answer: "stage=match" in answer.url):
        pass
    admin.mouse.up()

    expect(button).to_have_count(0)

    assert not Import.objects.get().start_when_checked
