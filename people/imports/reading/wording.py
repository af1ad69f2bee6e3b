"""What people call the ways in which files are written, and what they may type for them. Pure."""

import codecs
from typing import Final

ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp1252": "Windows-1252 (Western Europe)",
    "iso8859_1": "ISO-8859-1 (Western Europe)",
    "iso8859_15": "ISO-8859-15 (Western Europe, with €)",
    "mac_roman": "Mac Roman",
    "cp850": "DOS 850 (Western Europe)",
    "cp1250": "Windows-1250 (Central Europe)",
    "iso8859_2": "ISO-8859-2 (Central Europe)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Russian)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp932": "Shift-JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "euc_kr": "EUC-KR (Korean)",
    "gb18030": "GB 18030 (Simplified Chinese)",
    "big5": "Big5 (Traditional Chinese)",
    "utf-32-le": "UTF-32 (little-endian)",
    "utf-32-be": "UTF-32 (big-endian)",
}
"""Python's name of each encoding that is read, and ours; the likelier first."""
DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "upright bar"}
"""What may stand between cells; a file that names its own by `sep=` may have another."""
QUOTES: Final = {'"': "double quotes", "'": "single quotes", "": "nothing"}
"""What may stand around cells."""

_ALSO: Final = {
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "shift_jis": "cp932",
    "gbk": "gb18030",
    "gb2312": "gb18030",
}
"""Encodings that are read as others, of which they are a part."""
_DELIMITERS_NAMED: Final = {"bar": "|", "pipe": "|", **{words: sign for sign, words in DELIMITERS.items()}}
_QUOTES_NAMED: Final = {"double": '"', "single": "'", "none": ""}


def encoding_words(name: str) -> str:
    """What people call an encoding, without where it is used."""
    return ENCODINGS.get(name, name.upper()).partition(" (")[0]


def delimiter_words(delimiter: str) -> str:
    """What people call a delimiter."""
    return DELIMITERS.get(delimiter, f"“{delimiter}”")


def encoding_named(text: str) -> str | None:
    """The encoding that somebody names in any of its usual spellings: `Windows-1252`, `latin-1`; none: not one we read."""
    for name, words in ENCODINGS.items():
        if text.casefold() in {name.casefold(), words.partition(" (")[0].casefold()}:
            return name
    try:
        found = codecs.lookup(text).name
    except (LookupError, ValueError):
        return None
    spellings = {codecs.lookup(name).name: name for name in ENCODINGS}
    return _ALSO.get(found) or _ALSO.get(found.replace("_", "-")) or spellings.get(found)


def delimiter_named(text: str) -> str | None:
    """The delimiter that somebody names or writes; none: not one we know."""
    return text if text in DELIMITERS else _DELIMITERS_NAMED.get(text.casefold())


def quote_named(text: str) -> str | None:
    """The quote that somebody names or writes; none: not one we know."""
    return text if text and text in QUOTES else _QUOTES_NAMED.get(text.casefold())
