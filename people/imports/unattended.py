"""An import from its file to its end in one call, without browser, broker and workers: what the command line does."""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO, Final, Self

from django.db import transaction

from cerego.errors import Refused
from departments.models import Account
from people import tasks
from people.addresses import InvalidAddress, canonical
from people.imports import intake, source
from people.imports import run as runs
from people.imports.deciding.counts import Counts
from people.imports.deciding.plan import Options, Problems
from people.imports.matching.mapping import Guess, Mapping, build, guess, labels, resolve
from people.imports.reading.dialect import Choices
from people.models import Import, User
from people.models.events import EventKind
from people.models.imports import Status
from people.selectors import accounts_administered_by

logger = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 120.0
"""So long an import waits without a sign of life from the one that is before it, or from whoever works on it."""
_PAUSE_SECONDS: Final = 0.25

Watch = Callable[[Import, Import | None], None]
"""Is called with the import, and the one that it waits for if any, whenever there may be something new to tell."""


@dataclass(frozen=True, slots=True)
class Result:
    """How an import ended."""

    run: Import
    counts: Counts
    """All rows of the file: what became of them or, if it was only checked, what would."""
    problem: Refused | None = None
    """Why it is not done, if it should be."""

    @classmethod
    def checked(cls, run: Import) -> Self:
        """Of an import that was only checked, or that has rows with problems and is to stop at any (R28)."""
        counts = Counts.from_json(run.check_counts)
        if not _must_stop(run):
            return cls(run, counts)
        left_out = Counts(failed=counts.failed, skipped=counts.rows - counts.failed)
        return cls(run, left_out, Refused("import.has_problems", failed=counts.failed))

    @classmethod
    def ended(cls, run: Import, problem: Refused | None = None) -> Self:
        """Of an import that has begun. Rows that it did not come to count as skipped: every row has an outcome."""
        if run.started_at is None:
            return cls(run, Counts(), problem)
        counts = Counts.of(run)
        return cls(run, replace(counts, skipped=counts.skipped + run.rows - counts.rows), problem)


def may_import(*, account_id: int, email: str) -> tuple[Account, User]:
    """The account, and the user who is to import into it. Raises :class:`Refused`, the same whatever is unknown."""
    try:
        user = User.objects.filter(email=canonical(email.strip()), is_active=True).first()
    except InvalidAddress:
        user = None
    account = accounts_administered_by(user).filter(pk=account_id).first() if user else None
    if user is None or account is None:
        raise Refused("import.not_admin", account=str(account_id), email=email)
    return account, user


def take_in(
    *,
    account: Account,
    path: Path,
    choices: Choices,
    name: Sequence[str],
    email: str | None,
    options: Options,
    by: User,
) -> Import:
    """Upload a file and say how it is written and what its columns mean; its check is due then.

    ``name`` and ``email`` are headers or letters; without them stands what the page would begin with. Raises
    :class:`Refused`; then nothing is kept.
    """
    with _opened(path) as stream, transaction.atomic():
        size = os.fstat(stream.fileno()).st_size
        run = intake.upload(account=account, stream=stream, file_name=path.name, size=size, by=by, choices=choices)
        try:
            return runs.match(run=run, mapping=mapping_of(run, name, email), options=options, by=by)
        except BaseException:
            run.file.delete(save=False)
            raise


def carry_out(run: Import, *, check_only: bool, watch: Watch) -> Result:
    """Check an import and, unless that is all, import it. Raises :class:`Refused` when it has waited too long."""
    while True:
        _work(run, watch)
        if run.status != Status.CHECKED:
            return Result.ended(run, _problem(run))
        if check_only or _must_stop(run):
            return Result.checked(run)
        if run.events.filter(kind=EventKind.IMPORT_STOPPED).exists():  # So somebody wants it: don't start it again.
            return Result.ended(run, Refused("import.stopped", rows=0))
        run = runs.start(run=run, by=run.created_by)


def _problem(run: Import) -> Refused | None:
    """Why it is not done, though it is not moving: it failed, or somebody stopped or undid it on its page."""
    match run.status:
        case Status.STOPPED:
            return Refused("import.stopped", rows=Counts.of(run).rows)
        case Status.UNDONE:
            return Refused("import.undone", reversed=run.reversed, kept=run.kept)
    return Refused(run.failure_reason, **run.failure_context) if run.failure_reason else None


def _must_stop(run: Import) -> bool:
    return Options.from_json(run.options).problems is Problems.STOP and bool(run.check_counts["failed"])


def _opened(path: Path) -> BinaryIO:
    try:
        if not path.is_dir():
            return path.open("rb")
        reason = "It is a directory."
    except (OSError, ValueError) as error:
        reason = f"{getattr(error, 'strerror', None) or error}."
    raise Refused("file.cannot_open", path=str(path), reason=reason)


def mapping_of(
    run: Import, name: Sequence[str], email: str | None, *, options: tuple[str, str] = ("--name", "--email")
) -> Mapping:
    """The mapping with the columns that these headers or letters name, and where none are, with those guessed.

    Raises :class:`Refused` when they can't be used, or can't be guessed: then ``options`` say what to give.
    """
    offered = _offered(run)
    name_columns = tuple(resolve(run.header, text) for text in name) or offered.name
    email_column = offered.email if email is None else resolve(run.header, email)
    for option, is_known in zip(options, (name_columns, email_column is not None), strict=True):
        if not is_known:
            raise Refused("mapping.not_guessed", option=option, columns=labels(run.header))
    return build(run.header, name=name_columns, email=email_column)


def _offered(run: Import) -> Mapping | Guess:
    """What the page would begin with."""
    return Mapping.from_json(run.mapping) if run.mapping else guess(run.header, source.sample(run))


def _work(run: Import, watch: Watch) -> None:
    """Work on an import until nothing is due for it, or wait until others have.

    What it waits for is worked on too: where there are no workers, an import whose process died would block the way for ever.
    """
    quiet_since, last_sign = monotonic(), None
    watch(run, None)
    while run.is_moving:
        due = runs.work(run.pk)
        tasks.enqueue(others for others in due if others != run.pk)
        run.refresh_from_db()
        ahead = None if run.pk in due else _ahead(run)
        watch(run, ahead)
        if run.pk in due or not run.is_moving:
            continue
        sign = (ahead or run).heartbeat_at
        if sign != last_sign:
            quiet_since, last_sign = monotonic(), sign
        elif monotonic() - quiet_since > PATIENCE_SECONDS:
            raise Refused("import.waits")
        _help(ahead)
        sleep(_PAUSE_SECONDS)


def _ahead(run: Import) -> Import | None:
    """The import of the same partner that is just being applied."""
    if run.status != Status.QUEUED:
        return None
    return Import.objects.filter(partner=run.partner_id, status=Status.APPLYING).select_related("account").first()


def _help(ahead: Import | None) -> None:
    if ahead is None:
        return
    try:
        runs.work(ahead.pk)
    except Exception:
        # It is not ours. It has counted the attempt, and fails by itself after some.
        logger.exception("Import %s, which another one waits for, broke off.", ahead.pk)
