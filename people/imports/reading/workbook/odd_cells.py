"""The cells of a sheet of which calamine does not say what people see: errors such as #N/A and formulas that nobody has
calculated, both of which it reads as blank, and a blank cell means something; and numbers that show more than their digits.

Pure. Only for workbooks that have passed :func:`people.imports.reading.workbook.archive.check_archive`.
"""

import html
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import BinaryIO, Final, Literal, NamedTuple, TypeAlias

from people.imports.header.columns import index_of
from people.imports.reading.workbook.archive import BROKEN
from people.imports.reading.workbook.contents import ATTRIBUTE, WORKBOOK, Contents
from people.imports.reading.workbook.number_formats import AnyFormat, telling_formats

FORMULA: Final = rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)"
TAG: Final = rb"<(?:\w+:)?c\s([^<>]*)>\s*"
END: Final = rb"\s*</(?:\w+:)?c>"
ERROR_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*)>\s*(?:" + FORMULA + rb"\s*)?<(?:\w+:)?v>([^<]*)</"
)
"""A cell with an error: its attributes, its formula, the error."""
BLANK_FORMULA: Final = re.compile(TAG + FORMULA + rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?" + END)
"""A cell with a formula that has no value: its attributes and its formula."""
ZERO_FORMULA: Final = re.compile(TAG + FORMULA + rb"\s*<(?:\w+:)?v>0</(?:\w+:)?v>" + END)
"""The same with 0 for a value, which some programs write for one that is yet to be calculated."""
TO_BE_CALCULATED: Final = re.compile(rb"<(?:\w+:)?calcPr\s[^<>]*\bfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
"""What such programs say of the workbook."""
NUMBER_CELL: Final = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>(?:" + FORMULA + rb")?<(?:\w+:)?v>([-+.0-9Ee]{1,30})</")
CELL_NAME: Final = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
OVERLAP: Final = 10_000
"""Bytes looked at again with the next piece, so that no such cell is cut in two."""


class Odd(NamedTuple):
    """An odd cell."""

    kind: Literal["error", "formula", "number"]
    """An error, a formula that nobody has calculated, or a number in one of the formats that tell."""
    text: str
    """The error, the formula with an equals sign, the number as it is shown."""


OddCells: TypeAlias = dict[int, dict[int, Odd]]
"""The odd cells of a sheet, by row, from 1, and column, from 0."""


def odd_cells(stream: BinaryIO, sheet: str) -> OddCells:
    """The odd cells of a sheet; none of a damaged one, for calamine says what is wrong with it."""
    found: OddCells = {}
    try:
        contents = Contents(stream)
        is_zero_unknown = TO_BE_CALCULATED.search(b"".join(contents.pieces(WORKBOOK))) is not None
        formats = telling_formats(contents)
        rest = b""
        for piece in contents.pieces(contents.sheets[sheet]):
            text = rest + piece
            for tag, odd in chain(
                errors_in(text), formulas_in(text, ZERO_FORMULA if is_zero_unknown else None), numbers_in(text, formats)
            ):
                if place := CELL_NAME.fullmatch(tag.get("r", "")):
                    found.setdefault(int(place[2]), {})[index_of(place[1])] = odd
            rest = text[-OVERLAP:]
    except (*BROKEN, KeyError):
        return {}
    return found


def errors_in(text: bytes) -> Iterator[tuple[dict[str, str], Odd]]:
    """The errors in a piece of a sheet, each with the attributes of its cell."""
    if b'"e"' in text or b"'e'" in text:
        for tag, _, error in ERROR_CELL.findall(text):
            yield attributes(tag), Odd("error", html.unescape(error.decode()))


def formulas_in(text: bytes, also: re.Pattern[bytes] | None) -> Iterator[tuple[dict[str, str], Odd]]:
    """The formulas that nobody has calculated; one whose value is an empty text has been."""
    if b"</f>" not in text and b"<f " not in text and b":f" not in text:
        return
    for pattern in (BLANK_FORMULA, also) if also else (BLANK_FORMULA,):
        for tag, formula in pattern.findall(text):
            if (cell := attributes(tag)).get("t") != "str":
                yield cell, Odd("formula", "=" + html.unescape(formula.decode()))


def numbers_in(text: bytes, formats: Mapping[str, AnyFormat]) -> Iterator[tuple[dict[str, str], Odd]]:
    """The numbers that are shown with leading zeros, or as percentages."""
    for tag, _, number in NUMBER_CELL.findall(text) if formats else ():
        cell = attributes(tag)
        if (
            cell.get("s") in formats
            and cell.get("t", "n") == "n"
            and (shown := formats[cell["s"]].shown(number.decode()))
        ):
            yield cell, Odd("number", shown)


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag."""
    return {name: double or single for name, double, single in ATTRIBUTE.findall(tag.decode())}
