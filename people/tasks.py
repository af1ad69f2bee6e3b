"""What Celery workers do. A task is one call into what does the work; it may be lost or doubled without harm."""

import logging
from collections.abc import Iterable
from typing import Any

from celery import shared_task
from kombu.exceptions import OperationalError

from cerego import health
from cerego.metrics.meters import SWEPT
from cerego.stack import with_room
from people import bulk, invitations, privacy, retention
from people.imports import letters, run
from people.sign_in import recovery, sessions

logger = logging.getLogger(__name__)


@shared_task
def work_on_import(import_id: int, turn: int | None = None, **_: Any) -> None:
    """Do a slice of an import, then go to the back of the queue with what is left. Unknown keywords are a later version's."""
    enqueue(with_room(run.work, import_id, turn))


@shared_task
def work_on_bulk(bulk_id: int, **_: Any) -> None:
    """Do some seconds of a change of many people, then go to the back of the queue with what is left."""
    if with_room(bulk.work, bulk_id):
        enqueue_bulk([bulk_id])


@shared_task
def sweep_imports(**_: Any) -> None:
    """Put back every import, and every change of many people, that should be moving and is not (L5)."""
    health.note_beat()
    imports, changes = run.due(), bulk.due()
    SWEPT.add("import", by=len(imports))
    SWEPT.add("bulk", by=len(changes))
    enqueue(imports)
    enqueue_bulk(changes)
    if privacy.is_due():
        look_for_the_removed()


@shared_task
def forget_mentions(**_: Any) -> None:
    """Look for some seconds where rows of others name somebody who was removed, then go to the back of the queue."""
    if privacy.work():
        look_for_the_removed()


@shared_task
def expire_imports(**_: Any) -> None:
    """Delete the files and rows of imports that are past their time (L10)."""
    run.expire()


@shared_task
def send_mails(**_: Any) -> None:
    """Send the links, letters and invitations that are due, for some seconds; what is left comes after what else there is to
    do (R31).
    """
    more = [recovery.send_due(), letters.send_due(), invitations.send_due()]
    if any(more):
        post()


@shared_task
def forget_sessions(**_: Any) -> None:
    """Delete the sessions that are over."""
    sessions.forget()


@shared_task
def forget_events(**_: Any) -> None:
    """Delete the events, the API's answers and the letters about imports that are past their time."""
    retention.forget_events()
    retention.forget_answers()
    retention.forget_letters()


def post() -> bool:
    """Tell the workers that mails wait; returns whether the broker took it. If not, beat tells them soon."""
    try:
        send_mails.delay()
    except OperationalError:
        logger.warning("The broker can't be reached; the mails wait.")
        return False
    return True


def look_for_the_removed() -> bool:
    """Tell the workers that rows may name somebody who was removed; returns whether the broker took it, or else beat tells."""
    try:
        forget_mentions.delay()
    except OperationalError:
        logger.warning("The broker can't be reached; looking for who was removed waits for the sweeper.")
        return False
    return True


def enqueue(import_ids: Iterable[int]) -> bool:
    """Tell the workers that something is due for these imports; returns whether the broker took it.

    If it did not, nothing is lost: the database knows that they are due, and the sweeper tells the workers later.
    """
    try:
        for import_id, turn in run.turns(import_ids).items():
            work_on_import.delay(import_id, turn=turn)
    except OperationalError:
        logger.warning("The broker can't be reached; the imports wait for the sweeper.")
        return False
    return True


def enqueue_bulk(bulk_ids: Iterable[int]) -> bool:
    """The same for changes of many people."""
    try:
        for bulk_id in bulk_ids:
            work_on_bulk.delay(bulk_id)
    except OperationalError:
        logger.warning("The broker can't be reached; the changes wait for the sweeper.")
        return False
    return True
