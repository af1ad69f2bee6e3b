"""The mail to who waits for an import goes out once, after the commit, whatever happens; and to those who want it alone."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.db import transaction
from django.utils import timezone

from people import outbox, privacy, tasks
from people.imports import letters
from people.models import ImportLetter, Membership, Person, User
from people.models.imports import Status
from people.models.letters import LetterState
from people.roles import Role
from tests.factories import Cast, make_person
from tests.integration.letters import ROWS, sent, states
from tests.integration.runs import finish
from tests.integration.test_concurrency import together
from tests.security.mailbox import Server

pytestmark = pytest.mark.usefixtures("small_batches", "told_of_imports")


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
