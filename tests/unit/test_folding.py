"""Text as it is searched and sorted."""

import sys
import unicodedata

import pytest

from people.folding import MAX_SORT_KEY, fold, search_text, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ana Ruiz", "ana ruiz"),
        ("Élodie", "elodie"),
        ("Łukasz Weiß", "lukasz weiss"),
        ("Ørsted, Æsa", "orsted, aesa"),
        ("İpek", "ipek"),
        ("ﬁnn", "finn"),
        ("李小龍", "李小龍"),
        ("Ёлкина", "елкина"),
    ],
)
def test_it_takes_off_accents_and_case(text, folded):
    assert fold(text) == folded
    assert fold(fold(text)) == folded


def test_what_is_searched_holds_name_and_address():
    assert search_text("Élodie", "e@northwind.example") == "elodie e@northwind.example"


def test_a_sort_key_fits_its_column_however_much_a_name_unfolds():
    assert len(fold("\ufdfa" * 200)) > MAX_SORT_KEY
    assert len(sort_key("\ufdfa" * 200)) == MAX_SORT_KEY


def test_it_takes_off_every_accent_there_is():
    accents = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))}
    accents.remove("\u0345")  # whose lower case is a letter, the iota
    assert fold("é" + "".join(accents)) == "e"
