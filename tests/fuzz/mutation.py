"""Ways to damage a file. All chance is drawn from the generator that is given."""

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

TOKENS: Final = (
    b'"', b"'", b'""', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\n\n\n", b"\0", b"\x1a", b"\xff", b"\xfe\xff",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xef\xbf\xbd", b"\xe9", b"\xc3\xa9", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x81", b"\x8f\xa1",
    b"sep=,\n", b"version:v1.0\n", b'\n"x', b',"x', b"x@example.org", b"=1+1", b"'=1", b" ", b"\xc2\xa0", b"Name,Email\n",
    b"a\0\n\0", b"\0a\0\n", b"\x85", b"\xe2\x80\xa8", b"\x0b", b"a" * 300, b"\n," * 50, b"<", b">", b"&", b"/>", b'r="A1"',
    b'<c r="XFD1048576"><v>1</v></c>', b"<row>", b"</row>", b"</sheetData>", b' t="s"', b"<v>9</v>", b"&#0;", b"-1", b"9" * 30,
)  # fmt: skip
ENCODINGS: Final = ("utf-8", "cp1252", "utf-16-le", "utf-16-be", "mac_roman", "cp932", "utf-8-sig")

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]


def flipped(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Some bits are other ones."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A stretch is gone: in the middle, at the end or at the beginning."""
    begin, end = span(content, chance)
    return chance.choice((content[:begin] + content[end:], content[:begin], content[end:]))


def doubled(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A stretch stands there several times."""
    begin, end = span(content, chance)
    return content[:end] + content[begin:end] * chance.choice((1, 1, 5, 40)) + content[end:]


def spliced(content: bytes, chance: Random, corpus: Sequence[bytes]) -> bytes:
    """It goes on as another file."""
    other = chance.choice(corpus)
    return content[: span(content, chance)[0]] + other[span(other, chance)[0] :]


def sprinkled(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """What means something to some reader stands in between."""
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.choice(TOKENS) + content[at:]
    return content


def mixed(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A stretch is in another encoding than the rest."""
    begin, end = span(content, chance)
    text = content[begin:end].decode(chance.choice(ENCODINGS), "ignore")
    return content[:begin] + text.encode(chance.choice(ENCODINGS), "ignore") + content[end:]


def span(content: bytes, chance: Random) -> tuple[int, int]:
    """A stretch of it, mostly a short one."""
    begin = chance.randrange(len(content) + 1)
    return begin, min(len(content), begin + chance.choice((1, 2, 7, 40, 400, len(content))))


MUTATIONS: Final[tuple[Mutation, ...]] = (flipped, cut, doubled, spliced, sprinkled, mixed)


def mutated(content: bytes, chance: Random, corpus: Sequence[bytes]) -> bytes:
    """The file, damaged once or several times."""
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        content = chance.choice(MUTATIONS)(content, chance, corpus)
    return content[:200_000]


def mutated_workbook(content: bytes, chance: Random, corpus: Sequence[bytes]) -> bytes:
    """The workbook, damaged as an archive or in one of its parts."""
    if chance.random() < 0.3:
        return mutated(content, chance, corpus)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        damaged = chance.choice([part for part in before.namelist() if "Content_Types" not in part])
        parts = [before.read(part) for part in before.namelist()]
        for part, xml in zip(before.namelist(), parts, strict=True):
            after.writestr(part, mutated(xml, chance, parts) if part == damaged else xml)
    return target.getvalue()


def short_name(content: bytes) -> str:
    """A name for a file that failed."""
    return f"{zlib.crc32(content):08x}"
