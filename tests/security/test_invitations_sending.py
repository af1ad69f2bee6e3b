"""R31: one mail a person, after the commit, paced, again when the server is away, never twice after a crash."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from people import invitations, outbox
from people.invitations import queue
from people.invitations.sending import send_due
from people.models import Event, Invitation, Person
from people.models.events import EventKind
from people.models.invitations import InvitationState
from tests.factories import Cast, make_person
from tests.security.mailbox import Server

LONG_AGO = "2020-01-01T00:00Z"
"""In a test one transaction is around it all, so the database's clock stands still."""


@pytest.fixture(autouse=True)
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    """A mail server, no pace that would stand in the way, and slices that a slow machine doesn't cut short."""
    monkeypatch.setattr("people.outbox._SLICE_SECONDS", 600.0)
    settings.EMAIL_BACKEND = "tests.security.mailbox.Server"
    settings.INVITATIONS_PER_MINUTE = 60_000
    Server.reset()
    return Server


def invite(cast: Cast, *names: str) -> int:
    """Ask for invitations of these people of Northwind; of all, if none is named."""
    persons = Person.objects.filter(partner=cast.northwind.pk)
    if names:
        persons = persons.filter(full_name__in=names)
    return invitations.invite(persons=persons, account=cast.northwind, by=cast.mara)


def states() -> set[str]:
    """The states there are."""
    return set(Invitation.objects.values_list("state", flat=True))


def all_due() -> None:
    """Let time pass: all that waits is due."""
    Invitation.objects.update(due_at=LONG_AGO)


def test_r31_sends_one_mail_a_person_and_says_so_on_the_person(cast: Cast) -> None:
    assert invite(cast) == 7
    assert invite(cast) == 0
    assert send_due() is False

    assert sorted(mail.to[0] for mail in Server.taken) == sorted(
        Person.objects.filter(partner=cast.northwind.pk).values_list("email", flat=True)
    )
    assert not Person.objects.filter(partner=cast.northwind.pk, invited_at=None).exists()
    assert invite(cast) == 0
    event = Event.objects.get(kind=EventKind.INVITATIONS_ASKED)
    assert (event.by, event.details) == (cast.mara, {"people": 7})


def test_r31_invites_neither_those_who_came_in_nor_the_deactivated_nor_other_partners_people(cast: Cast) -> None:
    now = timezone.now()
    Person.objects.filter(user=cast.liv).update(joined_at=now)
    Person.objects.filter(user=cast.cora).update(deactivated_at=now)
    cast.vera.is_active = False
    cast.vera.save()

    everybody = Person.objects.all()

    assert invitations.invite(persons=everybody, account=cast.northwind, by=cast.mara) == 4
    assert not Invitation.objects.filter(person__user__in=[cast.liv, cast.cora, cast.vera, cast.olga]).exists()


def test_r31_sends_nothing_to_who_came_in_or_was_deactivated_while_it_waited(cast: Cast) -> None:
    invite(cast, "Liv Lund", "Cora Cole")
    Person.objects.filter(user=cast.liv).update(joined_at=timezone.now())
    Person.objects.filter(user=cast.cora).update(deactivated_at=timezone.now())

    send_due()

    assert Server.taken == []
    assert states() == {InvitationState.ENDED}


def test_it_waits_longer_and_longer_while_the_server_is_away_and_tries_with_one(cast: Cast) -> None:
    invite(cast)
    Server.unreachable = ConnectionRefusedError("no")

    waits = []
    for _ in range(4):
        send_due()
        assert send_due() is False, "nobody is tried before it is time"
        probe = Invitation.objects.get(failure="unreachable")
        waits.append((probe.due_at - timezone.now()).total_seconds())
        all_due()
    assert waits == sorted(waits)
    assert 10 < waits[0] < 20
    assert 100 < waits[3] < 130

    Server.unreachable = None
    send_due()
    assert len(Server.taken) == 7
    assert states() == {InvitationState.SENT}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (SMTPDataError(451, b"try later"), InvitationState.QUEUED),
        (SMTPRecipientsRefused({"x": (450, b"busy")}), InvitationState.QUEUED),
        (SMTPRecipientsRefused({"x": (550, b"no such user")}), InvitationState.REFUSED),
        (SMTPDataError(554, b"spam"), InvitationState.REFUSED),
        (SMTPServerDisconnected("gone"), InvitationState.UNSURE),
        (TimeoutError("the answer never came"), InvitationState.UNSURE),
    ],
)
def test_it_tries_again_only_what_certainly_did_not_go_out(
    cast: Cast, answer: Exception, state: InvitationState
) -> None:
    invite(cast, "Liv Lund")
    Server.answers = [answer]

    send_due()

    assert states() == {state}
    all_due()
    send_due()
    assert len(Server.taken) == (1 if state is InvitationState.QUEUED else 0)


