"""Which encoding a text file is in: one that decodes it whole and strictly, never one that merely begins well.

Pure. In this order: the byte-order mark; UTF-16 and UTF-32 without one, told by where their NULs are; UTF-8; then the
likeliest of the older encodings, told by a sample of the lines that are not plain ASCII.
"""

import codecs
import re
from typing import BinaryIO, Final, NamedTuple

from people.imports.reading.text.legacy import likeliest
from people.imports.reading.text.lines import CHUNK, decoded, physical_lines

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; the longer first, because one begins with the other."""
SAMPLE: Final = 8 * 1024
"""How many bytes of lines with other characters than ASCII are looked at."""


class Encoding(NamedTuple):
    """What a file is in."""

    name: str
    """Python's name of it."""
    is_certain: bool
    """Whether hardly anything else comes into question."""


def encoding_of(stream: BinaryIO) -> Encoding:
    """The encoding of the file; raises Refused ``file.encoding``, naming the line, when none decodes it whole."""
    stream.seek(0)
    beginning = stream.read(CHUNK)
    for mark, name in MARKS:
        if beginning.startswith(mark):
            return without_alternative(stream, name)
    wide = wide_encoding(beginning)
    if wide and decodes(stream, wide):
        return Encoding(wide, is_certain=True)
    if decodes(stream, "utf-8"):
        return Encoding("utf-8", is_certain=True)
    sample = telling_lines(stream)
    if not is_damaged_utf8(sample):
        for name, is_clear in likeliest(sample):
            if decodes(stream, name):
                return Encoding(name, is_certain=is_clear)
    return without_alternative(stream, "utf-8")


def without_alternative(stream: BinaryIO, name: str) -> Encoding:
    """This encoding and no other; raises Refused with the line at which it does not decode the file."""
    for _ in physical_lines(stream, name, longest=CHUNK):
        pass
    return Encoding(name, is_certain=True)


def decodes(stream: BinaryIO, name: str) -> bool:
    """Whether the encoding decodes the whole file."""
    try:
        for _ in decoded(stream, name):
            pass
    except UnicodeDecodeError:
        return False
    return True


def is_wide(beginning: bytes) -> bool:
    """Whether a file that begins so is in UTF-16 or UTF-32, where NULs are parts of letters."""
    return wide_encoding(beginning) is not None or beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def wide_encoding(beginning: bytes) -> str | None:
    """UTF-16 or UTF-32 of one byte order or the other, if the NULs of Latin letters and delimiters stand where it has them."""
    nuls = [beginning[place::4].count(0) for place in range(4)]
    quarter = len(beginning) // 4
    for name, (lowest, second, highest) in {"utf-32-le": (0, 2, 3), "utf-32-be": (3, 1, 0)}.items():
        if 0 < quarter <= nuls[highest] and nuls[second] * 20 >= quarter * 19 and nuls[lowest] * 20 <= quarter:
            return name
    even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
    many, few = max(even, odd), min(even, odd)
    if many * 10 < len(beginning) or few * 20 > many:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def telling_lines(stream: BinaryIO) -> bytes:
    """A sample of the lines that have other characters than ASCII."""
    stream.seek(0)
    sample = bytearray()
    rest = b""
    while len(sample) < SAMPLE and (chunk := stream.read(CHUNK)):
        *lines, rest = re.split(rb"[\r\n]+", rest + chunk) if len(rest) < CHUNK else [rest, chunk]
        sample += b"".join(line[:SAMPLE] + b"\n" for line in lines if not line.isascii())
    return bytes(sample + (b"" if rest.isascii() else rest))[:SAMPLE]


def is_damaged_utf8(sample: bytes) -> bool:
    """Whether it is UTF-8 but for a few bytes: read as anything else, its other letters would turn to rubbish."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    others = sum(not character.isascii() for character in text) - broken
    return others > 2 * broken
