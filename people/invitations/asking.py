"""Asking for invitations: of many people at once, and of one again."""

from datetime import timedelta
from math import ceil
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cerego.errors import Refused
from departments.models import Account
from people.models import Event, Import, ImportRow, Invitation, Person, User
from people.models.events import EventKind
from people.models.invitations import InvitationState
from people.outcomes import WRITTEN, Outcome

PAUSE: Final = timedelta(minutes=10)
"""So long after a mail nobody is sent another one: it may take that to arrive, and the new link would end the one in it."""
_ON_ITS_WAY: Final = (InvitationState.QUEUED, InvitationState.SENDING)
_AGAIN: Final = """
    state = 'queued', nonce = gen_random_uuid(), by_id = EXCLUDED.by_id, asked_at = now(), due_at = now(),
    sent_at = NULL, expires_at = NULL, accepted_at = NULL, attempts = 0, failure = ''
"""


def may_come(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Those of ``persons`` whom an invitation makes sense for: neither deactivated nor in already (R31)."""
    return persons.filter(joined_at=None, deactivated_at=None, user__is_active=True, partner__archived_at=None)


def invitable(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Those of ``persons`` who were not invited yet, and whose invitation is not on its way either."""
    on_its_way = Invitation.objects.filter(person=OuterRef("pk"), state__in=_ON_ITS_WAY)
    return may_come(persons).filter(~Exists(on_its_way), invited_at=None)


def newcomers(run: Import) -> QuerySet[Person]:
    """The people whom an import made."""
    rows = ImportRow.objects.filter(import_run=run, outcome=Outcome.CREATED.value, person_id__isnull=False)
    return Person.objects.filter(pk__in=rows.values("person_id"))


def people_of(run: Import) -> QuerySet[Person]:
    """The people whom an import made, changed or found as they should be."""
    outcomes = [outcome.value for outcome in WRITTEN]
    rows = ImportRow.objects.filter(import_run=run, outcome__in=outcomes, person_id__isnull=False)
    return Person.objects.filter(pk__in=rows.values("person_id"))


@transaction.atomic
def invite(*, persons: QuerySet[Person], account: Account, by: User, run: Import | None = None) -> int:
    """Invite those of ``persons`` who can be and were not yet; returns how many. However often it is asked, each gets one mail.

    ``account`` is the one worked in, ``run`` the import they came by. One statement, also for a million people. It takes the
    locks that its foreign key needs before it looks, so that who is removed meanwhile (by an undo, say) is left out.
    """
    chosen = invitable(persons.filter(partner=account.partner_id)).order_by().values_list("pk", "partner_id").distinct()
    query, parameters = chosen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_invitation"  # noqa: S608 (Django's own statement within ours)
            " (person_id, partner_id, by_id, state, nonce, asked_at, due_at, attempts, failure)"
            " SELECT id, partner_id, %s, 'queued', gen_random_uuid(), now(), now(), 0, ''"
            f" FROM people_person WHERE id IN (SELECT id FROM ({query}) AS chosen (id, partner_id)) FOR KEY SHARE"
            f" ON CONFLICT (person_id) DO UPDATE SET {_AGAIN}"
            " WHERE people_invitation.state NOT IN ('queued', 'sending')",
            [by.pk, *parameters],
        )
        invited = cursor.rowcount
    if invited:
        details = {"people": invited}
        kind = EventKind.INVITATIONS_ASKED
        Event.objects.create(account_id=account.pk, by=by, kind=kind, import_run=run, details=details)
    return invited


@transaction.atomic
def resend(*, person: Person, account: Account, by: User) -> Invitation:
    """Send one person a new link; the former ones work no more. Asked again before it went out, it changes nothing.

    Raises :class:`Refused` for those who have come in already, are deactivated, were removed meanwhile, or got one a moment ago.
    """
    _refuse_so_soon(person)
    return _renew(person, account=account, by=by, kind=EventKind.INVITATION_RESENT)


def _refuse_so_soon(person: Person) -> None:
    """Nobody gets one mail after another, however often it is asked; but at another address at once."""
    lately = Invitation.objects.filter(state=InvitationState.SENT, person__invited_at__isnull=False)
    sent_at = (
        lately.filter(person__in=may_come(Person.objects.filter(pk=person.pk)))
        .values_list("sent_at", flat=True)
        .first()
    )
    left = sent_at + PAUSE - timezone.now() if sent_at else timedelta()
    if left > timedelta():
        raise Refused("invitation.sent_lately", person=person.full_name, minutes=ceil(left / timedelta(minutes=1)))


def _renew(person: Person, *, account: Account, by: User | None, kind: EventKind) -> Invitation:
    if not Person.objects.select_for_update(no_key=True).filter(
        pk=person.pk
    ):  # so that they stay until the mail is asked for
        raise Refused("person.gone", person=person.full_name)
    if not may_come(Person.objects.filter(pk=person.pk)).exists():
        raise Refused("invitation.not_needed", person=person.full_name)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_invitation"  # noqa: S608 (our own names)
            " (person_id, partner_id, by_id, state, nonce, asked_at, due_at, attempts, failure)"
            " VALUES (%s, %s, %s, 'queued', gen_random_uuid(), now(), now(), 0, '')"
            f" ON CONFLICT (person_id) DO UPDATE SET {_AGAIN} WHERE people_invitation.state NOT IN ('queued', 'sending')",
            [person.pk, person.partner_id, by.pk if by else None],
        )
        is_news = cursor.rowcount
    if is_news:
        Event.objects.create(account_id=account.pk, by=by, kind=kind, person=person)
    return Invitation.objects.get(person=person)
