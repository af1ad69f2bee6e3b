"""Takes in an uploaded file: looks at how it is written, stores it, and has it checked if its columns can be told."""

import logging
from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import BinaryIO

from django.core.files import File
from django.db import transaction

from cerego.errors import Refused
from departments.models import Account
from people.imports import memory, source
from people.imports import run as runs
from people.imports.deciding.plan import Invitations, Options
from people.imports.fair_use import refuse_too_many_uploads
from people.imports.matching.mapping import Mapping, build, guess
from people.imports.origin import find_origin
from people.imports.reading.detection import UNSAID, Archive, detect
from people.imports.reading.dialect import Choices, Dialect
from people.imports.reading.reader import read_header
from people.models import Event, Import, User
from people.models.events import EventKind

logger = logging.getLogger(__name__)


def upload(
    *,
    account: Account,
    stream: BinaryIO,
    file_name: str,
    size: int,
    by: User,
    choices: Choices = UNSAID,
    by_hand: bool = False,
    is_limited: bool = False,
) -> Import:
    """Take in a file to be imported into ``account``; if its columns can be guessed, its check is due at once.

    ``stream`` can be sought; ``size`` is in bytes; ``choices``: what is known of how the file is written;
    ``by_hand``: whether it was made of what somebody has typed; ``is_limited``: whether ``by`` has only so many uploads an
    hour, as all have but whoever runs the installation. Raises :class:`Refused` for a file that can't be used (R27), or not so;
    then nothing is kept of it.
    """
    limits = source.limits()
    if size > limits.bytes:
        raise Refused("file.too_large", megabytes=limits.bytes // 2**20)
    shown_name = source.shown_name(file_name)
    archive = Archive(stream, limits=limits)
    dialect = _as_usual(account, stream, choices, archive) or detect(
        stream, file_name=shown_name, limits=limits, choices=choices, archive=archive
    )
    stream.seek(0)
    header = read_header(stream, dialect)
    run = Import(
        partner_id=account.partner_id,
        account=account,
        created_by=by,
        file_name=shown_name,
        by_hand=by_hand,
        file_size=size,
        sha256=source.sha256(stream),
        dialect=dialect.as_json(),
        header=list(header),
        options=Options().as_json(),
    )
    run.origin = find_origin(run)
    _store(run, source.generated_name(dialect), stream)
    try:
        with transaction.atomic():
            if is_limited:
                refuse_too_many_uploads(by, for_good=True)
            run.save()
            Event.objects.create(account=account, by=by, kind=EventKind.IMPORT_UPLOADED, import_run=run)
            mapping, options = _suggested(run)
            if mapping:
                runs.match(run=run, mapping=mapping, options=options, by=by)
    except BaseException:
        run.file.delete(save=False)
        raise
    return run


def read_again(*, run: Import, choices: Choices, by: User) -> Import:
    """Read the file as somebody says, over and above what was chosen before; what was not is guessed anew.

    Its columns are matched as before if they are the same, else by guess. Raises :class:`Refused` when it can't be read so, and
    once the import itself has begun; then everything stays as it was.
    """
    if not choices.made():
        return run
    runs.refuse_begun(run)
    chosen = Dialect.from_json(run.dialect).choices.made()
    if choices.sheet is not None:
        chosen.pop("header_row", None)  # which was another sheet's
    wanted = Choices(**{**chosen, **choices.made()})
    with source.opened(run) as stream:
        dialect = detect(stream, file_name=run.file_name, limits=source.limits(), choices=wanted)
        header = list(read_header(stream, dialect))
    as_read = copy(run)
    as_read.dialect, as_read.header = dialect.as_json(), header
    as_read.origin = find_origin(as_read)
    mapping, options = _suggested(as_read)
    if run.mapping and header == run.header:
        mapping, options = Mapping.from_json(run.mapping), Options.from_json(run.options)
    return runs.read_as(run=run, as_read=as_read, mapping=mapping, options=options, by=by)


def _as_usual(account: Account, stream: BinaryIO, choices: Choices, archive: Archive) -> Dialect | None:
    """How the file is written if it has the header of an earlier one, for which somebody chose where it is."""
    if choices.made():
        return None
    for usual, header in memory.habits(account):
        with suppress(Refused):
            dialect = detect(stream, file_name="", limits=source.limits(), choices=usual, archive=archive)
            if list(read_header(stream, dialect)) == header:
                return dialect
    return None


def _store(run: Import, name: str, stream: BinaryIO) -> None:
    """Put the bytes into the storage; when it can't take them, what it has taken goes again."""
    try:
        run.file.save(name, File(stream), save=False)
    except OSError as error:
        logger.exception("The storage can't take an upload.")
        with suppress(OSError):
            run.file.storage.delete(name)
        raise Refused("file.no_room") from error


def _suggested(run: Import) -> tuple[Mapping | None, Options]:
    """Columns and options as they were chosen for the same header before; failing that, the best guess (R1), if there is one."""
    if last := run.origin or memory.last_use(run):
        used = Mapping.from_json(last.mapping)
        # A download has columns that its file had not. And nobody is written to because somebody once chose so for others.
        mapping = build(run.header, name=used.name, email=used.email)
        return mapping, replace(Options.from_json(last.options), invitations=Invitations.LATER)
    options = Options.from_json(run.options)
    guessed = guess(run.header, source.sample(run))
    try:
        return build(run.header, name=guessed.name, email=guessed.email), options
    except Refused:
        return None, options  # The page asks for the columns, and says what stands in the way.
