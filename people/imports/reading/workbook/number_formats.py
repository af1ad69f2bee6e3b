"""Formats that show numbers otherwise than by their digits: with leading zeros, such as 00000, so that employee numbers keep
theirs (R8), and as percentages. Pure.
"""

import html
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final, NamedTuple, TypeAlias

from people.imports.reading.workbook.contents import ATTRIBUTE, Contents
from people.imports.reading.workbook.values import KEPT_DIGITS

STYLES: Final = "xl/styles.xml"
CODE_TAG: Final = re.compile(r"<(?:\w+:)?numFmt\s[^<>]*>")
STYLES_OF_CELLS: Final = re.compile(r"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE_TAG: Final = re.compile(r"<(?:\w+:)?xf\s[^<>]*>")
TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|(0)|([-/ ()])')
"""Text in quotation marks or behind a backslash, a digit, a sign that stands for itself."""
WHOLE: Final = re.compile(r"([0-9]{1,15})(?:\.0+)?")
PERCENTAGE: Final = re.compile(r"[#,]*0(?:\.(0{1,10}))?%")
BUILT_IN: Final = {"9": "0%", "10": "0.00%"}
"""The formats of this kind that need not be declared, by their number."""


class Format(NamedTuple):
    """A format of whole numbers: nothing but digits that are always shown, and text."""

    parts: tuple[str | None, ...]
    """A text, or none: a digit."""

    def shown(self, number: str) -> str | None:
        """The number as it is shown; none: not a whole one."""
        if (whole := WHOLE.fullmatch(number)) is None:
            return None
        digits = whole[1].rjust(self.parts.count(None), "0")
        first = len(digits) - self.parts.count(None) + 1
        """So many digits stand at the place of the first; one, unless the number is longer than the format."""
        shown, at = "", 0
        for part in self.parts:
            count = 0 if part is not None else first if at == 0 else 1
            shown += digits[at : at + count] if part is None else part
            at += count
        return shown


class Percentage(NamedTuple):
    """A format that shows one half as 50%."""

    decimals: int

    def shown(self, number: str) -> str | None:
        """The number as it is shown; none: not one, or too long a one."""
        try:
            value = Decimal(number)
        except InvalidOperation:
            return None
        if value.adjusted() >= KEPT_DIGITS:
            return None
        return f"{(100 * value).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP):f}%"


AnyFormat: TypeAlias = Format | Percentage


def format_of(code: str) -> AnyFormat | None:
    """The format that a code means; none: another kind, or one that shows a number just as it is."""
    code = code.split(";", 1)[0]
    if percentage := PERCENTAGE.fullmatch(code):
        return Percentage(len(percentage[1] or ""))
    parts: list[str | None] = []
    at = 0
    while match := TOKEN.match(code, at):
        quoted, escaped, digit, sign = match.groups()
        parts.append(None if digit else next(text for text in (quoted, escaped, sign) if text is not None))
        at = match.end()
    is_such = at == len(code) and parts.count(None) > 0 and len(parts) > 1
    return Format(tuple(parts)) if is_such else None


def telling_formats(contents: Contents) -> dict[str, AnyFormat]:
    """The formats of the workbook's styles that are of these kinds, by the style's number as cells name it."""
    if STYLES not in contents:
        return {}
    text = b"".join(contents.pieces(STYLES)).decode()
    declared = {tag.get("numFmtId", ""): tag.get("formatCode", "") for tag in map(attributes, CODE_TAG.findall(text))}
    formats = {number: found for number, code in {**BUILT_IN, **declared}.items() if (found := format_of(code))}
    styles = STYLES_OF_CELLS.search(text) if formats else None
    if styles is None:
        return {}
    numbers = (attributes(tag).get("numFmtId", "") for tag in STYLE_TAG.findall(styles[0]))
    return {str(style): formats[number] for style, number in enumerate(numbers) if number in formats}


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag."""
    return {name: html.unescape(double or single) for name, double, single in ATTRIBUTE.findall(tag)}
