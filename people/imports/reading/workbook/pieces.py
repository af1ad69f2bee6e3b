"""A large workbook as many small ones, each with some rows of a sheet: so that none is ever in memory as a whole.

Pure. A reader makes some hundred bytes of every cell, and begins only after the last; pieces are read one by one, and only as
far as rows are wanted. Small workbooks are left as they are.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import BinaryIO, Final

from people.imports.reading.workbook.contents import STRINGS, Contents
from people.imports.reading.workbook.strings import Strings

SMALL: Final = 4 * 2**20
"""Bytes of XML that are read at once: some ten thousand rows."""
FIRST: Final = 2**18
"""Bytes of XML that are read first: often only the first rows are wanted. From piece to piece it is twice as much."""
BEGINNING: Final = 2**20
"""Bytes of XML in the beginning of a sheet, by which it is judged."""
BEGINNINGS: Final = 16 * 2**20
"""Bytes of XML in the beginnings of all sheets together."""
LONGEST_ROW: Final = 8 * 2**20
"""Bytes of one row, as XML."""
ROW: Final = re.compile(rb"<((?:[^\s<>/:]+:)?)row(?=[\s/>])")
OVERLAP: Final = 256
"""Bytes looked at again with what follows, so that no tag we look for is cut in two."""
TEXT_TAG: Final = rb"<(?:[^\s<>/:]+:)?c\s(?:[^<>]*?\s)?t\s*=\s*[\"']s[\"'](?:\s[^<>]*?)?(?<!/)>"
"""The tag of a cell that names a text by its number."""
TEXT_CELL: Final = re.compile(
    rb"(" + TEXT_TAG + rb"\s*(?:<(?:[^\s<>/:]+:)?f[^<>]*/>\s*)?<(?:[^\s<>/:]+:)?v[^<>/]*>\s*)([0-9]{1,9})(?=\s*</)"
)
TEXT_CELL_TAG: Final = re.compile(TEXT_TAG)


def pieces(stream: BinaryIO, sheet: str) -> Iterator[BinaryIO]:
    """Yield workbooks that hold the rows of a sheet, some in each, in the order in which they stand there.

    Raises ValueError and what a damaged archive raises; KeyError if there is no such sheet.
    """
    contents = Contents(stream)
    path = contents.sheets[sheet]
    if contents.size(path) + contents.size(STRINGS) <= SMALL:
        yield stream
        return
    frame = contents.frame()
    with closing(strings_of(contents)) as strings:
        for rows in cut(contents.pieces(path), FIRST, SMALL):
            yield workbook_of(frame, {path: rows}, strings)


def abridged(stream: BinaryIO) -> BinaryIO:
    """The workbook with only the beginnings of its sheets; itself, if it is small."""
    contents = Contents(stream)
    paths = set(contents.sheets.values())
    if sum(map(contents.size, [*paths, STRINGS])) <= SMALL:
        return stream
    size = min(BEGINNINGS // len(paths), BEGINNING)
    with closing(strings_of(contents)) as strings:
        sheets = {path: next(cut(contents.pieces(path), size, size), b"") for path in paths if path in contents}
        return workbook_of(contents.frame(), sheets, strings)


def strings_of(contents: Contents) -> Strings:
    """The texts of a workbook."""
    return Strings(contents.pieces(STRINGS) if STRINGS in contents else iter(()))


def cut(content: Iterator[bytes], first: int, most: int) -> Iterator[bytes]:
    """Yield sheets with the rows of one, about so many bytes in the first and at most; none, if it has no rows.

    Raises ValueError.
    """
    body = bytearray()
    for piece in content:
        body += piece
        found = ROW.search(body, max(0, len(body) - len(piece) - OVERLAP))
        if found:
            break
        if len(body) > LONGEST_ROW:
            raise ValueError("no row in so much of a sheet")
    else:
        return
    head, prefix = bytes(body[: found.start()]), found[1]
    tail = b"</%bsheetData></%bworksheet>" % (prefix, prefix)
    del body[: found.start()]
    for rows in rows_of(body, content, prefix, first, most):
        yield head + rows + tail


def rows_of(body: bytearray, content: Iterator[bytes], prefix: bytes, size: int, most: int) -> Iterator[bytes]:
    """Yield the rows of a sheet, given what of it is there already and what follows. Raises ValueError."""
    looked = 0
    size = min(size, most)
    while (end := body.find(b"</%bsheetData" % prefix, looked)) < 0:
        looked = max(0, len(body) - OVERLAP)
        if len(body) >= size:
            at = body.rfind(b"<%brow" % prefix)
            if at > 0:
                yield bytes(body[:at])
                del body[:at]
                size = min(2 * size, most)
                looked = max(0, looked - at)
            elif len(body) > LONGEST_ROW:
                raise ValueError("a row of such length")
        piece = next(content, b"")
        if not piece:
            raise ValueError("a sheet that does not end")
        body += piece
    yield bytes(body[:end])


def workbook_of(frame: Mapping[str, bytes], sheets: Mapping[str, bytes], strings: Strings) -> BinaryIO:
    """A workbook of these sheets, by their paths, with only the texts that stand in them."""
    numbers: dict[bytes, bytes] = {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in frame.items():
            archive.writestr(path, content)
        for path, content in sheets.items():
            archive.writestr(path, renumbered(content, numbers))
        # All of one workbook are counted together, so this comes last.
        texts = b"".join(strings[int(number)] for number in numbers)
        archive.writestr("xl/sharedStrings.xml", strings.head + texts + ending(strings.head))
    return target


def ending(head: bytes) -> bytes:
    """The tag that ends a part that begins so."""
    opened = re.search(rb"<((?:[^\s<>/:]+:)?sst)[\s>]", head)
    return b"</%b>" % opened[1] if opened else b"<sst></sst>"


def renumbered(rows: bytes, numbers: dict[bytes, bytes]) -> bytes:
    """The rows, with the numbers of their texts counted anew, in the order in which they come."""

    def anew(cell: re.Match[bytes]) -> bytes:
        return cell[1] + numbers.setdefault(cell[2], b"%d" % len(numbers))

    if b'"s"' not in rows and b"'s'" not in rows:
        return rows
    text, count = TEXT_CELL.subn(anew, rows)
    if count != len(TEXT_CELL_TAG.findall(rows)):
        raise ValueError("a cell with the number of a text that can't be found in it")
    return text
