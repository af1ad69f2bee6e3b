"""The physical lines of a text file: decoded strictly, in bounded memory, in time linear in its size.

Pure. CR, LF and CRLF end a line, mixed at will; nothing else does (not U+2028, not a vertical tab).
"""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from cerego.errors import Refused

CHUNK: Final = 128 * 1024
"""Bytes read at once."""
END: Final = re.compile("[\r\n]")


def physical_lines(stream: BinaryIO, encoding: str, *, longest: int) -> Iterator[list[str]]:
    """Yield the lines with their ends, many at a time, without a byte-order mark; the last may have no end.

    A line of more than ``longest`` characters loses what lies beyond, give or take a chunk, so that its length still
    tells. Raises Refused ``file.encoding``, naming the line, at what can't be decoded.
    """
    ended = 0
    rest = ""
    try:
        for text in decoded(stream, encoding):
            begun = rest + text if len(rest) <= longest else rest + from_line_end(text)
            if rest.endswith("\r") or END.search(text):
                lines = io.StringIO(begun, newline="").readlines()
                rest = "" if lines[-1].endswith("\n") else lines.pop()
                ended += len(lines)
                if lines:
                    yield lines
            else:
                rest = begun
    except UnicodeDecodeError as error:
        before = rest + bytes(error.object[: error.start]).decode(encoding, "ignore")
        raise Refused("file.encoding", encoding=encoding, line=ended + line_ends(before) + 1) from error
    if rest:
        yield [rest]


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


def from_line_end(text: str) -> str:
    """The text without what belongs to the line before it."""
    end = END.search(text)
    return text[end.start() :] if end else ""


def line_ends(text: str) -> int:
    """How many lines end in the text."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
