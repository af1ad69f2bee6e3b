import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerego.errors import Refused
from people.imports.reading.detection import detect
from people.imports.reading.dialect import Dialect, Limits
from people.imports.reading.reader import read_rows
from people.imports.reading.text.lines import is_blank
from people.imports.reading.text.separation import NOTHING
from tests.unit.imports.files import LIMITS, cells, detected, sheet, text, workbook

TABLE = [("Full name", "E-mail", "Note"), ("Åsa Öberg", "asa@example.org", "x"), ("José Núñez", "jose@example.org", "")]


def written(delimiter: str = ",", end: str = "\r\n", quote: str = "") -> str:
    return end.join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in TABLE) + end


def refusal(content: bytes, limits: Limits = LIMITS) -> Refused:
    with pytest.raises(Refused) as caught:
        detected(content, limits)
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ["", '"', "'"])
@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "cp1252",
        "mac_roman",
    ],
)
def test_it_finds_out_how_a_file_is_written(delimiter, end, quote, encoding):
    content = written(delimiter, end, quote).encode(encoding)
    dialect = detected(content)
    assert (dialect.delimiter, dialect.quote, dialect.header_row) == (delimiter, quote or '"', 1)
    assert cells(content) == TABLE


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", "Jürgen Müller, François Noël, Begoña Ibáñez, Pat O’Brien"),
        ("iso8859_15", "Élodie Lefèvre, Zoë, François"),
        ("mac_roman", "Jürgen Müller, Élodie Lefèvre, José Núñez"),
        ("cp1250", "Łukasz Żółć, Świętosława Gęś, Ondřej Dvořák, Božena Němcová"),
        ("iso8859_2", "Łukasz Żółć, Świętosława Gęś"),
        ("cp1254", "Ayşe Yılmaz, İbrahim Çağlar, Gökçe Şahin"),
        ("cp1251", "Иван Петров, Анна Сидорова"),
        ("koi8_r", "Иван Петров, Анна Сидорова"),
        ("cp932", "山田太郎, 佐藤花子, スズキ"),
        ("euc_kr", "김철수, 박영희"),
        ("gb18030", "王小明, 李丽华, 张伟, 陈静, 刘洋"),
    ],
)
def test_it_guesses_an_older_encoding_by_the_names(encoding, names):
    rows = [(name, "someone@example.org") for name in names.split(", ")]
    content = "\n".join(",".join(row) for row in [("Name", "Email"), *rows]).encode(encoding)
    assert cells(content)[1:] == rows


def test_it_says_when_it_had_to_guess():
    assert not detected("Name,Email\nZoë,z@example.org\n".encode("cp1252")).confident
    assert not detected("Name,Email\nNUÑEZ,n@example.org\nGonçalves,g@example.org\n".encode("cp1252")).confident
    assert detected("Name,Email\nZoë,z@example.org\n".encode()).confident


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        ("Last, First;E-mail\nSmith, Ann;ann@example.org\nLee, Bob;bob@example.org", ";"),
        ('"Name";"E-mail, work"\n"Smith, Ann";"ann@example.org"', ";"),
        ("Name,E-mail;old\nAnn,ann@example.org\nBob,bob@example.org", ","),
        ("Name|E-mail\nAnn, Bob; Cid|ann@example.org", "|"),
        ("Name,Email", ","),
    ],
)
def test_it_tells_delimiters_from_other_commas(lines, delimiter):
    content = lines + f"\nD{delimiter}d@example.org"
    assert detected(content.encode()).delimiter == delimiter


def test_it_takes_apostrophes_in_names_for_no_quotes():
    content = b"Name,Email\n'=Ann,ann@example.org\nO'Brien,ob@example.org\n'Quoted',c@example.org\n"
    assert detected(content).quote == '"'


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_it_reads_wide_letters_of_either_order_with_and_without_a_mark(mark, encoding):
    table = [("氏名", "メール"), ("山田 太郎", "yamada@example.org"), ("𠮷野家", "yoshino@example.org")]
    content = (mark + "\n".join(map(",".join, table))).encode(encoding)
    assert detected(content).encoding == encoding
    assert cells(content) == table


