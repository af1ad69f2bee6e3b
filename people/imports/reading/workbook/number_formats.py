"""Formats that show numbers otherwise than by their digits: with leading zeros, such as 00000, so that employee numbers keep
theirs, or with text around them (R8); as percentages; with so many decimals. Pure.
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
TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|(0|General)|(#)|[_*].|([-/ ()])', re.IGNORECASE)
"""Text in quotation marks or behind a backslash, a digit that is always shown, one that is shown if there is one, what only fills
the cell, a sign that stands for itself.
"""
UNSEEN: Final = re.compile(r"\[(?:\$-[0-9A-F]+|[A-Z]{3,}[0-9]*)\]", re.IGNORECASE)
"""A colour or a language, which change nothing of a number's digits."""
GROUPED: Final = re.compile(r"(?:#[ ,.'’\xa0\u202f])*##0")
"""Digits in groups of three; as a number in a table of people means itself, they are read without."""
WHOLE: Final = re.compile(r"([0-9]{1,15})(?:\.0+)?")
PERCENTAGE: Final = re.compile(r"[#,]*0(?:\.(0{1,10}))?%")
DECIMALS: Final = re.compile(r"[#,]*0\.(0{1,10})")
BUILT_IN: Final = {"2": "0.00", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
"""The formats of this kind that need not be declared, by their number."""
LONGEST: Final = 255
"""Characters of a format's code; no program writes more."""


class Format(NamedTuple):
    """A format of whole numbers: nothing but digits and text."""

    parts: tuple[str | bool, ...]
    """A text, or a digit: whether it is always shown."""

    def shown(self, number: str) -> str | None:
        """The number as it is shown; none: not a whole one."""
        if (whole := WHOLE.fullmatch(number)) is None:
            return None
        left = list(whole[1].lstrip("0") or "0" * (True in self.parts))
        first = next(at for at, part in enumerate(self.parts) if not isinstance(part, str))
        shown = ""
        for at in reversed(range(len(self.parts))):
            part = self.parts[at]
            if isinstance(part, str):
                shown = part + shown
            elif at == first:
                shown = ("".join(left) or "0" * part) + shown
            else:
                shown = (left.pop() if left else "0" * part) + shown
        return shown or None


class Percentage(NamedTuple):
    """A format that shows one half as 50%."""

    decimals: int

    def shown(self, number: str) -> str | None:
        """The number as it is shown; none: not one, or too long a one."""
        value = _value(number)
        if value is None:
            return None
        return f"{(100 * value).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP):f}%"


class Decimals(NamedTuple):
    """A format that shows 1.1 as 1.10. A whole number stays one: 12, not 12.00."""

    decimals: int

    def shown(self, number: str) -> str | None:
        """The number as it is shown; none: a whole one, or none at all."""
        value = _value(number)
        if value is None or value == value.to_integral_value():
            return None
        return f"{value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP):f}"


AnyFormat: TypeAlias = Format | Percentage | Decimals


def _value(number: str) -> Decimal | None:
    """What the number is worth; none: not one, or one with more digits before the point than a spreadsheet keeps."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    return value if value.adjusted() < KEPT_DIGITS else None


def format_of(code: str) -> AnyFormat | None:
    """The format that a code means; none: another kind, or one that shows a number just as it is."""
    if len(code) > LONGEST:
        return None
    code = UNSEEN.sub("", code.split(";", 1)[0])
    if percentage := PERCENTAGE.fullmatch(code):
        return Percentage(len(percentage[1] or ""))
    if decimals := DECIMALS.fullmatch(code):
        return Decimals(len(decimals[1]))
    parts: list[str | bool] = []
    at = 0
    while match := TOKEN.match(code, at):
        quoted, escaped, digit, optional, sign = match.groups()
        text = quoted or escaped or sign
        parts += [True] if digit else [False] if optional else [text] if text else []
        at = match.end()
    is_such = at == len(code) and any(not isinstance(part, str) for part in parts) and len(parts) > 1
    return Format(tuple(parts)) if is_such and not GROUPED.fullmatch(code) else None


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
