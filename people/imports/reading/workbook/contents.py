"""What is where in a workbook: which part of the archive holds which sheet, and what a part holds.

Pure. Only for workbooks that have passed :func:`people.imports.reading.workbook.archive.check_archive`.
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from people.imports.reading.workbook.archive import unpacked_pieces

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STRINGS: Final = "xl/sharedstrings.xml"
SHEET_TAG: Final = re.compile(r"<(?:\w+:)?sheet\s[^<>]*>")
RELATION_TAG: Final = re.compile(r"<(?:\w+:)?Relationship\s[^<>]*>")
ATTRIBUTE: Final = re.compile(r"(?:\w+:)?(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Contents:
    """The table of contents of a workbook. Raises what a damaged archive makes zipfile raise, KeyError for what is not there."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            self._parts = {part.filename.lstrip("/").lower(): part for part in archive.infolist()}
        ids = {tag.get("name", ""): tag.get("id", "") for tag in self._tags(WORKBOOK, SHEET_TAG)}
        targets = {tag.get("Id", ""): tag.get("Target", "") for tag in self._tags(RELATIONS, RELATION_TAG)}
        self.sheets = {name: path_of(targets[key]) for name, key in ids.items() if key in targets}
        """The paths of the parts that hold the sheets, by the sheets' names."""

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._parts

    def size(self, path: str) -> int:
        """How large a part is, unpacked, in bytes; 0 if it is not there."""
        part = self._parts.get(path.lower())
        return part.file_size if part else 0

    def pieces(self, path: str) -> Iterator[bytes]:
        """The content of a part, piece by piece."""
        return unpacked_pieces(self._stream, self._parts[path.lower()])

    def frame(self) -> dict[str, bytes]:
        """Every part that is neither a sheet nor its texts, and that a reader of cells needs: names, styles, what is where."""
        paths = (WORKBOOK, RELATIONS, "xl/styles.xml", "_rels/.rels", "[Content_Types].xml")
        return {path: b"".join(self.pieces(path)) for path in paths if path in self}

    def _tags(self, path: str, pattern: re.Pattern[str]) -> list[dict[str, str]]:
        """The attributes of the tags in a part that match the pattern."""
        text = b"".join(self.pieces(path)).decode()
        return [
            {name: html.unescape(double or single) for name, double, single in ATTRIBUTE.findall(tag)}
            for tag in pattern.findall(text)
        ]


def path_of(target: str) -> str:
    """The path of a part that the workbook's relations name."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
