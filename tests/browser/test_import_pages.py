"""The import pages while things move: live checks, polling that stops, workers that are not there, double clicks."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Page, Route, expect

from people import tasks
from people.imports import run as runs
from people.models import Event, Import, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests import factories
from tests.browser.steps import check, expect_no_polling, import_button, polls, upload
from tests.factories import Cast
from tests.files import csv_file, people_file, upload_of
from tests.workers import Worker

WAITS = "This import is waiting for a worker."
TWO = csv_file(["Full name", "Work", "Private", "Home"], [
    ["Vera Vossen", "vera.voss@northwind.example", "v@home.example", ""],
    ["Ann Arbor", "ann@example.org", "a@home.example", "x"],
    ["Nobody", "nowhere", "nowhere", "y"],
])  # fmt: skip


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that never hear of anything: each message is lost. The test does their work."""
    monkeypatch.setattr(tasks, "enqueue", lambda import_ids: True)


def work() -> None:
    """Do what workers would do, until nothing is due."""
    run = Import.objects.latest("pk")
    while run.pk in runs.work(run.pk):
        pass


def long_ago() -> None:
    """As if nothing had happened for a minute."""
    then = timezone.now() - timedelta(minutes=1)
    Import.objects.update(queued_at=then, heartbeat_at=None)


def test_checks_again_at_every_choice_and_keeps_the_focus(admin: Page, cast: Cast, worker: Worker) -> None:
    upload(admin, cast.northwind, upload_of("two.csv", TWO))
    expect(check(admin)).to_contain_text("create 1 person and update 1.")
    email = admin.get_by_label("Email")

    email.focus()
    email.select_option(label="Private")
    expect(check(admin)).to_contain_text("create 2 people.")
    expect(admin.get_by_label("Email")).to_be_focused()
    expect(admin.get_by_text("v@home.example · a@home.example · nowhere")).to_be_visible()

    admin.get_by_label("Email").select_option(label="Work")
    expect(check(admin)).to_contain_text("create 1 person and update 1.")
    admin.get_by_label("Only add new people").check()
    expect(check(admin)).to_contain_text("create 1 person. 1 is skipped.")
    expect(admin.get_by_label("Only add new people")).to_be_focused()
    admin.get_by_label("Stop if any row has a problem").check()
    expect(check(admin)).to_contain_text("so nothing can be imported yet")
    expect(admin.get_by_role("heading", name="What will happen, row by row")).to_have_count(1)
    admin.get_by_label("Name").select_option(label="Work")
    expect(admin.get_by_text("is chosen more than once")).to_be_visible()


def test_says_before_anything_else_which_columns_are_missing(admin: Page, cast: Cast, worker: Worker) -> None:
    upload(admin, cast.northwind, upload_of("x.csv", csv_file(["X", "Y"], [["1", "2"]])))

    import_button(admin).click()
    expect(admin.locator("#id_name:invalid")).to_be_focused()
    admin.get_by_label("Name").select_option(label="X")
    expect(check(admin)).to_contain_text("Choose the Name and Email columns")
    admin.get_by_label("Email").select_option(label="Y")

    expect(check(admin)).to_contain_text("This import would bring in nobody.")


@pytest.mark.usefixtures("unheard")
def test_stops_asking_when_there_is_nothing_more_to_come(admin: Page, cast: Cast) -> None:
    upload(admin, cast.northwind, upload_of("people.csv", people_file(3)))
    expect(check(admin)).to_contain_text("Checking …")
    with admin.expect_request(re.compile(r"\?stage=match")):
        pass
    admin.get_by_label("Name").focus()
    admin.evaluate("document.getElementById('id_name').dataset.same = 'yes'")
    work()
    expect(check(admin)).to_contain_text("create 3 people.")
    expect(admin.locator("#id_name[data-same=yes]")).to_be_focused()  # it was not swapped while it may have been open
    _stays_quiet(admin)

    import_button(admin).click()
    expect(admin.get_by_text("0 of 3 rows")).to_be_visible()
    with admin.expect_request(re.compile(r"\?stage=progress")):
        pass
    work()
    expect(admin.get_by_role("heading", name="3 people are in")).to_be_visible()
    _stays_quiet(admin)


@pytest.mark.usefixtures("unheard")
def test_the_focus_stays_on_import_while_the_check_goes_on(admin: Page, cast: Cast) -> None:
    upload(admin, cast.northwind, upload_of("people.csv", people_file(3)))
    expect(check(admin)).to_contain_text("Checking …")
    import_button(admin).focus()
    import_button(admin).evaluate("(button) => { button.dataset.old = 'yes' }")
    expect(admin.locator("[data-old]")).to_have_count(0)  # it was swapped
    expect(import_button(admin)).to_be_focused()
    work()
    expect(check(admin)).to_contain_text("create 3 people.")
    expect(import_button(admin)).to_be_focused()


