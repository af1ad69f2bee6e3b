"""What a workbook holds, looked at before anything else unpacks it: its parts, their true size, how far they reach (R27).

Pure. An XLSX file is a zip archive of XML parts, and a small one can unfold to gigabytes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from cerego.errors import Refused
from people.imports.reading.workbook.extent import Extent

MAX_PARTS: Final = 2_000
"""Parts of the archive; an ordinary workbook has some ten."""
MAX_RATIO: Final = 300
"""How many times its packed size a part may unfold to, once it is larger than a megabyte."""
PIECE: Final = 256 * 1024
LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
OTHERS: Final = {
    "xl/workbook.bin": "a binary workbook (XLSB)",
    "content.xml": "an OpenDocument file, such as an .ods spreadsheet",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "index/document.iwa": "a document of Numbers or Pages",
}
"""What else is packed as a zip archive, told by one of its parts, in lower case."""
BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)
"""What a damaged archive makes zipfile, zlib and struct raise."""


def is_zip(beginning: bytes) -> bool:
    """Whether a file begins as a zip archive does."""
    return beginning.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def check_archive(stream: BinaryIO, *, unpacked: int) -> dict[str, Extent]:
    """What there is in each part, by its path in lower case.

    Raises Refused if the file is not a workbook, or one that would unfold to more than ``unpacked`` bytes.
    """
    extents: dict[str, Extent] = {}
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
        check_contents(parts, unpacked=unpacked)
        total = 0
        for part in parts:
            extent = extents[part.filename.lstrip("/").lower()] = Extent()
            total += unpacked_size(stream, part, extent, most=unpacked - total)
            if total > unpacked:
                raise Refused("file.workbook_too_large", megabytes=unpacked // 2**20)
    except BROKEN as error:
        raise Refused("file.workbook_broken") from error
    return extents


def check_contents(parts: list[zipfile.ZipInfo], *, unpacked: int) -> None:
    """Raise Refused for what the archive's table of contents tells."""
    names = {part.filename.lstrip("/").lower() for part in parts}
    if "xl/workbook.xml" not in names:
        kinds = (kind for name, kind in OTHERS.items() if name in names)
        raise Refused("file.not_a_table", kind=next(kinds, "a zip archive, or a document that is packed like one"))
    if len(names) < len(parts):
        raise ValueError("two parts of one name: which is read would be chance")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("file.password_protected")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > unpacked:
        raise Refused("file.workbook_too_large", megabytes=unpacked // 2**20)


def unpacked_size(stream: BinaryIO, part: zipfile.ZipInfo, extent: Extent, *, most: int) -> int:
    """The size of a part in bytes as it truly is, whatever its header says; more than ``most``: at least so many. ``extent``
    takes note of what is in it.

    Raises Refused if it unfolds too far or its cells reach too far, ValueError if its header lies.
    """
    size = 0
    for piece in unpacked_pieces(stream, part):
        size += len(piece)
        if size > most or (size > 2**20 and size > MAX_RATIO * part.compress_size):
            return most + 1
        extent.take(piece)
    if size != part.file_size:
        raise ValueError("a part is not as large as it says")
    extent.check_is_dense()
    return size


def unpacked_pieces(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, piece by piece; not through zipfile, which stops where the part's header says it ends.

    Several parts can be read in turns.
    """
    stream.seek(part.header_offset)
    signature, name, extra = LOCAL_HEADER.unpack(stream.read(LOCAL_HEADER.size))
    if signature != b"PK\x03\x04" or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    at = stream.seek(name + extra, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and stream.seek(at) == at and (packed := stream.read(min(left, PIECE))):
        at += len(packed)
        left -= len(packed)
        while packed and not (inflate and inflate.eof):
            piece = inflate.decompress(packed, PIECE) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            yield piece
