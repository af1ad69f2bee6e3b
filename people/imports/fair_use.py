"""How much of the workers and of the storage one partner, and one user, may take up at once: so that there is some for others."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models.functions import Now

from cerego.errors import Refused
from people.models import Import, User
from people.models.imports import MOVING

_AN_HOUR: Final = timedelta(hours=1)


def refuse_too_many_uploads(by: User) -> None:
    """Nobody uploads more than IMPORT_UPLOADS_PER_HOUR files in an hour, by whatever door. Raises Refused, upload.too_many."""
    lately = Import.objects.filter(created_by=by, created_at__gt=Now() - _AN_HOUR)
    if lately[: settings.IMPORT_UPLOADS_PER_HOUR].count() >= settings.IMPORT_UPLOADS_PER_HOUR:
        raise Refused("upload.too_many", most=settings.IMPORT_UPLOADS_PER_HOUR)


def refuse_too_many_moving(run: Import) -> None:
    """No more than IMPORT_MAX_MOVING imports of a partner are checked, imported or undone, or wait for that; ``run`` is one of
    them already, or would be one more. Raises Refused, import.too_many.
    """
    others = Import.objects.filter(partner=run.partner_id, status__in=MOVING).exclude(pk=run.pk)
    if others[: settings.IMPORT_MAX_MOVING].count() >= settings.IMPORT_MAX_MOVING:
        raise Refused("import.too_many", most=settings.IMPORT_MAX_MOVING)
