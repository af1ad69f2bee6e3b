"""The physical lines of a text file: decoded strictly, in bounded memory, in time linear in its size.

Pure. CR, LF and CRLF end a line, mixed at will; nothing else does (not U+2028, not a vertical tab).
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from cerego.errors import Refused

CHUNK: Final = 128 * 1024
"""Bytes read at once."""
BRIEF: Final = 1_000
"""By so many characters one nearly always sees that a text is not blank."""


def physical_lines(stream: BinaryIO, encoding: str, *, longest: int) -> Iterator[str]:
    """Yield whole lines with their ends, many in one text, without a byte-order mark; the last may have no end.

    A line of more than ``longest`` characters loses what lies beyond, give or take a chunk, so that its length still
    tells. Raises Refused ``file.encoding``, naming the line, at what can't be decoded.
    """
    rest = ""
    try:
        for text in decoded(stream, encoding):
            begun = rest + text if len(rest) <= longest else rest + from_line_end(text)
            if rest.endswith("\r") or "\n" in text or "\r" in text:
                # What ends in CR may end in CRLF: it waits for what follows.
                last = len(begun) - begun.endswith("\r")
                cut = max(begun.rfind("\n", 0, last), begun.rfind("\r", 0, last)) + 1
                rest = begun[cut:]
                if cut:
                    yield begun[:cut]
            else:
                rest = begun
    except UnicodeDecodeError as error:
        raise Refused("file.encoding", encoding=encoding, line=line_not_decoded(stream, encoding)) from error
    if rest:
        yield rest


def split_lines(text: str) -> list[str]:
    """Its lines, with their ends."""
    return io.StringIO(text, newline="").readlines()


def decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the text of the whole file in pieces, without a byte-order mark; raises UnicodeDecodeError."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    begun = False
    while chunk := stream.read(CHUNK):
        if text := decoder.decode(chunk):
            yield text if begun else text.removeprefix("\ufeff")
            begun = True
    yield decoder.decode(b"", final=True)


def line_not_decoded(stream: BinaryIO, encoding: str) -> int:
    """The number of the first line that the encoding does not decode; of the last, if it decodes all."""
    lines, ends_in_return = 1, False
    try:
        for text in decoded(stream, encoding):
            lines += line_ends(text) - (ends_in_return and text.startswith("\n"))
            ends_in_return = text.endswith("\r") if text else ends_in_return
    except UnicodeDecodeError as error:
        before = bytes(error.object[: error.start]).decode(encoding, "ignore")
        lines += line_ends(before) - (ends_in_return and before.startswith("\n"))
    return lines


def from_line_end(text: str) -> str:
    """The text without what belongs to the line before it."""
    ends = [at for at in (text.find("\n"), text.find("\r")) if at >= 0]
    return text[min(ends) :] if ends else ""


def line_ends(text: str) -> int:
    """How many lines end in the text."""
    feeds = text.count("\n")
    return feeds + text.count("\r") - text.count("\r\n") if "\r" in text else feeds


def is_blank(text: str, nothing: str) -> bool:
    """Whether it is made of nothing but those characters; much quicker than to strip them, of which there may be a great many."""
    return not text[:BRIEF].strip(nothing) and not text.translate(dict.fromkeys(map(ord, nothing)))
