"""What an address in a row comes to, case by case (R7)."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from hypothesis import example, given
from hypothesis import strategies as st

from people.addresses import InvalidAddress, canonical
from people.imports.issues import Code
from tests.unit.imports.test_parse import codes, parsed


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("ana@northwind.example", "ana@northwind.example"),
        (" Ana.Ruiz@NorthWind.Example ", "ana.ruiz@northwind.example"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("ana@MÜNCHEN.example", "ana@xn--mnchen-3ya.example"),
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
        ("o'brien+hr@northwind.example", "o'brien+hr@northwind.example"),
        ("'=1+1@example.org", "=1+1@example.org"),
        ("'\ta@example.org", "a@example.org"),
        ('"a.b"@northwind.example', '"a.b"@northwind.example'),
        ("a" * 64 + "@northwind.example", "a" * 64 + "@northwind.example"),
    ],
)
def test_r7_an_address_has_one_canonical_form(cell, email):
    row = parsed(email=cell)

    assert (row.email, row.issues) == (email, ())


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("ana", "no_at"),
        ("@northwind.example", "no_at"),
        ("ana@", "no_at"),
        ("lena.k@northwind", "no_dot"),
        ("ana ruiz@northwind.example", "blank_inside"),
        ("ana@northwind.example\n", "blank_inside"),
        ("élodie@northwind.example", "not_ascii"),
        ("m\u0130ke@northwind.example", "not_ascii"),
        ("m\u0131ke@northwind.example", "not_ascii"),
        ("jo\u017fe@northwind.example", "not_ascii"),
        ("\u212aim@northwind.example", "not_ascii"),
        ("a" * 65 + "@northwind.example", "too_long"),
        ("ana@" + "a.b" * 90 + ".example", "too_long"),
        ("ana@-northwind.example", "domain"),
        ("ana@north_wind.example", "domain"),
        ("ana@northwind..example", "domain"),
        ("ana@northwind.123", "domain"),
        ("ana..ruiz@northwind.example", "local"),
        (".ana@northwind.example", "local"),
        ("ana@ruiz@northwind.example", "local"),
        ("Ana <ana@northwind.example>", "blank_inside"),
        ("a\x00@northwind.example", "local"),
    ],
)
def test_r7_what_is_no_address_fails_with_a_reason(cell, reason):
    row = parsed(email=cell)

    assert codes(row) == [Code.EMAIL_INVALID]
    assert row.issues[0].details == {"reason": reason}
    assert row.email == ""


def test_r7_a_missing_address_fails():
    assert codes(parsed(email=" ")) == [Code.EMAIL_MISSING]


@given(st.one_of(st.emails(), st.text(max_size=30), st.from_regex(r"[a-zA-Z0-9.+'\"@-]{1,20}@[a-z0-9.-]{1,20}")))
@example("0@0.00")
def test_r7_whatever_is_accepted_satisfies_django_and_is_its_own_canonical_form(text):
    try:
        email = canonical(text)
    except InvalidAddress:
        return
    EmailValidator()(email)
    assert canonical(email) == email
    assert canonical(text.upper()) == email or not text.isascii()
    assert email.isascii()
    assert email == email.lower()


@given(st.from_regex(r"[a-z0-9.+'=_-]{1,12}@[a-z0-9.-]{1,12}\.[a-z]{2,5}", fullmatch=True))
def test_r7_ordinary_addresses_that_django_accepts_are_accepted(text):
    try:
        EmailValidator()(text)
    except ValidationError:
        return
    assert canonical(text) == text
