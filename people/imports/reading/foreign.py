"""Files that are no tables, told by how they begin (R27). Pure."""

import io
import re
from typing import BinaryIO, Final

from cerego.errors import Refused

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Excel 97–2003 begin, and newer ones with a password."""
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
SIGNATURES: Final = (
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
)
MARKUP: Final = (
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|table|meta)", re.IGNORECASE), "a web page"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml", re.IGNORECASE), "an XML file"),
    (re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{\s*"|\[\s*\])'), "a JSON file"),
    (re.compile(rb"MIME-Version:", re.IGNORECASE), "a web archive (MHTML)"),
    (re.compile(rb"(?:\xef\xbb\xbf)?BEGIN:VC", re.IGNORECASE), "a file of contacts or appointments"),
)
CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*b"\t\n\r\x0c\x1a"})
TOO_MANY_CONTROLS: Final = 0.05
"""The share of control characters from which on bytes are not taken for text."""


def refuse_foreign(stream: BinaryIO, beginning: bytes, *, is_wide: bool) -> None:
    """Raise Refused for a picture, a document, a program, …; ``is_wide``: it looks like UTF-16, so NULs mean nothing."""
    if beginning.startswith(OLE):
        raise Refused("file.password_protected" if has_encrypted_package(stream) else "file.old_excel")
    for signature, kind in SIGNATURES:
        if beginning.startswith(signature):
            raise Refused("file.not_a_table", kind=kind)
    for pattern, kind in MARKUP:
        if pattern.match(beginning):
            raise Refused("file.not_a_table", kind=kind)
    controls = len(beginning) - len(beginning.translate(None, CONTROLS))
    if not is_wide and controls > TOO_MANY_CONTROLS * len(beginning) and controls > 2:
        raise Refused("file.not_a_table", kind="")


def has_encrypted_package(stream: BinaryIO) -> bool:
    """Whether an OLE file holds a workbook behind a password; looks at its first and last megabyte."""
    stream.seek(0)
    parts = [stream.read(2**20)]
    stream.seek(max(0, stream.seek(0, io.SEEK_END) - 2**20))
    parts.append(stream.read(2**20))
    return any(ENCRYPTED in part for part in parts)
