"""The ten steps in pictures, one a step, and three of the app: for README.md and docs/admin-guide.md.

`make pictures` puts them into docs/pictures; without it they go where they are forgotten, and the steps are still walked.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from people.folding import fold
from people.samples.partners import ADMIN, PASSWORD, make_samples, sample_partner
from tests.browser.png import squeezed
from tests.browser.steps import check, choose_file, import_button
from tests.files import upload_of
from tests.workers import Worker

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = os.environ.get("PICTURES")
"""Where the pictures are to go, from the project's root."""
SIZE: Final = {"width": 1240, "height": 740}
NAMES: Final = (
    "Amara Nwosu", "Björn Öberg", "Chloé Lefèvre", "Dmitri Volkov", "Esther Kim", "Fionn Ó Briain", "Giulia Ricci",
    "Hana Suzuki", "Ibrahim Diallo", "Jana Nováková", "Kwame Asante", "Leïla Benali", "Marek Kowalski", "Ngọc Trần",
)  # fmt: skip
Photograph = Callable[[str, Page], None]


@pytest.fixture
def photograph(tmp_path: Path) -> Photograph:
    """Take the picture with this name; the page stands still."""
    folder = ROOT / FOLDER if FOLDER else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def take(name: str, page: Page) -> None:
        page.wait_for_load_state()
        (folder / f"{name}.png").write_bytes(squeezed(page.screenshot(animations="disabled", caret="hide")))

    return take


def _staff_list(departments: list[int]) -> bytes:
    lines = ["Full name,Email,department_id,cerego_role,member_id"]
    for number, name in enumerate(NAMES):
        address = f"{fold(name.split()[0])}.{number}@northwind.example"
        role = ("", "", "course_manager", "", "", "", "content_manager")[number % 7]
        lines.append(f"{name},{address},{departments[number % 2]},{role},{2001 + number}")
    lines[5] = f"Esther Kim,esther.kim@northwind,{departments[0]},,2005"
    lines[9] = "Ibrahim Diallo,ibrahim@northwind.example,77,,2009"
    return "\n".join(lines).encode()


def _at(page: Page, place: Locator) -> None:
    """Have the focus there, and it in the middle of the picture."""
    place.focus()
    place.evaluate("(element) => element.scrollIntoView({block: 'center'})")


def test_shows_each_of_the_ten_steps(
    page: Page, transactional_db: None, worker: Worker, photograph: Photograph
) -> None:
    make_samples()
    partner = sample_partner()
    assert partner is not None
    departments = list(partner.departments.order_by("pk").values_list("pk", flat=True))
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")

    page.goto("/")
    page.get_by_label("E-mail").fill(ADMIN)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    photograph("step-01-sign-in", page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Admin of Northwind Academy").click()
    photograph("step-02-admin", page)
    page.get_by_role("main").get_by_role("link", name="People").click()
    page.get_by_role("link", name="Upload via CSV").focus()
    photograph("step-03-people", page)
    page.get_by_role("link", name="Upload via CSV").click()
    photograph("step-04-upload", page)

    choose_file(page, upload_of("staff-autumn.csv", _staff_list(departments)))
    expect(check(page)).to_contain_text("This import will create 12 people")
    photograph("step-05-file", page)
    _at(page, page.get_by_label("Name"))
    photograph("step-06-name", page)
    _at(page, page.get_by_label("Email"))
    photograph("step-07-email", page)
    page.evaluate("scrollTo(0, 0)")
    import_button(page).focus()
    photograph("step-08-import", page)
    import_button(page).click()

    expect(page.get_by_role("heading", name="12 people are in")).to_be_visible()
    photograph("result", page)
    page.get_by_role("link", name="View these people").click()
    expect(page.get_by_text("of 12")).to_be_visible()
    photograph("step-09-created", page)
    page.goto(f"/accounts/{partner.pk}/departments/{departments[0]}/")
    photograph("step-10-department", page)

    page.goto(f"/accounts/{partner.pk}/people/?status=not_invited&status=invited")
    for row in (1, 3):
        page.get_by_role("checkbox", name="Choose").nth(row).check()
    photograph("people", page)
