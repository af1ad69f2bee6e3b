"""Files made to hurt: answered or refused, in bounded memory and with the file read a bounded number of times (R25–R27)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from people.imports.issues import Code
from people.imports.reading.dialect import Limits
from tests.unit.imports.files import person_cells, sheet, workbook
from tests.unit.imports.through import Through, through
from tests.unit.peak import peak_megabytes

pytestmark = pytest.mark.slow

WIDE = Limits(bytes=200 * 2**20, rows=1_000_000, columns=200)
HEADER = b"Name,Email\n"
GOOD = b"Ann,ann@example.org\n"


def issues(done: Through) -> list[Code | None]:
    return [row.issue.code if row.issue else None for row in done.rows]


HOSTILE: dict[str, tuple[Callable[[], bytes], str | list[Code | None]]] = {
    "nothing but NULs": (lambda: bytes(5_000_000), "file.not_a_table"),
    "NULs after the header": (lambda: HEADER + GOOD + bytes(5_000_000), "file.not_a_table"),
    "a cell of ten million characters": (
        lambda: HEADER + b"Bob," + b"x" * 10_000_000 + b"\n" + GOOD,
        [Code.ROW_CELL_TOO_LONG, None],
    ),
    "one of them in quotes": (
        lambda: HEADER + b'Bob,"' + b"x" * 10_000_000 + b'"\n' + GOOD,
        [Code.ROW_CELL_TOO_LONG, None],
    ),
    "one of accented letters": (
        lambda: HEADER + b"Bob," + b"\xe9" * 10_000_000 + b"\n" + GOOD,
        [Code.ROW_CELL_TOO_LONG, None],
    ),
    "a million columns": (lambda: b"c," * 1_000_000 + b"\n" + GOOD, "file.too_many_columns"),
    "a million cells in a row": (
        lambda: HEADER + b"x," * 1_000_000 + b"\n" + GOOD,
        [Code.ROW_TOO_MANY_CELLS, None],
    ),
    "a million quoted cells in a row": (
        lambda: HEADER + b'"x",' * 1_000_000 + b"\n" + GOOD,
        [Code.ROW_TOO_MANY_CELLS, None],
    ),
    "five million blank lines": (lambda: HEADER + GOOD + b"\n" * 5_000_000 + GOOD, [None, None]),
    "five million blank lines first": (lambda: b"\r\n" * 5_000_000 + HEADER + GOOD, [None]),
    "lines of blank quoted cells": (lambda: HEADER + GOOD + b'"",""\n' * 300_000 + GOOD, [None, None]),
    "lines of nothing but a quote": (lambda: HEADER + GOOD + b'"\n' * 2_100_000, "file.too_many_rows"),
    "a megabyte that csv.Sniffer dies of": (lambda: b',"x' * 350_000, "file.too_many_columns"),
    "the same below a header": (lambda: HEADER + b',"x' * 350_000, [Code.QUOTE_STRAY]),
    "a quote that never closes": (
        lambda: HEADER + b'"Bob,bob@example.org\n' + GOOD * 5,
        [Code.QUOTE_NOT_CLOSED] + [None] * 5,
    ),
    "a quote that never closes, and a long line": (
        lambda: HEADER + b'Bob,"' + b"x y " * 5_000_000,
        [Code.ROW_CELL_TOO_LONG],
    ),
    "nothing but quotes": (lambda: HEADER + b'"' * 5_000_000 + b"\n" + GOOD, [Code.ROW_CELL_TOO_LONG, None]),
    "too many rows": (lambda: HEADER + b"x,y\n" * 1_000_001, "file.too_many_rows"),
}


class Counted(io.BytesIO):
    """A file that counts what is read of it."""

    read_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.read_bytes += len(found)
        return found


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_answers_and_reads_the_file_a_few_times_at_most(kind):
    make, expected = HOSTILE[kind]
    content = make()
    stream = Counted(content)
    done = through(stream, WIDE)
    assert (done.refusal.code if done.refusal else issues(done)) == expected
    assert stream.read_bytes <= 8 * len(content) + 2**20


def test_it_takes_little_memory_for_any_of_them(tmp_path):
    for make, _ in HOSTILE.values():
        (tmp_path / f"{len(list(tmp_path.iterdir()))}").write_bytes(make())
    assert peak_megabytes(tmp_path.iterdir(), WIDE) < 150


def people(count: int) -> bytes:
    return workbook({"People": sheet(*(person_cells(number) for number in range(1, count)))})


def bomb(*, ratio: bool) -> bytes:
    """A workbook that unfolds too far: one part by its ratio, or a little in each of many."""
    target = io.BytesIO(people(9))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for part in range(1 if ratio else 250):
            archive.writestr(f"xl/media/{part}.xml", bytes(30_000_000 if ratio else 900_000))
    return target.getvalue()


def overlapping() -> bytes:
    """A workbook whose table of contents names the same packed bytes a thousand times."""
    content = bytearray(people(9))
    end = content.rfind(b"PK\x05\x06")
    directory = struct.unpack("<L", content[end + 16 : end + 20])[0]
    entry = content[directory:end]
    packed = zlib.compress(bytes(900_000), 9, wbits=-15)
    name = b"xl/a%04d.xml"
    local = struct.pack(
        "<4sHHHHHLLLHH", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(bytes(900_000)), len(packed), 900_000, 12, 0
    )
    central = b"".join(
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(bytes(900_000)), len(packed), 900_000,
            12, 0, 0, 0, 0, 0, directory,
        ) + name % number
        for number in range(1_000)
    )  # fmt: skip
    count = struct.unpack("<H", content[end + 10 : end + 12])[0] + 1_000
    begun = bytes(content[:directory]) + local + name % 0 + packed
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(entry) + len(central), len(begun), 0)
    return begun + bytes(entry) + central + tail


def nested() -> bytes:
    """Archives within archives, which nobody unpacks."""
    inner = zlib.compress(bytes(10_000_000), 9)
    for _ in range(5):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in range(10):
                archive.writestr(f"{part}.zip", inner)
        inner = target.getvalue()
    return inner


def many() -> bytes:
    """Thousands of parts."""
    target = io.BytesIO(people(9))
    with zipfile.ZipFile(target, "a") as archive:
        for part in range(5_000):
            archive.writestr(f"xl/{part}", b"")
    return target.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "one part": (lambda: bomb(ratio=True), "file.workbook_too_large"),
    "many parts": (lambda: bomb(ratio=False), "file.workbook_too_large"),
    "overlapping parts": (overlapping, "file.workbook_too_large"),
    "nested archives": (nested, "file.not_a_table"),
    "thousands of parts": (many, "file.workbook_too_large"),
}


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    return {kind: make() for kind, (make, _) in BOMBS.items()}


@pytest.mark.parametrize("kind", BOMBS)
def test_it_refuses_what_would_unfold_too_far(bombs, kind):
    refusal = through(bombs[kind], WIDE).refusal
    assert refusal
    assert refusal.code == BOMBS[kind][1]


def test_it_takes_little_memory_to_refuse_them(bombs, tmp_path):
    for number, content in enumerate(bombs.values()):
        (tmp_path / str(number)).write_bytes(content)
    assert peak_megabytes(tmp_path.iterdir(), WIDE) < 150
