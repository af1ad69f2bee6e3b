"""How much of the workers and of the storage one partner, and one user, may take up at once: so that there is some for others."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from cerego.errors import Refused
from people.models import Import, User
from people.models.imports import MOVING

_AN_HOUR: Final = timedelta(hours=1)


def refuse_too_many_uploads(by: User, *, for_good: bool = False) -> None:
    """Nobody uploads more than IMPORT_UPLOADS_PER_HOUR files in an hour, by whatever door. Raises Refused, upload.too_many.

    Asked ``for_good``, in the transaction that stores the import, it holds for uploads of the same moment too: they wait for its
    end. Before that it only spares the work.
    """
    if for_good:
        _one_at_a_time("uploads", by.pk)
    lately = Import.objects.filter(created_by=by, created_at__gt=Now() - _AN_HOUR)
    if lately[: settings.IMPORT_UPLOADS_PER_HOUR].count() >= settings.IMPORT_UPLOADS_PER_HOUR:
        raise Refused("upload.too_many", most=settings.IMPORT_UPLOADS_PER_HOUR)


def refuse_too_many_moving(run: Import) -> None:
    """No more than IMPORT_MAX_MOVING imports of a partner are checked, imported or undone, or wait for that; ``run`` is one of
    them already, or would be one more. Raises Refused, import.too_many.

    Uploads, starts and the like of one partner come one after the other from here to the end of the transaction; the line of
    ``run`` is locked first, so that whoever has it already waits for nobody.
    """
    list(Import.objects.select_for_update(no_key=True).filter(pk=run.pk).values_list("pk"))
    _one_at_a_time("moving", run.partner_id)
    others = Import.objects.filter(partner=run.partner_id, status__in=MOVING).exclude(pk=run.pk)
    if others[: settings.IMPORT_MAX_MOVING].count() >= settings.IMPORT_MAX_MOVING:
        raise Refused("import.too_many", most=settings.IMPORT_MAX_MOVING)


def _one_at_a_time(what: str, pk: int) -> None:
    """Wait for the end of the other transactions that count the same; READ COMMITTED then counts what they have written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"people.imports.fair_use.{what}.{pk}"]
        )
