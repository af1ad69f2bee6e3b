"""Every page in every state that one looks at: for axe, and for `make screenshots`. A new page needs its line here."""

from collections.abc import Callable
from typing import Final

from django.utils import timezone
from playwright.sync_api import Page, expect

from people import tokens
from people.models import AccessToken, Import
from people.models.imports import Status
from people.samples.partners import PASSWORD as SAMPLE_PASSWORD
from tests.browser.stage import Stage
from tests.browser.two_factor_scenes import TWO_FACTOR

Scene = Callable[[Page, Stage], None]


def _at(path: str, *, of_maths: bool = False) -> Scene:
    """A page as it is when one comes to it; the path may name ids of the stage."""

    def scene(page: Page, stage: Stage) -> None:
        named = {
            "maths": stage.maths.pk, "empty": stage.empty.pk, "person": stage.person.pk, "checked": stage.checked.pk,
            "done": stage.done.pk, "failed": stage.failed.pk, "refused": stage.refused.pk, "moving": stage.moving.pk,
        }  # fmt: skip
        page.goto(stage.at(path.format(**named), stage.maths if of_maths else None))

    return scene


def _people_ticked(page: Page, stage: Stage) -> None:
    _at("people/?status=invited&status=active")(page, stage)
    for row in (1, 3):
        page.get_by_role("checkbox", name="Choose").nth(row).check()
    expect(page.get_by_role("button", name="Deactivate")).to_be_visible()


def _people_with_menu(page: Page, stage: Stage) -> None:
    _at("people/")(page, stage)
    page.locator("summary", has_text="Department").first.click()


def _people_with_imports(page: Page, stage: Stage) -> None:
    _at("people/?import={done}")(page, stage)
    page.locator("summary", has_text="Added by staff-autumn.csv").click()
    expect(page.get_by_role("radio", name="staff-autumn.csv")).to_be_checked()


def _imports_with_menu(page: Page, stage: Stage) -> None:
    _at("imports/")(page, stage)
    page.locator("summary", has_text="Status").click()


def _people_while_importing(page: Page, stage: Stage) -> None:
    run = Import.objects.filter(pk=stage.failed.pk)
    run.update(status=Status.APPLYING, rows=1204, created=400, failed=12)
    _at("people/")(page, stage)
    expect(page.get_by_text("is importing")).to_be_visible()
    run.update(status=Status.FAILED, rows=12, created=0, failed=0)


def _add_people_wrong(page: Page, stage: Stage) -> None:
    _at("people/add/")(page, stage)
    page.get_by_label("People", exact=True).fill("Ann Arbor <ann@example.org>\nnobody at all\nBo <bo@>")
    page.get_by_role("button", name="Add people").click()
    expect(page.get_by_text("Line 2")).to_be_visible()


def _added_by_hand(page: Page, stage: Stage) -> None:
    """While it is checked, which nobody does here."""
    _at("people/add/")(page, stage)
    page.get_by_label("People", exact=True).fill("Ann Arbor <ann@example.org>")
    page.get_by_role("button", name="Add people").click()
    expect(page.get_by_role("heading", name="Added by hand")).to_be_visible()


def _ask_again(page: Page, stage: Stage) -> None:
    _at("people/change/add/?all=1&role=learner")(page, stage)
    page.locator("form.form").evaluate("(form) => { form.noValidate = true }")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Choose a department.").last).to_be_visible()


def _wrong_department(page: Page, stage: Stage) -> None:
    _at("departments/")(page, stage)
    page.get_by_label("Name of the department").fill("Mathematics")
    page.get_by_role("button", name="Add department").click()


def _sign_in(page: Page, stage: Stage) -> None:
    page.goto("/account/login/")


def _sign_in_refused(page: Page, stage: Stage) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("nobody@northwind.example")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()


def _reset(page: Page, stage: Stage) -> None:
    page.goto("/account/password/reset/")


def _home(page: Page, stage: Stage) -> None:
    page.goto("/")


def _of_oneself(path: str) -> Scene:
    """A page of the account that one signs in with, as one comes to it from the partner's pages."""

    def scene(page: Page, stage: Stage) -> None:
        page.goto(f"/account/{path}?from={stage.partner.pk}")

    return scene


def _profile_from_home(page: Page, stage: Stage) -> None:
    page.goto("/")
    page.goto("/account/")


def _new_token(page: Page, stage: Stage) -> None:
    """The form; who comes to it shows first that it is them."""
    page.goto("/account/tokens/new/")
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password", exact=True).fill(SAMPLE_PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_label("What it is for")).to_be_visible()


