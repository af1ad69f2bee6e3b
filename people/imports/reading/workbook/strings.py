"""The texts of a workbook, which its cells name by number, kept where they take no memory. Pure.

A reader holds them all at once; of a sheet that is read piece by piece only those of the piece are wanted. Programs number
them as they first stand in a sheet, so for its beginning only the first of them are read.
"""

import re
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Final

from cerego.errors import Refused
from people.imports.reading.workbook.extent import MAX_CELLS

IN_MEMORY: Final = 4 * 2**20
"""Bytes up to which they are not put on the disk; the file there has no name, and goes with its last user."""
LONGEST: Final = 2**20
"""Bytes of one text, as XML; a cell of Excel's holds at most 32,767 characters."""
MOST: Final = MAX_CELLS
"""So many texts there may be; more than cells there can be none that is used."""
TEXT: Final = re.compile(rb"<(?:[^\s<>/:]+:)?si(?=[\s/>])")
END: Final = re.compile(rb"</(?:[^\s<>/:]+:)?sst[\s>]")


class Strings:
    """The texts, by number, as XML. Raises ValueError at what no program writes, Refused at more than anybody needs."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self._content = content
        self._file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - close() closes it
        self._starts = array("L")
        self._end = 0
        self._rest = b""
        """What is looked at again with the next piece: a tag that may be cut in two."""
        self._is_whole = False
        """Whether all of them have been read."""
        try:
            self._read_up_to(0)
        except BaseException:
            self.close()
            raise
        first = self._starts[0] if self._starts else self._end
        self._file.seek(0)
        self.head = self._file.read(min(first, LONGEST))
        """What stands before the first of them."""

    def __getitem__(self, number: int) -> bytes:
        """One text; IndexError if there is none of that number."""
        self._read_up_to(number + 1)
        begin = self._starts[number]
        is_last = number == len(self._starts) - 1
        end = self._end if is_last else self._starts[number + 1]
        if end - begin > LONGEST and not is_last:
            raise ValueError("a text of such length")
        self._file.seek(begin)
        text = self._file.read(min(end - begin, LONGEST))
        return END.split(text, maxsplit=1)[0] if is_last else text

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _read_up_to(self, number: int) -> None:
        """Read until it is known where this one begins, or that there is none."""
        while len(self._starts) <= number and not self._is_whole:
            piece = next(self._content, b"")
            self._is_whole = not piece
            self._take(self._rest + piece)

    def _take(self, text: bytes) -> None:
        """Note where texts begin."""
        cut = len(text) if self._is_whole else max(text.rfind(b"<"), 0)
        if len(text) - cut > LONGEST:
            raise ValueError("a tag or a text of such length")
        self._starts.extend(self._end + match.start() for match in TEXT.finditer(text, 0, cut))
        if len(self._starts) > MOST:
            raise Refused("file.workbook_too_spread", cells=MAX_CELLS)
        self._file.seek(self._end)
        self._file.write(text[:cut])
        self._end += cut
        self._rest = text[cut:]
