"""Inviting people while others remove them: who is gone gets no mail, and nobody meets a mistake of ours."""

import time
from collections.abc import Callable
from threading import Event as Flag

from django.db import connection, transaction
from django.test import Client

from cerego.errors import Refused
from people import invitations, privacy
from people.invitations import Proof
from people.models import Invitation, Person
from tests.factories import Cast, make_person
from tests.integration.test_concurrency import together

WAIT = 20
"""Seconds after which a test that waits gives up."""


def while_removed(cast: Cast, person: Person, act: Callable[[], object]) -> object:
    """What ``act`` answers that begins while the person is being removed, and meets the removal before it is done."""
    is_removed = Flag()

    def remove() -> None:
        with transaction.atomic():
            privacy.erase(person=person, by=cast.mara)
            is_removed.set()
            until_somebody_waits()

    def beside() -> object:
        assert is_removed.wait(WAIT)
        return act()

    return together(remove, beside)[1]


def until_somebody_waits() -> None:
    """Until another connection waits for a lock of this one."""
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    until = time.monotonic() + WAIT
    with connection.cursor() as cursor:
        while cursor.execute(waits).fetchone() == (0,):
            assert time.monotonic() < until, "Nobody came to wait."
            time.sleep(0.01)


def test_r31_who_is_removed_while_many_are_invited_is_left_out(committed_cast: Cast) -> None:
    cast = committed_cast
    stays, goes = (make_person(cast.northwind, name) for name in ("Ann Lee", "Bo Ek"))
    both = Person.objects.filter(pk__in=[stays.pk, goes.pk])
    invited = while_removed(cast, goes, lambda: invitations.invite(persons=both, account=cast.northwind, by=cast.mara))
    assert invited == 1
    assert Invitation.objects.get().person == stays


def test_r31_who_is_removed_while_invited_alone_is_said_to_be_gone(committed_cast: Cast) -> None:
    cast = committed_cast
    goes = make_person(cast.northwind, "Bo Ek")

    def invite() -> object:
        try:
            return invitations.resend(person=goes, account=cast.northwind, by=cast.mara)
        except Refused as refusal:
            return refusal.code

    assert while_removed(cast, goes, invite) == "person.gone"


def test_r31_a_handed_link_of_somebody_who_is_removed_meanwhile_is_dead(committed_cast: Cast) -> None:
    cast = committed_cast
    goes = make_person(cast.northwind, "Bo Ek")
    invitation = invitations.resend(person=goes, account=cast.northwind, by=cast.mara)
    Invitation.objects.update(state="sent", asked_at="2020-01-01T00:00Z")
    address = invitations.link(invitation, Proof.NOTHING)
    assert while_removed(cast, goes, lambda: Client().post(address).status_code) == 404
