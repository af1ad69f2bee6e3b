"""Whether a stored file that was never read into rows tells of somebody."""

import re
from collections.abc import Sequence
from typing import Final

from cerego.errors import Refused
from people.imports import source
from people.imports.reading.dialect import Dialect
from people.models import Import
from people.privacy.finding import tells_of

_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 600
"""Longer than an address in any encoding."""


def tells_of_them(run: Import, addresses: Sequence[str]) -> bool:
    """Whether one of ``addresses`` stands in its file. A workbook that can't be read through might; so it does.

    Raises :class:`Refused`, file.unreadable, while the storage does not give it.
    """
    if not run.file:
        return False
    try:
        if Dialect.from_json(run.dialect).kind == "csv":
            return _text_tells(run, addresses)
        return any(tells_of(addresses, cell) for row in source.rows(run) for cell in row.cells)
    except Refused as refusal:
        if refusal.code == "file.unreadable":
            raise
        return refusal.code != "file.gone"


def _text_tells(run: Import, addresses: Sequence[str]) -> bool:
    """By its bytes, however it is encoded: of letters of two bytes, those of an address have a zero in one."""
    several = b"|".join(re.escape(address.encode()) for address in addresses)
    pattern = re.compile(rb"(?<![a-z0-9_+-])(?:" + several + rb")(?![a-z0-9_-]|\.[a-z0-9])")
    before = b""
    with source.opened(run) as stream:
        while chunk := stream.read(_CHUNK):
            text = before + chunk.replace(b"\0", b"").lower()
            if pattern.search(text):
                return True
            before = text[-_OVERLAP:]
    return False
