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


def physical_lines(stream: BinaryIO, encoding: str, *, longest: int) -> Iterator[str]:
    """Yield the lines with their ends, without a byte-order mark; the last may have no end.

    A line of more than ``longest`` characters loses what lies beyond, give or take a chunk, so that its length still
    tells. Raises Refused ``file.encoding``, naming the line, at what can't be decoded.
    """
    ended = 0
    rest = ""
    try:
        for text in decoded(stream, encoding):
            if len(rest) > longest and not rest.endswith("\r"):
                rest, text = without_overlong_part(rest, text)
            lines = io.StringIO(rest + text, newline="").readlines()
            rest = "" if not lines or lines[-1].endswith("\n") else lines.pop()
            yield from lines
            ended += len(lines)
    except UnicodeDecodeError as error:
        before = rest + bytes(error.object[: error.start]).decode(encoding, "ignore")
        raise Refused("file.encoding", encoding=encoding, line=ended + line_ends(before) + 1) from error
    if rest:
        yield rest


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


def without_overlong_part(rest: str, text: str) -> tuple[str, str]:
    """Drop from the text what still belongs to the overlong line in ``rest``; with its end, if it is there."""
    end = END.search(text)
    return (rest + end.group(), text[end.end() :]) if end else (rest, "")


def line_ends(text: str) -> int:
    """How many lines end in the text."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
