"""Which of the encodings from before Unicode some bytes are likeliest in, judged by the words they then make. Pure.

Detectors that count bytes need pages of prose; files of people are names. So what is looked at is whether letters stand
where letters stand in names, and whether one language has them all; charset-normalizer tips what that leaves open.
"""

import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from charset_normalizer import from_bytes

CANDIDATES: Final = (
    "cp1252", "mac_roman", "iso8859_15", "cp1250", "iso8859_2", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "koi8_r", "cp850", "cp932", "euc_jp", "euc_kr", "gb18030", "big5", "iso8859_1",
)  # fmt: skip
"""The encodings that are tried; of those that are as likely, the first."""
ALPHABETS: Final = tuple(map(frozenset, (
    "äöüß", "éèêëàâçîïôûùüœæÿ", "áéíóúñü", "áâãàçéêíóôõúü", "àèéìíòóù", "åäöéü", "åæøéöäü", "áéíóúýþæöð", "äöõüšž",
    "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "çğıöşüâîi̇", "ąčęėįšųūž",
    "āčēģīķļņšūž", "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",
)))  # fmt: skip
"""The letters beyond ASCII of languages that share encodings with others."""
UNCOUNTED: Final = frozenset({"SINO-JAPANESE", "HANGUL", "ARABIC", "HEBREW"})
"""Writing systems that are not told by their letters."""
SIGNS: Final = frozenset("–—’‘“”„€«»·º°ª…´`\xa0、。・「」")
"""Signs that stand in tables of names."""
FAVOUR: Final = {"cp1252": 0.1, "cp850": -0.2, "iso8859_1": -0.1}
"""What most files are in that are not Unicode, and what hardly any is."""
CLEAR: Final = 0.3
"""By how much the best must be better than any that reads the sample otherwise."""
TELLING: Final = 20
"""With fewer letters beyond ASCII nothing is clear: four of them can be a name in two encodings."""

MOSTLY: Final = 0.75
"""The share of the letters beyond ASCII that one language must have for anything to be clear."""
EAST_ASIAN: Final = frozenset({"cp932", "euc_jp", "euc_kr", "gb18030", "big5"})
LIGATURES: Final = frozenset("\ufb00\ufb01\ufb02\ufb03\ufb04")
"""Letters that nobody types in a name; in Mac Roman they stand where other alphabets of the Mac have letters."""
RUBBISH: Final = -0.3
"""What scores lower is no text in that encoding."""


class Likelihood(NamedTuple):
    """One encoding, and whether it is clearly likelier than any that reads the bytes otherwise."""

    name: str
    is_clear: bool


def likeliest(sample: bytes) -> list[Likelihood]:
    """The encodings in which the sample may be text, the likeliest first; none, if it is text in none."""
    texts = {name: text for name in CANDIDATES if (text := decoded_with(name, sample)) is not None}
    tips = [match.encoding for match in from_bytes(sample, cp_isolation=list(texts))][:1]
    scores = {name: plausibility(text) + FAVOUR.get(name, 0) + 0.05 * (name in tips) for name, text in texts.items()}
    best, *rest = sorted((name for name in texts if scores[name] > RUBBISH), key=lambda name: -scores[name]) or [""]
    if not best:
        return []
    others = [scores[name] for name in rest if texts[name] != texts[best]]
    is_telling = sum(character > "\x7f" and character.isalpha() for character in texts[best]) >= TELLING
    is_clear = is_telling and coverage(texts[best]) > MOSTLY and scores[best] - max(others, default=0.0) > CLEAR
    # Letters of two bytes each make names of one language as well as of another, and what makes absurd words is none of ours.
    is_clear = is_clear and not (best in EAST_ASIAN and not EAST_ASIAN.isdisjoint(rest)) and not is_absurd(texts[best])
    return [Likelihood(best, is_clear), *(Likelihood(name, is_clear=False) for name in rest)]


def is_absurd(text: str) -> bool:
    """Whether any of the characters beyond ASCII stands where none of that kind can."""
    return any(place(before, here) < 0 for before, here in pairwise(f" {text}") if here > "\x7f")


def decoded_with(name: str, sample: bytes) -> str | None:
    """The text, without a character that was cut in two at its end; nothing when it can't be that."""
    for end in (len(sample), len(sample) - 1):
        try:
            return sample[:end].decode(name)
        except UnicodeDecodeError:
            continue
    return None


def plausibility(text: str) -> float:
    """How much the characters beyond ASCII look like those of names: up to 1 for their places, up to 1 for their kind."""
    pairs = [pair for pair in pairwise(f" {text}") if pair[1] > "\x7f" or (pair[0] > "\x7f" and pair[1].isalpha())]
    marks = [place(before, here) for before, here in pairs]
    return sum(marks) / len(marks) + coverage(text) if marks else 0.0


def place(before: str, here: str) -> float:
    """Whether a character can stand after another in a name: from 1, that is usual, to -1, that is absurd."""
    if not here.isalpha():
        if here in SIGNS:
            return 1.0 if here == "’" else 0.0 if before.isalpha() else 0.5
        return -1.0 if before.isalpha() or script(here) == "CONTROL" else -0.5
    if script(here) == "HALFWIDTH":
        return -0.2
    if here in LIGATURES:
        return -1.0
    if not before.isalpha():
        return 1.0
    if script(before) != script(here) or (here.isupper() and before.islower()):
        return -1.0
    return 1.0


def coverage(text: str) -> float:
    """How large a share of the letters beyond ASCII one language has."""
    letters = Counter(character for character in text.lower() if character > "\x7f" and character.isalpha())
    wide = sum(count for character, count in letters.items() if script(character) in UNCOUNTED)
    most = max(sum(count for letter, count in letters.items() if letter in alphabet) for alphabet in ALPHABETS)
    return max(most, 0.9 * wide) / letters.total() if letters else 0.9


@lru_cache(maxsize=4096)
def script(character: str) -> str:
    """The writing system of a character, as far as it matters here."""
    name = unicodedata.name(character, "CONTROL").split()[0]
    if name in ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"):
        return "SINO-JAPANESE"
    return name