def test_it_takes_apostrophes_around_names_only_for_quotes():
    content = b"Name,Email\n'Ann Lee',ann@example.org\n'O''Brien',ob@example.org\n'Bob',b@example.org\n"
    assert [row[0] for row in cells(content)] == ["Name", "Ann Lee", "O'Brien", "Bob"]
    assert [row[0] for row in cells(content.replace(b"O''Brien", b"Cid"))] == ["Name", "Ann Lee", "Cid", "Bob"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_it_honours_and_does_not_count_a_sep_line(encoding):
    content = "sep=;\r\nName;Email, work\r\nAnn;ann@example.org\r\n".encode(encoding)
    dialect = detected(content)
    assert (dialect.delimiter, dialect.header_row) == (";", 1)
    assert cells(content) == [("Name", "Email, work"), ("Ann", "ann@example.org")]


def test_it_skips_and_counts_the_version_line_of_entra():
    content = b"version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required\nAnn,ann@example.org\n"
    assert detected(content).header_row == 2


def test_it_finds_a_header_below_blank_lines():
    assert detected(b"\n ,\n\nName,Email\nAnn,ann@example.org\n").header_row == 4


def test_it_remembers_what_it_stored():
    dialect = Dialect("csv", "utf-8", ";", '"', 3, guessed=("encoding",), beginning=((1, "Staff"), (3, "Name")))
    assert Dialect.from_json(dialect.as_json()) == dialect


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\n\r\n  \n\t\n", "file.blank"),
        (b",,\n,,\n", "file.blank"),
        ("\ufeff".encode(), "file.blank"),
        (b"Name,Email", "file.header_only"),
        (b"Name,Email\n,\n\n", "file.header_only"),
        (b"Name\nAnn\nBob\n", "file.one_column"),
        (b'Name,"Email\nAnn,ann@example.org\n', "file.header_broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "file.not_a_table"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "file.not_a_table"),
        (b"<!DOCTYPE html>\n<table><tr><td>Name", "file.not_a_table"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n<table>", "file.not_a_table"),
        (b'[{"name": "Ann", "email": "ann@example.org"}]', "file.not_a_table"),
        (bytes(range(256)) * 8, "file.not_a_table"),
        (b"\0" * 1000, "file.not_a_table"),
        (b"PK\x03\x04" + bytes(100), "file.workbook_broken"),
        (OLE, "file.old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + OLE, "file.password_protected"),
        ("Name,Email\nZoë Ångström,z@example.org\nBj".encode() + b"\xf6rn,b@example.org\n", "file.encoding"),
        (b"\xef\xbb\xbfName,Email\nZo\xeb,z@example.org\n", "file.encoding"),
        (b"\xff\xfeN\0a\0m\0e\0,\0E\0\n\0\x00\xd8a\0", "file.encoding"),
    ],
)
def test_r27_a_file_that_is_no_table_of_people_is_refused(content, code):
    assert refusal(content).code == code


def test_r27_a_refusal_says_where():
    broken = "Name,Email\nZoë Ångström,z@example.org\r\nÖ,ö\n".encode() + b"Bj\xf6rn,b@example.org\n"
    assert refusal(broken).context["line"] == 4
    assert refusal(b'Name,Email "work"\nAnn,a@example.org\n').context == {"row": 1, "line": 1}


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        (b"Name,Email\nAnn,a@b.org\n", Limits(bytes=20, rows=9, columns=9), "file.too_large"),
        (b"Name,Email,C\nAnn,a@b.org\n", Limits(bytes=99, rows=9, columns=2), "file.too_many_columns"),
        (b"Name,Email\n" + b"Ann,a@b.org\n" * 4, Limits(bytes=99, rows=3, columns=2), "file.too_many_rows"),
        (b"Name,Email" + b"," * 1_000_000 + b"\nAnn", LIMITS, "file.too_many_columns"),
    ],
)
def test_r27_a_file_over_the_limits_is_refused(content, limits, code):
    assert refusal(content, limits).code == code