def test_a_mail_that_fails_keeps_no_other_back(cast: Cast) -> None:
    invite(cast)
    Server.answers = [None, SMTPRecipientsRefused({"x": (550, b"no")}), SMTPDataError(451, b"later")]

    send_due()

    assert len(Server.taken) == 5


def test_it_sends_nothing_twice_after_a_crash(cast: Cast) -> None:
    """The worker dies after the server took the mail and before it could write so."""
    invite(cast, "Liv Lund")
    claimed = queue.claim()
    assert claimed
    assert states() == {InvitationState.SENDING}

    send_due()
    assert (Server.taken, states()) == ([], {InvitationState.SENDING})
    Invitation.objects.update(claimed_at=timezone.now() - timedelta(seconds=outbox.LEASE_SECONDS + 1))
    send_due()

    assert (Server.taken, states()) == ([], {InvitationState.UNSURE})
    assert Person.objects.get(user=cast.liv).invited_at is not None
    assert invite(cast, "Liv Lund") == 0


def test_a_worker_that_was_only_slow_settles_it_after_all(cast: Cast) -> None:
    invite(cast, "Liv Lund")
    claimed = queue.claim()
    assert claimed
    Invitation.objects.update(state=InvitationState.UNSURE)

    queue.settle_gone(claimed, state=InvitationState.SENT)

    assert states() == {InvitationState.SENT}


def test_a_slow_worker_does_not_settle_what_was_asked_for_anew(cast: Cast) -> None:
    invite(cast, "Liv Lund")
    claimed = queue.claim()
    assert claimed
    Invitation.objects.update(state=InvitationState.UNSURE)
    invitations.resend(person=claimed.person, account=cast.northwind, by=cast.mara)

    queue.settle_gone(claimed, state=InvitationState.SENT)

    assert states() == {InvitationState.QUEUED}


def test_it_keeps_the_pace_over_all_workers(cast: Cast, settings: Settings) -> None:
    settings.INVITATIONS_PER_MINUTE = 12
    invite(cast)

    assert send_due() is False
    assert send_due() is False
    assert len(Server.taken) == 2
    Invitation.objects.filter(claimed_at__isnull=False).update(claimed_at=LONG_AGO)
    send_due()
    assert len(Server.taken) == 4


def test_no_partner_waits_behind_anothers_many(cast: Cast, settings: Settings) -> None:
    for number in range(40):
        make_person(cast.maths, f"Person {number}")
    invite(cast)
    olga = Person.objects.filter(user=cast.olga)
    invitations.invite(persons=olga, account=cast.contoso, by=cast.olga)

    order = [invitation.partner_id for invitation in iter(queue.claim, None)]

    assert len(order) == 48
    assert cast.contoso.pk in order[:30]  # by chance later: once in 2 ** 30


def test_it_knows_nothing_of_a_change_that_is_taken_back(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        invite(cast)
        cursor.execute("ROLLBACK TO before")

    send_due()

    assert Server.taken == []


def test_it_counts_whose_address_changed_meanwhile_as_not_invited(cast: Cast) -> None:
    invite(cast, "Liv Lund")
    claimed = queue.claim()
    assert claimed
    Person.objects.filter(user=cast.liv).update(email="liv.new@northwind.example")

    queue.settle_gone(claimed, state=InvitationState.SENT)

    assert Person.objects.get(full_name="Liv Lund").invited_at is None
