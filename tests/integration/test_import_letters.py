"""A mail to who waits for an import that took long: with what became of it, and where to look."""

from email.message import EmailMessage

import pytest
from django.urls import reverse
from pytest_django import Settings

from people.imports import letters
from people.imports import run as runs
from people.models import Import, ImportLetter
from tests.factories import Cast
from tests.integration.letters import ROWS, sent, words
from tests.integration.runs import check, finish, upload, work
from tests.integration.undoings import undo
from tests.security.mailbox import Server, link_in

pytestmark = pytest.mark.usefixtures("small_batches", "told_of_imports")


def test_it_tells_the_numbers_and_where_to_look(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *ROWS)
    assert Server.taken == []

    mail = sent()

    assert (mail.to, mail.subject) == ([cast.mara.email], "people.csv is imported")
    numbers = "3 rows in the file = 2 created + 0 updated + 0 unchanged + 0 skipped + 1 failed"
    (html, _), text = mail.alternatives[0], words(mail.body)
    assert numbers in text
    assert numbers in words(html).replace("<strong>", "").replace("</strong>", "")
    assert "the import of people.csv into Northwind Academy is done." in text
    assert link_in(mail) == reverse("import", args=[cast.northwind.pk, run.pk])
    assert f"https://people.example{reverse('profile')}" in text
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    letters.send_due()
    assert len(Server.taken) == 1


def test_it_tells_why_it_broke_off_and_what_stays(cast: Cast, settings: Settings) -> None:
    run = runs.start(run=check(cast.northwind, cast.mara, *ROWS), by=cast.mara)
    runs.work(run.pk)
    Import.objects.filter(pk=run.pk).update(attempt=settings.IMPORT_MAX_ATTEMPTS)
    runs.work(run.pk)

    mail = sent()

    assert mail.subject == "The import of people.csv broke off"
    assert "broke off each time without getting further" in words(mail.body)
    assert "What it had done until then stays" in words(mail.body)


def test_it_tells_that_it_was_stopped(cast: Cast) -> None:
    run = runs.start(
        run=check(cast.northwind, cast.mara, *ROWS, *(f"P{n},p{n}@example.org,,," for n in range(6))), by=cast.mara
    )
    runs.work(run.pk)
    runs.stop(run=run, by=cast.mara)
    work(run)

    mail = sent()

    assert mail.subject == "The import of people.csv was stopped"
    assert "3 of 9 rows = " in words(mail.body)


def test_it_tells_that_a_check_failed(cast: Cast) -> None:
    run = upload(cast.northwind, cast.mara, *ROWS)
    run.file.storage.delete(run.file.name or "")
    runs.work(run.pk)

    mail = sent()

    assert mail.subject == "The import of people.csv broke off"
    assert "No row was imported." in words(mail.body)


def test_whoever_asked_for_the_undoing_is_told_that_it_is_undone(cast: Cast) -> None:
    run = finish(cast.maths, cast.dora, *ROWS)
    ImportLetter.objects.all().delete()
    undo(run, cast.mara)

    mail = sent()

    assert (mail.to, mail.subject) == ([cast.mara.email], "The import of people.csv is undone")
    assert "3 rows = 2 reversed + 0 kept + 1 with nothing to undo" in words(mail.body)


def test_it_tells_how_it_was_then_even_if_it_goes_on_meanwhile(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *ROWS)
    runs.undo(run=run, by=cast.mara)
    assert "2 created" in words(sent().body)


def test_a_name_with_line_breaks_makes_no_header_of_its_own(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *ROWS)
    Import.objects.filter(pk=run.pk).update(file_name="a.csv\nBcc: olga@contoso.example")

    mail: EmailMessage = sent().message()

    assert mail["Bcc"] is None
    assert mail["Subject"] == "a.csv Bcc: olga@contoso.example is imported"


def test_people_who_were_typed_in_are_no_file(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *ROWS)
    Import.objects.filter(pk=run.pk).update(file_name="Added by hand", by_hand=True)

    mail = sent()

    assert mail.subject == "What was added by hand is imported"
    assert "the import of what was added by hand into Northwind" in words(mail.body)
