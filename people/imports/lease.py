"""Who works on an import: one worker at a time, for as long as it shows that it lives (L4).

A worker that was thought dead and wakes up finds another lease on its import, and writes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from people.models import Import
from people.models.imports import MOVING

_LOCK_SECONDS: Final = 5
"""So long a batch waits for somebody else's lock, before it lets go of its own and tries again."""
_WAYS_THROUGH_ALL: Final = ("enable_hashjoin", "enable_mergejoin", "enable_material", "enable_bitmapscan", "jit")


class LeaseLost(Exception):
    """Somebody else works on the import now, or nobody should any more."""


def take(run_id: int, turn: int | None = None) -> Import | None:
    """The import, with a new lease on it; none when there is nothing to do for it or somebody else is at it.

    Whoever is in the middle of a transaction on it is at it, however old the lease. With a ``turn``, only if that is still to
    come: of many messages about it, one is enough.
    """
    token = uuid4()
    with transaction.atomic():
        moving = Import.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=run_id, status__in=MOVING)
        free = moving.filter(Q(lease=None) | Q(lease_until__lt=Now()))
        if not (free if turn is None else free.filter(turn=turn)).exists():
            return None
        changes = _times() | {"attempt": F("attempt") + 1, "turn": F("turn") + 1}
        Import.objects.filter(pk=run_id).update(lease=token, **changes)
    # Not there any more if columns were chosen anew in between.
    return Import.objects.select_related("created_by", "undone_by", "account").filter(pk=run_id, lease=token).first()


@contextmanager
def held(run: Import) -> Iterator[None]:
    """A transaction for a piece of the work, in which nobody else can work on the import; how far it has come is read again.

    Raises :class:`LeaseLost`.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_settings())
        lines = Import.objects.select_for_update(no_key=True).filter(pk=run.pk, lease=run.lease)
        stand = lines.values_list("cursor", "cursor_number", "stop_requested").first()
        if stand is None:
            raise LeaseLost
        run.cursor, run.cursor_number, run.stop_requested = stand
        yield


def _settings() -> str:
    """What holds for the transactions of workers.

    They find rows one by one in indexes: while a table grows, the planner thinks it as small as it was, and would read all of
    it for each batch. They need not wait for the disk: a batch that a crash of PostgreSQL takes back is taken back wholly,
    and done again. And who falls silent in the middle of one (a stopped process, a machine that is gone) is let go of, so that
    others can go on.
    """
    off = [*_WAYS_THROUGH_ALL, "synchronous_commit"]
    limits = {"lock_timeout": _LOCK_SECONDS, "idle_in_transaction_session_timeout": settings.IMPORT_LEASE_SECONDS}
    values = dict.fromkeys(off, "off") | {name: f"{round(seconds * 1000)}" for name, seconds in limits.items()}
    return "".join(f"SET LOCAL {name} = {value};" for name, value in values.items())


def end_silent() -> None:
    """End the connections of workers that fell silent while they were sending rows (a process stopped in the middle of a COPY).

    No time-out of PostgreSQL is about them: they are neither idle nor does their statement come to be cancelled, and they
    hold their import. Copying a batch takes a second.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            " AND state = 'active' AND wait_event = 'ClientRead' AND query_start < now() - make_interval(secs => %s)"
            " AND (query LIKE 'COPY people_importrow %%' OR query LIKE 'COPY staged_%%')",
            [settings.IMPORT_LEASE_SECONDS],
        )


def renew(run: Import, **changes: Any) -> None:
    """Show that the worker lives, and write ``changes`` to the import at the same time. Raises :class:`LeaseLost`."""
    if not Import.objects.filter(pk=run.pk, lease=run.lease).update(**(_times() | changes)):
        raise LeaseLost


def release(run: Import, **changes: Any) -> None:
    """Let others work on it, and write ``changes`` to it at the same time. Raises :class:`LeaseLost`."""
    released = Import.objects.filter(pk=run.pk, lease=run.lease)
    if not released.update(lease=None, lease_until=None, heartbeat_at=Now(), **changes):
        raise LeaseLost


def _times() -> dict[str, Any]:
    return {"heartbeat_at": Now(), "lease_until": Now() + timedelta(seconds=settings.IMPORT_LEASE_SECONDS)}
