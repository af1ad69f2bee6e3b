"""Working on a change of many people, batch by batch: each one transaction, in which its row is held."""

import logging
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from cerego.errors import Refused
from people.bulk.actions import ACTIONS
from people.bulk.together import TOGETHER
from people.models import Bulk, BulkPerson, Person
from people.selectors import accounts_administered_by
from people.services import lock_people

logger = logging.getLogger(__name__)

_BATCH: Final = 500
"""People in one transaction: so long others wait to change people of this partner."""
_Outcome = BulkPerson.Outcome


def work(bulk_id: int) -> bool:
    """Do batches for some seconds; returns whether there is more to do.

    May be called at any time, any number of times and by any number of workers at once: who does not get the row does nothing.
    """
    deadline = monotonic() + settings.IMPORT_SLICE_SECONDS
    while _next_batch(bulk_id):
        if monotonic() >= deadline:
            return True
    return False


def work_off(bulk_id: int) -> None:
    """Do all of it, however long that takes: for a few people, while somebody waits."""
    while _next_batch(bulk_id):
        pass


def due() -> list[int]:
    """The changes that should be moving and are not: lost message, killed worker, an enqueue that failed."""
    idle = Q(heartbeat_at=None) | Q(heartbeat_at__lt=Now() - timedelta(seconds=settings.IMPORT_SWEEP_SECONDS))
    return list(Bulk.objects.filter(idle, finished_at=None).order_by("pk").values_list("pk", flat=True))


def _next_batch(bulk_id: int) -> bool:
    """Do the next batch; returns whether there was one, or none because somebody else is at it or all is done."""
    began = Bulk.objects.filter(pk=bulk_id, finished_at=None).update(attempt=F("attempt") + 1, heartbeat_at=Now())
    if not began:
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL idle_in_transaction_session_timeout = {round(settings.IMPORT_LEASE_SECONDS * 1000)}"
            )
        free = Bulk.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        bulk = free.select_related("created_by", "account").filter(pk=bulk_id, finished_at=None).first()
        if bulk is None:
            return False
        try:
            return _batch(bulk)
        except Refused as refusal:
            _end(bulk, failure_reason=refusal.code)
            return False


def _batch(bulk: Bulk) -> bool:
    """Raises :class:`Refused` when who asked has no right to it any more, and when it has failed too often."""
    if bulk.attempt > settings.IMPORT_MAX_ATTEMPTS:
        raise Refused("bulk.gave_up")
    waiting = BulkPerson.objects.filter(bulk=bulk, person_id__gt=bulk.cursor).order_by("person_id")
    items = list(waiting[:_BATCH])
    if not items:
        _end(bulk)
        return False
    lock_people(bulk.partner_id)
    if not accounts_administered_by(bulk.created_by).filter(pk=bulk.account_id).exists():
        raise Refused("bulk.rights_lost")
    people = Person.objects.filter(partner=bulk.partner_id).in_bulk([item.person_id for item in items])
    results = TOGETHER[bulk.action](list(people.values()), bulk)
    for item in items:
        _note(item, results[item.person_id] if item.person_id in results else _do(bulk, people.get(item.person_id)))
    _keep(bulk, items)
    counts = {name: sum(item.outcome == name for item in items) for name in ("changed", "unchanged", "refused")}
    Bulk.objects.filter(pk=bulk.pk).update(
        cursor=items[-1].person_id,
        attempt=0,
        heartbeat_at=Now(),
        **{name: F(name) + count for name, count in counts.items()},
    )
    return True


def _do(bulk: Bulk, person: Person | None) -> bool | Refused:
    """Do it to one person, by the door of their own page; returns whether that changed anything, or why it was refused."""
    try:
        if person is None:
            raise Refused("bulk.gone")
        with transaction.atomic():  # What a refusal left half done is taken back, and nothing else.
            return ACTIONS[bulk.action].do(person, bulk, bulk.created_by)
    except Refused as refusal:
        return refusal


def _note(item: BulkPerson, result: bool | Refused) -> None:
    if isinstance(result, Refused):
        item.outcome, item.reason, item.context = _Outcome.REFUSED, result.code, dict(result.context)
    else:
        item.outcome = _Outcome.CHANGED if result else _Outcome.UNCHANGED


def _keep(bulk: Bulk, items: list[BulkPerson]) -> None:
    """Write the outcomes down: most of a batch have one of two, and nothing to say about it."""
    for outcome in (_Outcome.CHANGED, _Outcome.UNCHANGED):
        alike = [item.person_id for item in items if item.outcome == outcome]
        BulkPerson.objects.filter(bulk=bulk, person_id__in=alike).update(outcome=outcome)
    refused = [item for item in items if item.outcome == _Outcome.REFUSED]
    BulkPerson.objects.bulk_update(refused, ["outcome", "reason", "context"])


def _end(bulk: Bulk, **changes: Any) -> None:
    Bulk.objects.filter(pk=bulk.pk).update(finished_at=Now(), heartbeat_at=Now(), attempt=0, **changes)
