"""The stored file of an import, opened and read the way the import says."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO, Final
from uuid import uuid4

from django.conf import settings
from django.core.files import File

from cerego.errors import Refused
from people.imports.header.columns import clean_header
from people.imports.reading.dialect import Dialect, Limits
from people.imports.reading.reader import SourceRow, read_rows
from people.models import Import

logger = logging.getLogger(__name__)

SAMPLE_ROWS: Final = 50
"""As many rows are looked at to guess the mapping."""
_CHUNK: Final = 1024 * 1024
_MAX_FILE_NAME: Final = 255


def limits() -> Limits:
    """What a file may hold (R27)."""
    return Limits(
        bytes=settings.IMPORT_MAX_BYTES,
        rows=settings.IMPORT_MAX_ROWS,
        columns=settings.IMPORT_MAX_COLUMNS,
        cell=settings.IMPORT_MAX_CELL_CHARACTERS,
    )


def sha256(stream: BinaryIO) -> str:
    """The digest of all of ``stream``, in hexadecimal; leaves it at its beginning."""
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def shown_name(file_name: str) -> str:
    """The name under which an uploaded file is shown: no folders, nothing unprintable, at most 255 characters."""
    name = PurePath(file_name.replace("\\", "/")).name
    printable = "".join(character for character in name if character.isprintable())
    return clean_header(printable)[-_MAX_FILE_NAME:] or "unnamed"


def generated_name(dialect: Dialect) -> str:
    """The name under which it is stored: nothing of the uploader's is in it."""
    return f"imports/{uuid4().hex}.{dialect.kind}"


@contextmanager
def opened(run: Import) -> Iterator[BinaryIO]:
    """The stored file's bytes. Raises :class:`Refused` when the storage has not got it, or can't give it, also on the way."""
    if not run.file:
        raise Refused("file.gone")
    try:
        with run.file.open("rb") as file:
            assert isinstance(file, File)
            yield file.file
    except FileNotFoundError as error:
        raise Refused("file.gone") from error
    except OSError as error:
        logger.warning("The file of import %s can't be read.", run.pk, exc_info=True)
        raise Refused("file.unreadable") from error


def rows(run: Import) -> Iterator[SourceRow]:
    """The rows of the stored file, one after the other."""
    with opened(run) as stream:
        yield from read_rows(stream, Dialect.from_json(run.dialect), limits=limits())


def sample(run: Import, count: int = SAMPLE_ROWS) -> list[SourceRow]:
    """The first ``count`` rows."""
    return list(islice(rows(run), count))
