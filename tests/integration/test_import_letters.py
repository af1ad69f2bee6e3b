"""A mail to who waits for an import that took long: with the numbers, after the commit, once; to those who want it."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from people import outbox, privacy, tasks
from people.imports import letters
from people.imports import run as runs
from people.models import Import, ImportLetter, Membership, Person, User
from people.models.imports import Status
from people.models.letters import LetterState
from people.roles import Role
from tests.factories import Cast, make_person
from tests.integration.runs import check, finish, upload, work
from tests.integration.test_concurrency import together
from tests.integration.undoings import undo
from tests.security.mailbox import Server, link_in

pytestmark = pytest.mark.usefixtures("small_batches")
ROWS = ("Ann Arbor,ann@example.org,,,", "Bo Ek,bo,,,", "Cy Dahl,cy@example.org,,,")


@pytest.fixture(autouse=True)
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A mail server; and every import takes long."""
    settings.EMAIL_BACKEND = "tests.security.mailbox.Server"
    settings.SITE_URL = "https://people.example"
    monkeypatch.setattr(letters, "LONG", timedelta(0))
    monkeypatch.setattr(outbox, "_SLICE_SECONDS", 600.0)
    Server.reset()
    yield
    Server.reset()


def words(text: object) -> str:
    """A text with single blanks."""
    return " ".join(str(text).split())


def sent() -> Any:
    """The one mail that was sent."""
    letters.send_due()
    (mail,) = Server.taken
    return mail


def states() -> set[str]:
    return set(ImportLetter.objects.values_list("state", flat=True))


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


def test_who_waited_no_longer_than_a_minute_gets_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LONG", timedelta(minutes=1))
    finish(cast.northwind, cast.mara, *ROWS)
    assert not ImportLetter.objects.exists()


@pytest.mark.parametrize("when", ["before", "after"])
def test_who_wants_none_gets_none(cast: Cast, when: str) -> None:
    if when == "before":
        letters.choose(wanted=False, by=cast.mara)
    run = finish(cast.northwind, User.objects.get(pk=cast.mara.pk), *ROWS)
    letters.choose(wanted=False, by=cast.mara)

    letters.send_due()

    assert run.status == Status.DONE
    assert Server.taken == []


def test_who_may_not_see_the_import_any_more_is_not_told_of_it(cast: Cast) -> None:
    finish(cast.maths, cast.dora, *ROWS)
    Membership.objects.filter(person__user=cast.dora, account=cast.maths).update(role=Role.LEARNER.value)

    letters.send_due()

    assert (Server.taken, states()) == ([], {LetterState.ENDED})


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


def test_an_end_that_is_taken_back_is_told_to_nobody(cast: Cast) -> None:
    run = finish(cast.northwind, cast.mara, *ROWS)
    ImportLetter.objects.all().delete()
    with transaction.atomic():
        letters.write_down(run)
        assert ImportLetter.objects.exists()
        transaction.set_rollback(True)
    letters.send_due()
    assert Server.taken == []


def test_it_is_sent_later_while_the_server_is_away(cast: Cast) -> None:
    finish(cast.northwind, cast.mara, *ROWS)
    Server.unreachable = ConnectionRefusedError("no")
    letters.send_due()
    assert (Server.taken, states()) == ([], {LetterState.QUEUED})
    waits = ImportLetter.objects.get().due_at - timezone.now()
    assert timedelta(seconds=5) < waits < timedelta(seconds=20)

    Server.unreachable = None
    ImportLetter.objects.update(due_at=timezone.now())

    assert sent()
    assert states() == {LetterState.SENT}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (SMTPDataError(451, b"try later"), LetterState.QUEUED),
        (SMTPRecipientsRefused({"x": (550, b"no such user")}), LetterState.REFUSED),
        (SMTPServerDisconnected("gone"), LetterState.UNSURE),
    ],
)
def test_what_the_server_answers_settles_it(cast: Cast, answer: Exception, state: LetterState) -> None:
    finish(cast.northwind, cast.mara, *ROWS)
    Server.answers = [answer]
    letters.send_due()
    assert states() == {state}


def test_a_worker_that_dies_while_it_sends_makes_no_second_mail(cast: Cast) -> None:
    finish(cast.northwind, cast.mara, *ROWS)
    ImportLetter.objects.update(
        state=LetterState.SENDING, claimed_at=timezone.now() - timedelta(seconds=outbox.LEASE_SECONDS + 1)
    )
    letters.send_due()
    assert (Server.taken, states()) == ([], {LetterState.UNSURE})


def test_many_workers_at_once_send_one_mail(committed_cast: Cast) -> None:
    finish(committed_cast.northwind, committed_cast.mara, *ROWS)
    together(*[letters.send_due] * 4)
    assert len(Server.taken) == 1


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


def test_the_task_that_sends_mails_sends_these_too(cast: Cast) -> None:
    finish(cast.northwind, cast.mara, *ROWS)
    tasks.send_mails()
    assert len(Server.taken) == 1


def test_what_has_gone_out_is_forgotten_after_a_week_and_what_waits_is_not(cast: Cast) -> None:
    for _ in range(2):
        finish(cast.northwind, cast.mara, *ROWS)
    ImportLetter.objects.update(created_at=timezone.now() - timedelta(days=8))
    ImportLetter.objects.filter(pk=ImportLetter.objects.latest("pk").pk).update(state=LetterState.SENT)

    tasks.forget_events()

    assert states() == {LetterState.QUEUED}


def test_who_is_removed_for_good_leaves_no_letter(cast: Cast) -> None:
    finish(cast.maths, cast.dora, *ROWS)
    make_person(cast.maths, "Second Admin", role=Role.ADMIN)
    privacy.erase(person=Person.objects.get(user=cast.dora), by=cast.mara)
    assert not ImportLetter.objects.exists()
