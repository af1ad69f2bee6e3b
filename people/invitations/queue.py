"""The queue of invitations in PostgreSQL: whose turn it is, at what pace, and what became of it."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Coalesce, Now

from people.invitations.asking import may_come
from people.models import Invitation, Person
from people.models.invitations import InvitationState
from people.outbox import LEASE_SECONDS

_WINDOW_SECONDS: Final = 10
"""Over so many seconds the pace is held."""

# While the mail server can't be reached, one invitation stands for all: when it is due, it is tried with that one.
_PROBE: Final = """
    SELECT id, due_at <= now() FROM people_invitation
    WHERE state = 'queued' AND failure = 'unreachable' ORDER BY due_at, id LIMIT 1
"""
# The partners that have something waiting, by skipping from one to the next on the index; one of them by chance, so that ten
# invitations do not wait behind another partner's million; and of that partner the oldest.
_NEXT: Final = """
    WITH RECURSIVE waiting (partner_id) AS (
        (SELECT partner_id FROM people_invitation WHERE state = 'queued' ORDER BY partner_id LIMIT 1)
        UNION ALL
        SELECT (SELECT following.partner_id FROM people_invitation AS following
                WHERE following.state = 'queued' AND following.partner_id > waiting.partner_id
                ORDER BY following.partner_id LIMIT 1)
        FROM waiting WHERE waiting.partner_id IS NOT NULL
    )
    SELECT first.id FROM waiting, LATERAL (
        SELECT id, due_at FROM people_invitation
        WHERE state = 'queued' AND partner_id = waiting.partner_id ORDER BY due_at, id LIMIT 1
    ) AS first
    WHERE first.due_at <= now() ORDER BY random() LIMIT 1
"""


def claim() -> Invitation | None:
    """The next invitation that is to be sent now, marked as *sending* and committed; none if none is due, or the pace forbids.

    Those who don't need theirs any more, because they have come in or were deactivated, are ended on the way.
    """
    while True:
        with transaction.atomic():
            invitation = _claim_one()
        if invitation is None:
            return None
        if may_come(Person.objects.filter(pk=invitation.person_id)).exists():
            return invitation
        settle(invitation, state=InvitationState.ENDED)


def _claim_one() -> Invitation | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.invitations'))")
        cursor.execute(
            "SELECT count(*) FROM people_invitation WHERE claimed_at > now() - make_interval(secs => %s)",
            [_WINDOW_SECONDS],
        )
        if cursor.fetchone()[0] >= max(1, settings.INVITATIONS_PER_MINUTE * _WINDOW_SECONDS // 60):
            return None
        cursor.execute(_PROBE)
        probe = cursor.fetchone()
        if probe is None:
            cursor.execute(_NEXT)
            found = cursor.fetchone()
        else:
            found = probe if probe[1] else None
        if found is None:
            return None
        cursor.execute(
            "UPDATE people_invitation SET state = 'sending', claimed_at = clock_timestamp(),"
            " expires_at = clock_timestamp() + make_interval(days => %s) WHERE id = %s AND state = 'queued'",
            [settings.INVITATION_DAYS, found[0]],
        )
    related = Invitation.objects.select_related("person__user", "person__partner", "by")
    return related.filter(pk=found[0], state=InvitationState.SENDING).first()


def settle(invitation: Invitation, **changes: Any) -> None:
    """Write what became of a claimed invitation, unless it was claimed or asked for anew since."""
    mine = Invitation.objects.filter(pk=invitation.pk, claimed_at=invitation.claimed_at, nonce=invitation.nonce)
    mine.filter(state__in=[InvitationState.SENDING, InvitationState.UNSURE]).update(**changes)


@transaction.atomic
def settle_gone(invitation: Invitation, **changes: Any) -> None:
    """The same of one that has gone out, or may have: the person counts as invited, if that address is still theirs."""
    person = Person.objects.filter(pk=invitation.person_id, email=invitation.person.email)
    person.update(invited_at=Coalesce("invited_at", Now()))
    settle(invitation, **changes)


def give_up_silent() -> None:
    """What is *sending* for too long was left by a worker that died: it may have gone out, so it is not sent again."""
    silent = Invitation.objects.filter(
        state=InvitationState.SENDING, claimed_at__lt=Now() - timedelta(seconds=LEASE_SECONDS)
    )
    for invitation in silent.select_related("person")[:1000]:
        settle_gone(invitation, state=InvitationState.UNSURE)
