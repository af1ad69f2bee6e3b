"""The cells of a sheet that show an error, such as #N/A: calamine reads them as blank, and a blank cell means something.

Pure. Only for workbooks that have passed :func:`people.imports.workbook.archive.check_archive`.
"""

import html
import posixpath
import re
import zipfile
from typing import BinaryIO, Final

from people.imports.columns import index_of
from people.imports.workbook.archive import BROKEN, unpacked_pieces

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
SHEET_TAG: Final = re.compile(r"<(?:\w+:)?sheet\s[^<>]*>")
RELATION_TAG: Final = re.compile(r"<(?:\w+:)?Relationship\s[^<>]*>")
ATTRIBUTE: Final = re.compile(r"(?:\w+:)?(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
ERROR_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt\s*=\s*[\"']e[\"'])[^<>]*?\br\s*=\s*[\"']([A-Z]+)([0-9]+)[\"'][^<>]*>"
    rb"(?:<(?:\w+:)?f[\s>/][^<>]*>?(?:[^<>]*</(?:\w+:)?f>)?)?<(?:\w+:)?v>([^<]*)</"
)
"""A cell with an error: its letters, its row, the error."""
OVERLAP: Final = 10_000
"""Bytes looked at again with the next piece, so that no such cell is cut in two."""


def error_cells(stream: BinaryIO, sheet: str) -> dict[tuple[int, int], str]:
    """The errors of a sheet, by row (from 1) and column (from 0)."""
    stream.seek(0)
    errors: dict[tuple[int, int], str] = {}
    try:
        with zipfile.ZipFile(stream) as archive:
            part = archive.getinfo(part_of(archive, sheet))
        rest = b""
        for piece in unpacked_pieces(stream, part):
            text = rest + piece
            if b'"e"' in text or b"'e'" in text:
                for letters, row, error in ERROR_CELL.findall(text):
                    errors[int(row), index_of(letters.decode())] = html.unescape(error.decode())
            rest = text[-OVERLAP:]
    except (*BROKEN, KeyError):
        return {}  # calamine says what is wrong with it
    return errors


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet; KeyError when there is none."""
    ids = {tag.get("name", ""): tag.get("id", "") for tag in tags(archive, WORKBOOK, SHEET_TAG)}
    targets = {tag.get("Id", ""): tag.get("Target", "") for tag in tags(archive, RELATIONS, RELATION_TAG)}
    return posixpath.normpath(posixpath.join("/xl", targets[ids[sheet]])).lstrip("/")


def tags(archive: zipfile.ZipFile, part: str, pattern: re.Pattern[str]) -> list[dict[str, str]]:
    """The attributes of the tags in a part that match the pattern."""
    text = archive.read(part).decode()
    return [
        {name: html.unescape(double or single) for name, double, single in ATTRIBUTE.findall(tag)}
        for tag in pattern.findall(text)
    ]