def test_r27_blank_lines_are_not_counted_as_rows():
    detected(b"Name,Email\n" + b"Ann,a@b.org\n\n\n\n" * 3, Limits(bytes=99, rows=3, columns=2))


@pytest.mark.parametrize("first", [b'"' + b"Ann\n" * 9 + b'",a@b.org\n', b'"Ann,a@b.org\n'])
def test_r27_rows_are_not_counted_for_ever_and_the_limit_holds_when_they_are_read(first):
    content = b"Name,Email\n" + first * 2 + b"Bob,b@b.org\n" * 3
    limits = Limits(bytes=999, rows=3, columns=2)
    dialect = detected(content, limits)
    with pytest.raises(Refused) as caught:
        list(read_rows(io.BytesIO(content), dialect, limits=limits))
    assert caught.value.code == "file.too_many_rows"


def test_r27_a_single_row_of_exactly_the_limits_is_accepted():
    assert detected(b"Name,Email\n" + b"Ann,a@b.org\n" * 3, Limits(bytes=47, rows=3, columns=2)).kind == "csv"


def test_it_finds_the_first_visible_sheet_and_its_header():
    filled = sheet("", text("A2", "Name") + text("B2", "Email"), text("A3", "Ann") + text("B3", "a@example.org"))
    content = workbook({"Hidden": "", "People": filled, "Other": filled}, states={"Hidden": "hidden"})
    dialect = detected(content)
    assert (dialect.kind, dialect.sheet, dialect.header_row) == ("xlsx", "People", 2)


def test_it_reads_from_the_beginning_wherever_the_stream_stands():
    stream = io.BytesIO(b"Name,Email\nAnn,a@example.org\n")
    stream.seek(0, io.SEEK_END)
    assert detect(stream, file_name="x", limits=LIMITS).delimiter == ","


@pytest.mark.parametrize(
    ("written_in", "names"),
    [
        ("euc_jp", ["佐藤 花子", "鈴木 太郎", "ﾔﾏﾀﾞ ﾀﾛｳ", "渡辺 直美"]),  # two-byte letters make Chinese names too
        ("mac_latin2", ["Győző Szűcs", "Žaneta Čapková", "Šárka Černá"]),  # an encoding that is not read
        ("mac_cyrillic", ["Олександр Їжак", "Ґалаґан Євген"]),
        ("mac_iceland", [*["José Núñez", "Zoë Müller", "François Noël"] * 6, "Þór Æsir"]),
        ("cp857", ["Ayşe Yılmaz", "Ayşe Yılmaz", "İbrahim Çağlar"]),
        ("iso8859_4", ["Õnne Ülle", "Õnne Ülle", "Žanete Šķēle"]),
        ("iso8859_7", [*["Ελένη Νικολάου"] * 9, "Άννα Παπά"]),
    ],
)
def test_it_calls_nothing_certain_that_may_be_wrong(written_in: str, names: list[str]) -> None:
    content = "Name;Email\n" + "".join(f"{name};p{n}@example.org\n" for n, name in enumerate(names * 9))
    assert "encoding" in detected(content.encode(written_in)).guessed


@given(st.text(alphabet=" \t\r\n,;|\u00a0\u200bx", max_size=30), st.sampled_from([0, 1, 999, 1000, 3000]))
def test_it_finds_a_text_blank_as_stripping_it_would(text: str, blanks: int) -> None:
    text = "\n" * blanks + text
    assert is_blank(text, NOTHING) is (not text.strip(NOTHING))
