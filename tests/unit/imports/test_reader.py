import io

import pytest

from cerego.errors import Refused
from people.imports.issues import Code
from people.imports.reading.dialect import Dialect, Limits
from people.imports.reading.reader import read_header, read_rows
from tests.unit.imports.files import LIMITS, cells, read

PLAIN = Dialect("csv", "utf-8", ",", '"')
HEADER = "Name,Email,Note\n"


def test_r24_it_keeps_the_spreadsheets_numbers_and_the_files_lines():
    rows = read(f'{HEADER}A,a@b.org\n\n,,\n"B\nb",b@b.org\n \nC,c@b.org\n', PLAIN)
    assert [(row.number, row.line) for row in rows] == [(2, 2), (5, 5), (7, 8)]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_r24_it_counts_every_kind_of_line_end_once(end):
    rows = read(f"Name,Email{end}A,a{end}{end}B,b\u2028\x0b{end}C,c", PLAIN)
    assert [(row.number, row.line, row.cells[0]) for row in rows] == [(2, 2, "A"), (4, 4, "B"), (5, 5, "C")]


def test_r24_it_counts_mixed_line_ends():
    rows = read("Name,Email\r\nA,a\rB,b\n\rC,c\r\r\nD,d", PLAIN)
    assert [(row.number, row.cells[0]) for row in rows] == [(2, "A"), (3, "B"), (5, "C"), (7, "D")]


def test_r24_wholly_blank_rows_are_no_rows():
    assert not read(f'{HEADER}\n  \t\n,,\n , \xa0,\u200b\n"","",""\n" ",\n\ufeff,\n', PLAIN)


def test_r24_missing_cells_are_blank():
    assert [row.cells for row in read(f"{HEADER}A\nB,b@b.org\n", PLAIN)] == [("A", "", ""), ("B", "b@b.org", "")]


def test_r24_blank_cells_beyond_the_header_do_no_harm():
    rows = read(f"{HEADER}A,a@b.org,x,, ,\n", PLAIN)
    assert [(row.cells, row.issue) for row in rows] == [(("A", "a@b.org", "x"), None)]


def test_r24_too_many_cells_fail_the_row_and_no_other():
    first, second = read(f"{HEADER}Smith, Ann,a@b.org,x,,y\nB,b@b.org,x\n", PLAIN)
    assert first.issue
    assert first.issue.code is Code.ROW_TOO_MANY_CELLS
    assert first.issue.value == "x"
    assert first.issue.details == {"columns": 3, "cells": 6, "letter": "D", "beyond": ["x", "", "y"]}
    assert second.issue is None


@pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x1b", "\x7f", "\x85", "\x9f"])
@pytest.mark.parametrize("cell", ["a{}b", '"{}"', "{},"])
def test_r25_control_characters_fail_the_row_and_no_other(character, cell):
    first, second = read(f"{HEADER}A,{cell.format(character)}\nB,b@b.org,x\n", PLAIN)
    assert first.issue
    assert first.issue.code is Code.ROW_CONTROL_CHARACTERS
    assert first.issue.details == {"letter": "B", "header": "Email"}
    assert "\0" not in "".join(first.cells) + first.issue.value
    assert second.issue is None


def test_r25_a_nul_is_shown_as_its_sign():
    (row,) = read(f"{HEADER}A\0,a@b.org\n", PLAIN)
    assert row.cells == ("A\u2400", "a@b.org", "")
    assert row.issue
    assert row.issue.value == "A\u2400"


@pytest.mark.parametrize("cell", ["a\tb", '"a\nb"', '"a\r\nb"', "\xa0ä\u200b", "😀", "\u202eevil", "\ufffd"])
def test_r25_other_characters_come_as_they_are(cell):
    assert [(row.cells, row.issue) for row in read(f"{HEADER}A,{cell},x\n", PLAIN)] == [
        (("A", cell.strip('"'), "x"), None)
    ]


@pytest.mark.parametrize("quote", ["", '"'])
def test_r25_a_cell_that_is_too_long_fails_the_row_and_no_other(quote):
    first, second = read(f"{HEADER}A,{quote}{'x' * 10_001}{quote}\nB,{'x' * 10_000}\n", PLAIN)
    assert first.issue
    assert first.issue.code is Code.ROW_CELL_TOO_LONG
    assert first.issue.details == {"letter": "B", "header": "Email", "characters": 10_000}
    assert first.cells == ("A", "x" * 200 + "…", "")
    assert second.issue is None
    assert second.cells[1] == "x" * 10_000


@pytest.mark.parametrize("quote", ["", '"'])
def test_r25_a_line_beyond_all_measure_fails_its_row_and_no_other(quote):
    first, second = read(f"{HEADER}A,{quote}{'x' * 5_000_000}{quote}\r\nB,b@b.org\n", PLAIN)
    assert first.issue
    assert first.issue.code is Code.ROW_CELL_TOO_LONG
    unread = first.issue.details["unread"]
    assert first.issue.details == {"letter": "B", "header": "Email", "characters": 10_000, "unread": unread}
    assert unread.startswith("A,")
    assert sum(map(len, [*first.cells, unread])) < 500
    assert (second.number, second.cells) == (3, ("B", "b@b.org", ""))


def test_r27_it_stops_at_the_limit_of_rows():
    content = io.BytesIO(f"{HEADER}{'A,a@b.org' * 1}\nB,b@b.org\n\nC,c@b.org\n".encode())
    rows = read_rows(content, PLAIN, limits=Limits(bytes=99, rows=2, columns=9))
    assert [next(rows).number, next(rows).number] == [2, 3]
    with pytest.raises(Refused) as caught:
        next(rows)
    assert (caught.value.code, caught.value.context) == ("file.too_many_rows", {"rows": 2})


def test_r27_it_names_the_line_that_cannot_be_decoded():
    content = HEADER.encode() + b"A,a@b.org\r\n" * 50_000 + b"B\xf6,b@b.org\n"
    with pytest.raises(Refused) as caught:
        list(read_rows(io.BytesIO(content), PLAIN, limits=Limits(bytes=1, rows=10**6, columns=9)))
    assert (caught.value.code, caught.value.context["line"]) == ("file.encoding", 50_002)


def test_it_reads_lazily():
    content = io.BytesIO(HEADER.encode() + b"A,a@b.org\n" * 100_000)
    assert next(read_rows(content, PLAIN, limits=LIMITS)).number == 2
    assert content.tell() < 300_000


def test_it_reads_the_header_clean():
    content = '\ufeff" Name",\xa0role ,,"a\nb",N\0,, \nx\n'.encode()
    assert read_header(io.BytesIO(content), PLAIN) == ("Name", "role", "", "a\nb", "N\u2400", "", "")


def test_it_takes_the_header_from_its_row():
    content = "Our people\n\nName,Email\nA,a@b.org\n"
    assert cells(content, Dialect("csv", "utf-8", ",", '"', header_row=3)) == [("Name", "Email"), ("A", "a@b.org")]
    assert read(content, Dialect("csv", "utf-8", ",", '"', header_row=3))[0].number == 4


@pytest.mark.parametrize(("content", "code"), [(b"\n\n", "file.blank"), (b'Name,"Email\nA', "file.header_broken")])
def test_it_refuses_a_header_that_cannot_be_read(content, code):
    with pytest.raises(Refused) as caught:
        read_header(io.BytesIO(content), PLAIN)
    assert caught.value.code == code
