"""What a check goes by, said before the import begins: how the file is read, what its columns mean, what was corrected."""

from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from cerego.errors import Refused
from people.imports import fair_use
from people.imports.deciding.plan import Options
from people.imports.matching.mapping import Mapping
from people.imports.run.transitions import CHECK_FAILED, UNCHECKED, move, refuse_expired
from people.models import Import, ImportCorrection, User
from people.models.imports import MOVING, Status

_OPEN_TO_CHANGE: Final = Q(status__in=[Status.UPLOADED, Status.CHECKING, Status.CHECKED]) | CHECK_FAILED


def match(*, run: Import, mapping: Mapping, options: Options, by: User, again: bool = False) -> Import:
    """Say what the columns mean and how to go about it; a check of just that is due.

    What is checked already in the same way stays as it is, unless it is to be checked ``again``. Raises :class:`Refused` once
    the import itself has begun, and when the file has come to be read otherwise than ``run`` says.
    """
    is_same = run.mapping == mapping.as_json() and options.checks_like(run.options)
    if run.status != Status.UPLOADED and is_same and not again:
        return _with_options(run, options)
    return _set_up(run, Q(header=run.header), Status.CHECKING, mapping=mapping.as_json(), options=options.as_json())


def read_as(*, run: Import, as_read: Import, mapping: Mapping | None, options: Options, by: User) -> Import:
    """Read the file as ``as_read`` says. With a ``mapping`` a check of just that is due; without one columns are to be chosen.

    Raises :class:`Refused` once the import itself has begun.
    """
    return _set_up(
        run,
        Q(),
        Status.CHECKING if mapping else Status.UPLOADED,
        dialect=as_read.dialect,
        header=as_read.header,
        origin=as_read.origin,
        mapping=mapping.as_json() if mapping else {},
        options=options.as_json(),
    )


def refuse_begun(run: Import) -> None:
    """Raises :class:`Refused` once nothing about how its file is read can be changed any more."""
    refuse_expired(run)
    if not Import.objects.filter(_OPEN_TO_CHANGE, pk=run.pk).exists():
        raise Refused("import.begun")


def check_corrected(run: Import) -> int:
    """Have an import checked again if it was checked before all that is corrected, in the caller's transaction; returns
    whether (1 or 0).
    """
    checked = Import.objects.select_for_update(no_key=True).filter(pk=run.pk, status=Status.CHECKED, expired_at=None)
    if checked.exists() and ImportCorrection.objects.filter(import_run=run, is_pending=True).exists():
        return move(run, Q(status=Status.CHECKED), Status.CHECKING, **UNCHECKED, finished_at=None)
    return 0


@transaction.atomic
def _set_up(run: Import, where: Q, status: Status, **changes: Any) -> Import:
    """Change what the check goes by, and take back any check so far, as long as the import itself has not begun."""
    if status in MOVING:
        fair_use.refuse_too_many_moving(run)
    changed = Import.objects.filter(_OPEN_TO_CHANGE, where, pk=run.pk, expired_at=None).update(
        status=status, queued_at=Now(), finished_at=None, **changes, **UNCHECKED
    )
    if not changed:
        is_open = where and Import.objects.filter(_OPEN_TO_CHANGE, pk=run.pk, expired_at=None).exists()
        raise Refused("import.read_otherwise" if is_open else "import.begun")
    if "dialect" in changes:  # The rows may have other numbers now: nobody knows whose corrections they would be.
        ImportCorrection.objects.filter(import_run=run).delete()
        Import.objects.filter(pk=run.pk).update(to_correct=[])
    run.refresh_from_db()
    return run


def _with_options(run: Import, options: Options) -> Import:
    """Checked in the same way already; only when people are invited may have changed."""
    if run.options != options.as_json():
        before_it_begins = Import.objects.filter(pk=run.pk, status__in=[Status.CHECKING, Status.CHECKED])
        before_it_begins.update(options=options.as_json())
        run.refresh_from_db()
    return run
