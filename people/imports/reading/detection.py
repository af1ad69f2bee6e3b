"""Finds out how a file is written, as far as nobody has said so; or why it can't be read at all (R27).

Pure. The whole file is read once or twice, in pieces; what is guessed is guessed from the beginning of it.
"""

import io
from collections.abc import Mapping
from functools import cached_property
from typing import BinaryIO, Final

from cerego.errors import Refused
from people.imports.reading.dialect import Choices, Dialect, Limits
from people.imports.reading.foreign import refuse_foreign
from people.imports.reading.text.encoding import is_wide
from people.imports.reading.text.lines import CHUNK
from people.imports.reading.text_detection import detect_text
from people.imports.reading.workbook.archive import check_archive, is_zip
from people.imports.reading.workbook.extent import Extent
from people.imports.reading.workbook_detection import detect_workbook

UNSAID: Final = Choices()
"""Nobody has said anything about the file."""


class Archive:
    """What each part of a workbook holds, looked at once, however often one asks how the file is written."""

    def __init__(self, stream: BinaryIO, *, limits: Limits) -> None:
        self._stream, self._limits = stream, limits

    @cached_property
    def extents(self) -> Mapping[str, Extent]:
        """By path in lower case. Raises Refused if the file can't be unpacked, or is no workbook."""
        return check_archive(self._stream, unpacked=self._limits.bytes)


def detect(
    stream: BinaryIO, *, file_name: str, limits: Limits, choices: Choices = UNSAID, archive: Archive | None = None
) -> Dialect:
    """How the file is written. The stream must be seekable; the file's name only words refusals. ``archive``: of this file, if it
    is asked about several times.

    Raises Refused for what makes the whole file unusable (R27), and for choices that do not fit it; each code is a template in
    templates/refusals/.
    """
    size = stream.seek(0, io.SEEK_END)
    if not size:
        raise Refused("file.empty", file_name=file_name)
    if size > limits.bytes:
        raise Refused("file.too_large", megabytes=limits.bytes // 2**20)
    stream.seek(0)
    beginning = stream.read(CHUNK)
    if is_zip(beginning):
        archive = archive or Archive(stream, limits=limits)
        return detect_workbook(stream, archive.extents, limits=limits, choices=choices)
    refuse_foreign(stream, beginning, is_wide=is_wide(beginning))
    if choices.sheet is not None:
        raise Refused("file.no_sheets")
    return detect_text(stream, limits=limits, choices=choices)
