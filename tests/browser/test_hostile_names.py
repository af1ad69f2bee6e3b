"""Whatever people, files, headers and departments are called, no page runs it: a policy violation or a dialog fails the test."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Dialog, Page

from people import memberships, persons, tasks
from people.models import Import, Person
from tests.browser.steps import enter
from tests.factories import Cast
from tests.web.uploads import finish, work

NAUGHTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg/onload=alert(3)>',
    "'-alert(4)-'",
    "javascript:alert(5)",
    "</title></textarea><script>alert(6)</script>",
    "{{ 7|add:7 }} {% load l10n %}",
    '" autofocus onfocus=alert(8) x="',
    "<a href=javascript:alert(9)>x</a>",
    "<style>*{background:url(//evil.example)}</style>",
    "<iframe srcdoc='<script>alert(11)</script>'>",
    "\\u003cscript\\u003ealert(12)\\u003c/script\\u003e",
    "<!--<img src=--><img src=x onerror=alert(13)>",
    "<div hx-get=/account/logout/ hx-trigger=load>x</div>",
    "&lt;script&gt;alert(15)&lt;/script&gt;",
    "=HYPERLINK(\"//evil.example\",\"x\")",
    "%3Cscript%3Ealert(17)%3C/script%3E",
    "Ann ␀ \U0001f469\u200d\U0001f680 ﷽ Z̸̘͋a̶l̵g̷o",
]  # fmt: skip
HEADER = ["Name", "Email", "department_id", "cerego_role", "member_id", *NAUGHTY[:8]]


def cell(text: str) -> str:
    """A cell of a CSV file."""
    return '"' + text.replace('"', '""') + '"'


def row(number: int, text: str, department: str) -> str:
    """Somebody with this name, and with it as role, member ID and in a column that is not used."""
    email = f"person{number}@northwind.example"
    return ",".join(map(cell, [text, email, department, text, f"{text[:60]} {number}", text]))


@pytest.fixture
def hostile(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Everything that can be named is called so; returns the import. No worker of other tests hears of it, and takes it first."""
    monkeypatch.setattr(tasks, "enqueue", lambda import_ids: True)
    client = Client()
    client.force_login(cast.mara)
    at = cast.northwind.pk
    for text in NAUGHTY:
        client.post(reverse("departments", args=[at]), {"name": text})
    departments = list(cast.northwind.departments.order_by("pk").values_list("pk", flat=True))
    good = [row(number, text, str(departments[number % len(departments)])) for number, text in enumerate(NAUGHTY)]
    bad = [row(100 + number, text, text) for number, text in enumerate(NAUGHTY)]
    data = "\n".join([",".join(map(cell, HEADER)), *good, *bad, ""]).encode()
    file = SimpleUploadedFile("<img src=x onerror=alert(20)>.csv", data)
    answer = client.post(reverse("upload", args=[at]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    run = finish(client, cast.northwind, work(Import.objects.get()))
    assert run.created >= len(NAUGHTY) - 1  # what no name may hold (R6) fails, and is shown as well
    person = Person.objects.get(email="person0@northwind.example")
    persons.rename(person=person, full_name=NAUGHTY[1], by=cast.mara)
    memberships.add(person=person, account=cast.northwind, member_id=NAUGHTY[2], by=cast.mara)
    persons.rename(person=cast.mara.persons.get(), full_name=NAUGHTY[0], by=cast.mara)
    cast.northwind.name = NAUGHTY[2]
    cast.northwind.save()
    client.post(reverse("upload", args=[at]), {"file": SimpleUploadedFile('"><script>alert(21)</script>.csv', data)})
    return run


def pages(cast: Cast, run: Import) -> list[str]:
    """The addresses at which something of it is shown."""
    at, person = cast.northwind.pk, Person.objects.get(email="person0@northwind.example").pk
    checked = work(Import.objects.latest("pk")).pk
    department = cast.northwind.departments.order_by("pk").last().pk
    account = f"/accounts/{at}/"
    return [
        "/", "/account/", account, f"{account}people/", f"{account}people/?q={NAUGHTY[1]}", f"{account}people/add/",
        f"{account}people/{person}/", f"{account}people/{person}/edit/", f"{account}people/{person}/erase/",
        f"{account}people/{person}/invitation/", f"{account}people/change/deactivate/?person={person}",
        f"{account}people/?import={run.pk}", f"{account}imports/", f"{account}imports/{run.pk}/",
        f"{account}imports/{run.pk}/?outcome=failed", f"{account}imports/{run.pk}/?outcome=all&q={NAUGHTY[0]}",
        f"{account}imports/{run.pk}/undo/", f"{account}imports/{run.pk}/invitations/", f"{account}imports/{checked}/",
        f"{account}departments/", f"{account}departments/?q={NAUGHTY[1]}", f"{account}departments/{department}/",
        f"{account}departments/{department}/rename/", f"{account}departments/{department}/archive/",
        f"{account}activity/", f"{account}activity/?who={NAUGHTY[0]}", f"{account}switch/?q={NAUGHTY[0]}",
        f"{account}security/", "/account/login/?next=javascript:alert(22)", f"/nowhere/{NAUGHTY[0]}",
    ]  # fmt: skip


def test_no_page_runs_what_somebody_or_something_is_called(
    page: Page, cast: Cast, hostile: Import, problems: list[str], subtests: pytest.Subtests
) -> None:
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    enter(page, cast.mara, cast.northwind)
    for address in pages(cast, hostile):
        with subtests.test(address):
            page.goto(address)
            for details in page.locator("details").all():
                details.evaluate("(element) => { element.open = true }")
            assert dialogs == []
            assert [said for said in problems if "Content Security Policy" in said or "script:" in said] == []
            assert page.evaluate("document.querySelectorAll('[onerror], [onload], [onfocus], iframe').length") == 0
            assert (
                page.evaluate("document.querySelectorAll('main script, main style, a[href^=\"javascript:\"]').length")
                == 0
            )
    problems.clear()
    with connection.cursor() as cursor:  # and nothing was done by looking
        cursor.execute("SELECT count(*) FROM people_event WHERE kind = 'sign_in.ended'")
        assert cursor.fetchone() == (0,)
