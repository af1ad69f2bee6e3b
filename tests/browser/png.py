"""PNG files made as small as they can be without losing a pixel: browsers write them in a hurry."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_NEEDED: Final = (b"IHDR", b"PLTE", b"tRNS", b"IEND")


def squeezed(png: bytes) -> bytes:
    """The same picture, its data compressed anew and as hard as zlib can; what is not of the picture is left out."""
    chunks = list(_chunks(png))
    data = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    kept = [(kind, content) for kind, content in chunks if kind in _NEEDED]
    *before, end = kept
    return _SIGNATURE + b"".join(map(_chunk, [*before, (b"IDAT", zlib.compress(data, 9)), end]))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content, one after the other."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("This is no PNG.")
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    kind, content = chunk
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