def _token_wrong(page: Page, stage: Stage) -> None:
    _new_token(page, stage)
    page.locator("main form.form").evaluate("(form) => { form.noValidate = true }")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text("Say what it is for.")).to_be_visible()


def _token_made(page: Page, stage: Stage) -> None:
    _new_token(page, stage)
    page.get_by_label("What it is for").fill("Nightly sync with the HR system")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text("Copy it now")).to_be_visible()


def _token_revoke(page: Page, stage: Stage) -> None:
    _tokens(page, stage)
    page.get_by_role("link", name="Revoke").first.click()


def _tokens(page: Page, stage: Stage) -> None:
    if not AccessToken.objects.exists():
        for name, may_write, account in (
            ("Nightly sync with the HR system", True, stage.partner),
            ("Reports", False, None),
        ):
            tokens.create(name=name, may_write=may_write, days=90, account=account, by=stage.mara)
        tokens.create(name="Trial", may_write=False, days=7, account=stage.maths, by=stage.mara)
        AccessToken.objects.filter(name="Trial").update(expires_at="2026-01-31T12:00Z")
        AccessToken.objects.filter(name="Reports").update(last_used_at=timezone.now())
    page.goto("/account/tokens/")


def _nowhere(page: Page, stage: Stage) -> None:
    page.goto("/nowhere/")


ENTRANCE: Final[dict[str, Scene]] = {"sign-in": _sign_in, "sign-in-refused": _sign_in_refused, "reset": _reset}
"""Seen by strangers."""

INSIDE: Final[dict[str, Scene]] = {
    "home": _home,
    "profile": _of_oneself(""),
    "profile-from-home": _profile_from_home,
    "password": _of_oneself("password/change/"),
    "sessions": _of_oneself("sessions/"),
    "tokens-none": _of_oneself("tokens/"),
    "tokens": _tokens,
    "token-revoke": _token_revoke,
    "token-new": _new_token,
    "token-wrong": _token_wrong,
    "token-made": _token_made,
    "security": _at("security/"),
    "switch": _at("switch/"),
    "nowhere": _nowhere,
    "admin": _at(""),
    "people": _at("people/"),
    "people-page-2": _at("people/?page=2&sort=-seen"),
    "people-filtered": _at("people/?status=invited&status=not_invited&role=learner&department={maths}"),
    "people-ticked": _people_ticked,
    "people-menu": _people_with_menu,
    "people-imports": _people_with_imports,
    "people-importing": _people_while_importing,
    "people-nobody": _at("departments/{empty}/"),
    "people-no-search": _at("people/?q=zzzz"),
    "people-no-filter": _at("people/?role=department_staff&status=deactivated&department={maths}"),
    "people-no-import": _at("people/?import={failed}"),
    "people-of-import": _at("people/?import={done}"),
    "people-of-department": _at("departments/{maths}/"),
    "people-as-department": _at("people/", of_maths=True),
    "people-long": _at("people/?q=wolfe"),
    "add-people": _at("people/add/"),
    "add-people-wrong": _add_people_wrong,
    "added-by-hand": _added_by_hand,
    "bulk-role": _at("people/change/role/?all=1&role=learner"),
    "bulk-add-wrong": _ask_again,
    "bulk-deactivate": _at("people/change/deactivate/?person={person}"),
    "bulk-nobody": _at("people/change/deactivate/"),
    "bulk-refused": _at("people/changes/{refused}/"),
    "bulk-moving": _at("people/changes/{moving}/"),
    "person": _at("people/{person}/"),
    "person-invitation": _at("people/{person}/invitation/"),
    "import-invitations": _at("imports/{done}/invitations/"),
    "import-undo": _at("imports/{done}/undo/"),
    "person-edit": _at("people/{person}/edit/"),
    "person-erase": _at("people/{person}/erase/"),
    "activity": _at("activity/"),
    "activity-nothing": _at("activity/?kind=refused&who=nobody"),
    "activity-as-department": _at("activity/", of_maths=True),
    "upload": _at("people/upload/"),
    "match": _at("imports/{checked}/"),
    "import-done": _at("imports/{done}/"),
    "import-failed": _at("imports/{failed}/"),
    "imports": _at("imports/"),
    "imports-filtered": _at("imports/?status=done&status=failed&days=30"),
    "imports-menu": _imports_with_menu,
    "imports-no-filter": _at("imports/?q=zzzz&status=undone"),
    "imports-none": _at("imports/", of_maths=True),
    "departments": _at("departments/"),
    "departments-wrong": _wrong_department,
    "department-archive": _at("departments/{maths}/archive/"),
    "department-rename": _at("departments/{maths}/rename/"),
    **TWO_FACTOR,
}
"""Seen by the partner's admin."""