def test_of_two_tabs_clicked_at_once_the_later_is_shown(admin: Page, cast: Cast, worker: Worker) -> None:
    data = csv_file(["Name", "Email"], [["Ann Arbor", "ann@example.org"], ["Nobody", "nowhere"]])
    upload(admin, cast.northwind, upload_of("people.csv", data))
    expect(check(admin)).to_contain_text("create 1 person.")
    held: list[Route] = []
    admin.route(re.compile(r"outcome="), lambda route: held.append(route))
    for tab in ("#tab-created", "#tab-all"):
        with admin.expect_request(re.compile(r"outcome=")):
            admin.locator(tab).click()
    for route in held:  # answered one after the other; the first is not wanted any more, and may be gone
        with suppress(Error):
            route.continue_()
            route.request.response()
    expect(admin.locator("#tab-all")).to_have_attribute("aria-current", "page")
    expect(admin.get_by_role("region", name="Rows", exact=True)).to_contain_text("Ann Arbor")
    expect(admin.get_by_role("region", name="Rows", exact=True)).to_contain_text("nowhere")


def _stays_quiet(page: Page) -> None:
    """No request goes out any more, for longer than the pause between two."""
    expect_no_polling(page)
    page.wait_for_load_state("networkidle")
    with polls(page) as asked:
        page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 1300))")
    assert asked == []


def test_waits_for_a_worker_and_goes_on_when_there_is_one(admin: Page, cast: Cast, worker: Worker) -> None:
    worker.stop()
    upload(admin, cast.northwind, upload_of("people.csv", people_file(3)))
    Import.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    expect(check(admin)).to_contain_text(WAITS)
    import_button(admin).click()
    expect(check(admin)).to_contain_text("It is imported as soon as it is checked.")

    worker.start()

    expect(admin.get_by_role("heading", name="3 people are in")).to_be_visible(timeout=30_000)


@pytest.mark.usefixtures("unheard")
def test_waits_for_a_worker_once_it_is_checked_too(admin: Page, cast: Cast) -> None:
    upload(admin, cast.northwind, upload_of("people.csv", people_file(3)))
    work()
    expect(check(admin)).to_contain_text("create 3 people.")
    import_button(admin).click()
    expect(admin.get_by_text("0 of 3 rows")).to_be_visible()
    long_ago()
    expect(admin.get_by_role("main")).to_contain_text(WAITS)
    expect(admin.get_by_role("status").last).to_have_text(WAITS)

    assert runs.due() == [Import.objects.get().pk]
    work()

    expect(admin.get_by_role("heading", name="3 people are in")).to_be_visible()


def test_says_that_another_file_comes_first(admin: Page, cast: Cast, worker: Worker) -> None:
    other = factories.make_import(cast.maths, cast.dora, status=Status.APPLYING)
    upload(admin, cast.northwind, upload_of("people.csv", people_file(3)))
    expect(check(admin)).to_contain_text("create 3 people.")
    import_button(admin).click()
    expect(admin.get_by_text("people.csv by Dora Diaz is being imported first.")).to_be_visible()

    Import.objects.filter(pk=other.pk).update(status=Status.FAILED)
    long_ago()
    tasks.sweep_imports()

    expect(admin.get_by_role("heading", name="3 people are in")).to_be_visible()


def test_makes_one_import_of_two_tabs_and_a_way_back(admin: Page, cast: Cast, worker: Worker) -> None:
    upload(admin, cast.northwind, upload_of("people.csv", people_file(3)))
    expect(check(admin)).to_contain_text("create 3 people.")
    second = admin.context.new_page()
    second.goto(admin.url)
    import_button(admin).dblclick()
    expect(admin.get_by_role("heading", name="3 people are in")).to_be_visible()

    second.get_by_label("Only add new people").check()
    expect(second.get_by_text("This import has begun already")).to_be_visible()
    second.go_back()
    second.close()
    admin.go_back()
    if import_button(admin).count():
        import_button(admin).click()

    expect(admin.get_by_role("heading", name="3 people are in")).to_be_visible()
    assert Import.objects.count() == Event.objects.filter(kind=EventKind.IMPORT_STARTED).count() == 1
    assert Person.objects.filter(email__endswith="@example.org").count() == 3
