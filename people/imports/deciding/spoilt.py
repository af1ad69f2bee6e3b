"""What programs make of names and member IDs on their way into a file, told by its looks. Pure."""

import re
from typing import Final

from people.imports.reading.text.legacy import plausibility

ERROR: Final = re.compile(
    r"#[¡¿]?[^\W\d_]{2,12}[!?]|#[¡¿]?[^\W\d_]{3,10}/0!|#[^\W\d_]/[^\W\d_]|#NV|#GETTING_DATA|Err:[0-9]{3}"
)
"""What a formula shows that has come to nothing: in workbooks in English, in CSV files in any language (#NV, #¡REF!)."""
TOO_NARROW: Final = re.compile("#{2,}")
"""What a spreadsheet shows of a number for which its column is too narrow."""
QUESTIONED: Final = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
"""A question mark beside a letter: programs write it for what their encoding lacks."""
ROUNDED: Final = re.compile(r"[1-9](?:[.,][0-9]+)?[Ee]\+([0-9]{2,3})")
"""How spreadsheets show a long number, and save it as CSV: its last digits are lost."""
MONTH: Final = (
    "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mrz|märz?|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|déc"
    "|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|mrt|mei|fev|out|maj"
)
"""Months as spreadsheets shorten them, in several languages."""
DAY: Final = "(?:0?[1-9]|[12][0-9]|3[01])"
YEAR: Final = "(?:19|20)[0-9]{2}"
DATE: Final = re.compile(
    rf"{DAY}[-./ ]{{1,2}}(?:{MONTH})\.?(?:[-./ ]{{1,2}}(?:{YEAR}|[0-9]{{2}}))?"
    rf"|(?:{MONTH})\.?[-./ ]{{1,2}}(?:{YEAR}|[0-9]{{2}})"
    rf"|{YEAR}([-./]){DAY}\1{DAY}|{DAY}([-./]){DAY}\2{YEAR}",
    re.IGNORECASE,
)
"""How spreadsheets show dates, and save them as CSV: 1-Mar, Mar-01, 01. Mrz, 3/1/2024, 2024-03-01."""

MISREAD_AS: Final = ("cp1252", "mac_roman", "cp1250", "cp1251")
"""The encodings in which programs read UTF-8 by mistake."""
LEADS: Final = bytes(range(0xC2, 0xF5))
FOLLOWERS: Final = bytes(range(0x80, 0xC0))
MISREAD: Final = re.compile(
    "|".join(f"[{LEADS.decode(name)}][{re.escape(FOLLOWERS.decode(name, 'ignore'))}]" for name in MISREAD_AS)
)
"""The beginning of a letter beyond ASCII, in UTF-8 that was read as one of those."""
ROUNDS: Final = 3
"""So many times a name may have been misread and saved again."""
LIKELY: Final = 1.3
"""How plausible a name is from which on nothing is wrong with its letters."""
LIKELIER: Final = 0.2
"""By how much another reading must be more plausible to be what was meant."""


def has_error(text: str) -> bool:
    """Whether one of its words is the error of a formula."""
    return ("#" in text or "Err:" in text) and any(map(ERROR.fullmatch, text.split()))


def looks_like_date(text: str) -> bool:
    """Whether it is how a spreadsheet shows a date. It writes months with small letters, so MAR-01 is none."""
    return not text.isalnum() and DATE.fullmatch(text) is not None and not text.isupper()


def meant(text: str) -> str:
    """What the text was, before some program took its UTF-8 for another encoding: of JosÃ©, José. Empty: nothing was misread."""
    if text.isascii() or not MISREAD.search(text):
        return ""
    found, likeliest = "", plausibility(text) + LIKELIER
    for encoding in MISREAD_AS:
        perhaps = read_again(text, encoding)
        if perhaps and plausibility(perhaps) > max(likeliest, LIKELY):
            found, likeliest = perhaps, plausibility(perhaps)
    return found


def read_again(text: str, encoding: str) -> str:
    """The text with its letters put back, as often as that works; empty: not even once."""
    found = ""
    for _ in range(ROUNDS):
        try:
            text = text.encode(encoding).decode()
        except UnicodeError:
            break
        found = text
        if text.isascii():
            break
    return found
