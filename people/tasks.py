"""What Celery workers do. A task is one call into people.imports.run; it may be lost or doubled without harm."""

import logging
from collections.abc import Iterable
from typing import Any

from celery import shared_task
from kombu.exceptions import OperationalError

from people.imports import run

logger = logging.getLogger(__name__)


@shared_task
def work_on_import(import_id: int, **_: Any) -> None:
    """Do a slice of an import, then go to the back of the queue with what is left. Unknown keywords are a later version's."""
    enqueue(run.work(import_id))


@shared_task
def sweep_imports(**_: Any) -> None:
    """Put back every import that should be moving and is not (L5)."""
    enqueue(run.due())


def enqueue(import_ids: Iterable[int]) -> bool:
    """Tell the workers that something is due for these imports; returns whether the broker took it.

    If it did not, nothing is lost: the database knows that they are due, and the sweeper tells the workers later.
    """
    try:
        for import_id in import_ids:
            work_on_import.delay(import_id)
    except OperationalError:
        logger.warning("The broker can't be reached; the imports wait for the sweeper.")
        return False
    return True
