import pytest

from people.imports.header.columns import EXACT, Field, clean_header, index_of, letter, near_miss


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_r5_a_column_has_the_letters_of_the_spreadsheet(index, letters):
    assert letter(index) == letters
    assert index_of(letters) == index
    assert index_of(letters.lower()) == index


@pytest.mark.parametrize("text", ["", "1", "A1", "Ä", "A B", "A" * 50])
def test_r5_what_is_no_column_letter_is_refused(text):
    with pytest.raises(ValueError, match=text or ".*"):
        index_of(text)


@pytest.mark.parametrize("text", ["\ufeffrole", " role\t", "\xa0role\u200b", "\u2060role\r\n", "\u3000role"])
def test_r2_a_header_is_freed_of_byte_order_mark_and_outer_blanks(text):
    assert clean_header(text) == "role"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Department ID", Field.DEPARTMENT),
        ("department", Field.DEPARTMENT),
        ("Dept", Field.DEPARTMENT),
        ("Department_Id", Field.DEPARTMENT),
        ("Abteilung", Field.DEPARTMENT),
        ("Département", Field.DEPARTMENT),
        ("Role", Field.ROLE),
        ("Cerego_Role", Field.ROLE),
        ("cerego role", Field.ROLE),
        ("CeregoRole [Required]", Field.ROLE),
        ("Member ID", Field.MEMBER),
        ("memberId", Field.MEMBER),
        ("Employee number", Field.MEMBER),
        ("Employee #ID", Field.MEMBER),
        ("Matricule", Field.MEMBER),
    ],
)
def test_r3_a_near_miss_is_recognised(header, field):
    assert near_miss(header) is field


@pytest.mark.parametrize("header", [*(field.value for field in EXACT), " role_of_the_dice ", "", "Name", "password"])
def test_r3_an_exact_or_other_header_is_no_near_miss(header):
    assert near_miss(header) is None
    assert near_miss(f"\ufeff{header} ") is None
