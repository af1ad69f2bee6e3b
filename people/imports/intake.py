"""Takes in an uploaded file: looks at how it is written, stores it, and has it checked if its columns can be guessed."""

from typing import BinaryIO

from django.core.files import File
from django.db import transaction

from cerego.errors import Refused
from departments.models import Account
from people.imports import run as runs
from people.imports import source
from people.imports.dialect import detect
from people.imports.mapping import build, guess
from people.imports.plan import Options
from people.imports.reader import read_header
from people.models import Event, Import, User
from people.models.events import EventKind


def upload(*, account: Account, stream: BinaryIO, file_name: str, size: int, by: User) -> Import:
    """Take in a file to be imported into ``account``; if its columns can be guessed, its check is due at once.

    ``stream`` can be sought; ``size`` is in bytes. Raises :class:`Refused` for a file that can't be used (R27); then nothing
    is kept of it.
    """
    limits = source.limits()
    if size > limits.bytes:
        raise Refused("file.too_large", megabytes=limits.bytes // 2**20)
    shown_name = source.shown_name(file_name)
    dialect = detect(stream, file_name=shown_name, limits=limits)
    stream.seek(0)
    header = read_header(stream, dialect)
    run = Import(
        partner_id=account.partner_id,
        account=account,
        created_by=by,
        file_name=shown_name,
        file_size=size,
        sha256=source.sha256(stream),
        dialect=dialect.as_json(),
        header=list(header),
        options=Options().as_json(),
    )
    run.file.save(source.generated_name(dialect), File(stream), save=False)
    try:
        with transaction.atomic():
            run.save()
            Event.objects.create(account=account, by=by, kind=EventKind.IMPORT_UPLOADED, import_run=run)
            _match_by_guess(run, by)
    except BaseException:
        run.file.delete(save=False)
        raise
    return run


def _match_by_guess(run: Import, by: User) -> None:
    guessed = guess(run.header, source.sample(run))
    if guessed.email is None or not guessed.name:
        return
    try:
        mapping = build(run.header, name=guessed.name, email=guessed.email)
    except Refused:
        return  # The page asks for the columns, and says what stands in the way.
    runs.match(run=run, mapping=mapping, options=Options(), by=by)
