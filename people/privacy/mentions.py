"""Where other people's rows name somebody who was removed: a column such as 'Manager e-mail'. Those cells are blanked too.

No index leads there: all rows of the partner's imports are read, and files that are not read into rows yet. A little of that is
done while one waits for the removal; more by workers, piece by piece. What moves meanwhile is looked through once it has ended.
"""

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, Final

import idna
from django.db import connection, transaction
from django.db.models import Max, Q

from cerego.errors import Refused
from people.imports import run as runs
from people.models import ErasedAddress, Import, ImportRow
from people.models.imports import MOVING
from people.privacy.files import tells_of_them
from people.privacy.finding import NOBODY, tells_of

logger = logging.getLogger(__name__)

ROWS_AT_ONCE: Final = 20_000
_SLICE_SECONDS: Final = 3.0
_LITTLE: Final = 50_000
"""So many rows are looked through at once; of a file that is not read yet, a hundred bytes count as one."""


def look_for(partner_id: int, addresses: Sequence[str]) -> None:
    """Have ``addresses`` taken out of the partner's imports: at once if there is little to look through, else by workers."""
    kept = Import.objects.filter(partner=partner_id, expired_at=None).order_by("pk")
    size = {run.pk: run.rows if run.is_stored else run.file_size // 100 for run in kept.iterator()}
    if size:
        written = [*addresses, *(other for address in addresses if (other := _in_unicode(address)) != address)]
        erased = ErasedAddress.objects.create(partner_id=partner_id, addresses=written, left=list(size))
        while sum(size.values()) <= _LITTLE and _piece(erased.pk):
            pass


def work() -> bool:
    """Look through imports for some seconds; returns whether more can be looked through now. Any number of workers may."""
    deadline = monotonic() + _SLICE_SECONDS
    for pk in ErasedAddress.objects.order_by("pk").values_list("pk", flat=True):
        while _piece(pk):
            if monotonic() >= deadline:
                return True
    return False


def is_due() -> bool:
    """Whether any import is yet to be looked through."""
    return ErasedAddress.objects.exists()


def _in_unicode(address: str) -> str:
    """The address as people write it, whose domain we have in ASCII."""
    local, _, domain = address.rpartition("@")
    with suppress(idna.IDNAError, UnicodeError):
        return f"{local}@{idna.decode(domain)}"
    return address


def _piece(pk: int) -> bool:
    """Look through some rows; returns whether there are more that can be looked through now."""
    try:
        return _look_on(pk)
    except Refused as refusal:
        logger.warning("A file can't be looked through now (%s); it is tried again later.", refusal.code)
        return False


@transaction.atomic
def _look_on(pk: int) -> bool:
    erased = ErasedAddress.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if erased is None:
        return False
    still = Import.objects.filter(~Q(status__in=MOVING), pk__in=erased.left, expired_at=None).order_by("pk")
    run = still.select_for_update(skip_locked=True, no_key=True).first()
    if run is None:
        if not Import.objects.filter(pk__in=erased.left, expired_at=None).exists():
            erased.delete()
        return False
    if erased.at != run.pk:
        erased.at, erased.after = run.pk, 0
        if _would_bring_them_back(run, erased.addresses):
            runs.forget(run.pk)
    last = ImportRow.objects.filter(import_run=run).aggregate(last=Max("number"))["last"] or 0
    if erased.after < last:
        _blank(run, erased.addresses, erased.after)
        erased.after += ROWS_AT_ONCE
    if erased.after >= last:
        erased.left, erased.at = [each for each in erased.left if each != run.pk], 0
    erased.save()
    return True


def _would_bring_them_back(run: Import, addresses: Sequence[str]) -> bool:
    """Whether it has not begun and has them in it: matched only after they were removed, or not read into rows at all."""
    if run.started_at is not None:
        return False
    theirs = ImportRow.objects.filter(import_run=run, email__in=addresses)
    return theirs.exists() or (not run.is_stored and tells_of_them(run, addresses))


def _blank(run: Import, addresses: Sequence[str], after: int) -> None:
    """Blank the cells that name them in some rows, and what is said of these rows; the file, which can't be blanked, goes.

    Rows about themselves are not here any more, unless they have come again since: those stay.
    """
    changed = [(number, *after) for number, before, after in _rows_naming(run, addresses, after) if before != after]
    if not changed:
        return
    runs.forget_file(run)
    Import.objects.filter(pk=run.pk).update(problem_counts=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_importrow AS row SET cells = new.cells::jsonb, issues = new.issues::jsonb,"
            " parse_issues = new.parse_issues::jsonb"
            " FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS new (number, cells, issues, parse_issues)"
            " WHERE row.import_run_id = %s AND row.number = new.number",
            [*map(list, zip(*changed, strict=True)), run.pk],
        )


def _rows_naming(run: Import, addresses: Sequence[str], after: int) -> list[tuple[int, list[str], list[str]]]:
    """Rows of others in which an address may stand: number, and cells and issues as JSON, as they are and without it."""
    in_json = [json.dumps(address, ensure_ascii=False)[1:-1] for address in addresses]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, cells::text, issues::text, parse_issues::text FROM people_importrow"
            " WHERE import_run_id = %s AND number > %s AND number <= %s AND email <> ALL(%s) AND EXISTS ("
            "SELECT FROM unnest(%s::text[]) AS address WHERE position(address IN"
            " lower(cells::text || issues::text || parse_issues::text)) > 0)",
            [run.pk, after, after + ROWS_AT_ONCE, list(addresses), in_json],
        )
        found = cursor.fetchall()
    return [
        (
            number,
            [json.dumps(json.loads(text)) for text in (cells, issues, parse_issues)],
            [
                json.dumps(_without(addresses, json.loads(text), put))
                for text, put in ((cells, ""), (issues, NOBODY), (parse_issues, NOBODY))
            ],
        )
        for number, cells, issues, parse_issues in found
    ]


def _without(addresses: Sequence[str], value: Any, put: str) -> Any:
    """What was read from JSON, with ``put`` for each text that tells of them."""
    if isinstance(value, str):
        return put if tells_of(addresses, value) else value
    if isinstance(value, list):
        return [_without(addresses, each, put) for each in value]
    if isinstance(value, dict):
        return {name: _without(addresses, each, put) for name, each in value.items()}
    return value
