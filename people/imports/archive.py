"""What a workbook holds, looked at before anything unpacks it: its size, its parts, the extent of its sheets (R27).

Pure. An XLSX file is a zip archive of XML parts. A small one can unfold to gigabytes, and a sheet of two cells far
apart makes a reader allocate all the cells between them; both are refused here.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from cerego.errors import Refused
from people.imports.columns import index_of

MAX_PARTS: Final = 2_000
"""Parts of the archive; an ordinary workbook has some ten."""
MAX_RATIO: Final = 300
"""How many times its packed size a part may unfold to, once it is larger than a megabyte."""
MAX_CELLS: Final = 3_000_000
"""Cells from a sheet's corner to its outermost ones; each takes memory, empty or not."""
CELL: Final = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,6})(\d{1,10})[\"'][^<>]*?(/?)>")
"""A cell's tag: its letters, its row, and a slash if nothing is in it."""
NAMELESS_CELL: Final = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^<>]*?\br\s*=)[^<>]*[^<>/]>)")
"""A cell that stands where the one before it ends, in the row of its row tag."""
ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br\s*=\s*[\"'](\d{1,10})[\"']")
OVERLAP: Final = 300
"""Bytes looked at again with the next piece, so that no tag is cut in two."""
PIECE: Final = 256 * 1024
LOCAL_HEADER: Final = struct.Struct("<4s22xHH")


def is_zip(beginning: bytes) -> bool:
    """Whether a file begins as a zip archive does."""
    return beginning.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def check_archive(stream: BinaryIO, *, unpacked: int) -> None:
    """Raise Refused if the file is not a workbook, or one that would unfold to more than ``unpacked`` bytes or cells."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            check_parts(parts, unpacked=unpacked)
            total = 0
            for part in parts:
                total += check_part(stream, part, room=unpacked - total)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Refused("file.workbook_broken") from error


def check_parts(parts: list[zipfile.ZipInfo], *, unpacked: int) -> None:
    """Raise Refused for what the archive's table of contents tells."""
    names = {part.filename.lstrip("/").lower() for part in parts}
    if "xl/workbook.xml" not in names:
        if "xl/workbook.bin" in names:
            raise Refused("file.not_a_table", kind="a binary workbook (XLSB)")
        raise Refused("file.not_a_table", kind="a zip archive, or a document that is packed like one")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("file.password_protected")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > unpacked:
        raise Refused("file.workbook_too_large", megabytes=unpacked // 2**20)


def check_part(stream: BinaryIO, part: zipfile.ZipInfo, *, room: int) -> int:
    """The true unpacked size of a part in bytes, whatever its header says; raises Refused when it has no room."""
    size = 0
    extent = Extent()
    for piece in unpacked_pieces(stream, part):
        size += len(piece)
        if size > room or (size > 2**20 and size > MAX_RATIO * max(1, part.compress_size)):
            raise Refused("file.workbook_too_large", megabytes=room // 2**20)
        extent.take(piece)
    if size != part.file_size:
        raise Refused("file.workbook_broken")
    return size


def unpacked_pieces(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, piece by piece; not through zipfile, which stops where the part's header says it ends."""
    stream.seek(part.header_offset)
    signature, name, extra = LOCAL_HEADER.unpack(stream.read(LOCAL_HEADER.size))
    if signature != b"PK\x03\x04" or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    stream.seek(name + extra, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := stream.read(min(left, PIECE))):
        left -= len(packed)
        while packed and not (inflate and inflate.eof):
            piece = inflate.decompress(packed, PIECE) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            yield piece


class Extent:
    """How far the cells of a sheet reach from its corner, told from its XML as it passes by."""

    def __init__(self) -> None:
        self._rest = b""
        self._row = self._tagged_row = self._column = 0
        self._is_nameless = False

    def take(self, piece: bytes) -> None:
        """Look at the next piece; raises Refused when the cells so far enclose too many."""
        text = self._rest + piece
        self._rest = text[-OVERLAP:]
        for letters, row, empty in CELL.findall(text):
            if not empty:
                self._row = max(self._row, int(row))
                self._column = max(self._column, index_of(letters.decode()) + 1)
        self._tagged_row = max(self._tagged_row, *map(int, ROW.findall(text)), 0)
        self._is_nameless = self._is_nameless or NAMELESS_CELL.search(text) is not None
        row = max(self._row, self._tagged_row) if self._is_nameless else self._row
        if row * max(1, self._column) > MAX_CELLS:
            raise Refused("file.workbook_too_spread", cells=MAX_CELLS)
