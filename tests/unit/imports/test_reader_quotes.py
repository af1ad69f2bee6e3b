import pytest

from people.imports.issues import Code
from people.imports.reading.dialect import Dialect
from tests.unit.imports.files import Limits, read

PLAIN = Dialect("csv", "utf-8", ",", '"')
HEADER = "Name,Email,Note\n"
WIDE = Limits(bytes=1, rows=100_000, columns=50, cell=1_000_000)


def outcomes(lines: str, dialect: Dialect = PLAIN) -> list[tuple[int, Code | None]]:
    """Each row's first physical line, the header's being 1, and what is wrong with it."""
    return [(row.line, row.issue.code if row.issue else None) for row in read(HEADER + lines, dialect)]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"Smith, Ann",a@b.org,x', ("Smith, Ann", "a@b.org", "x")),
        ('"Ann","a@b.org","x"', ("Ann", "a@b.org", "x")),
        ('"Ann ""Nan"" Lee",a@b.org,', ('Ann "Nan" Lee', "a@b.org", "")),
        ('"""Ann""",a@b.org,""', ('"Ann"', "a@b.org", "")),
        ('"",a@b.org,""""', ("", "a@b.org", '"')),
        (' "Lee, Ann" ,\t"a@b.org", "x"', ("Lee, Ann", "a@b.org", "x")),
        ('" Ann ",a@b.org,x', (" Ann ", "a@b.org", "x")),
        ('"a,b","c""d",","', ("a,b", 'c"d', ",")),
        ("O'Brien,o'b@b.org,'x'", ("O'Brien", "o'b@b.org", "'x'")),
        ('Ann,a@b.org,="007"', ("Ann", "a@b.org", "007")),
        ('="Lee, Ann", ="a@b.org" ,=""', ("Lee, Ann", "a@b.org", "")),
        ('"=""Ann ""Nan""""""","a@b.org","=""007"""', ('="Ann "Nan"""', "a@b.org", "007")),
        ('"=""Ann """"Nan""""""",a@b.org,"=""a""&""b"""', ('Ann "Nan"', "a@b.org", '="a"&"b"')),
        ('=A1,a@b.org,\'="x"'.replace('"', ""), ("=A1", "a@b.org", "'=x")),
    ],
)
def test_r26_right_quotes_are_read(line, cells):
    assert [(row.cells, row.issue) for row in read(f"{HEADER}{line}\n", PLAIN)] == [(cells, None)]


@pytest.mark.parametrize(
    ("record", "cells"),
    [
        ('"12 High St\nSpringfield",a@b.org,x', ("12 High St\nSpringfield", "a@b.org", "x")),
        ('Ann,a@b.org,"one\r\ntwo, three\r\n\r\nfour"', ("Ann", "a@b.org", "one\r\ntwo, three\r\n\r\nfour")),
        ('"a\nb","c\nd","e\nf"', ("a\nb", "c\nd", "e\nf")),
        ('"write to\nme@b.org",a@b.org,', ("write to\nme@b.org", "a@b.org", "")),
        ('Ann,a@b.org,"\n"', ("Ann", "a@b.org", "\n")),
    ],
)
def test_r26_a_cell_over_several_lines_is_read(record, cells):
    first, second = read(f"{HEADER}{record}\nBob,bob@b.org,\n", PLAIN)
    assert (first.cells, first.issue) == (cells, None)
    assert (second.number, second.line) == (3, 2 + record.count("\n") + 1)


def test_r26_an_unclosed_quote_fails_its_own_row_and_no_other():
    rows = read(f'{HEADER}A,a@b.org,\nB,"b@b.org,\nC,c@b.org,\nD,d@b.org,\n', PLAIN)
    assert [(row.number, row.issue is None) for row in rows] == [(2, True), (3, False), (4, True), (5, True)]
    assert rows[1].issue
    assert rows[1].issue.code is Code.QUOTE_NOT_CLOSED
    assert rows[1].issue.details == {"line": 3}
    assert rows[1].cells == ("B", '"b@b.org', "")


def test_r26_an_unclosed_quote_at_the_end_of_the_file_is_told():
    assert outcomes('A,a@b.org,\n"B,b@b.org,') == [(2, None), (3, Code.QUOTE_NOT_CLOSED)]


def test_r26_an_unclosed_quote_does_not_swallow_up_to_the_next_quoted_cell():
    assert outcomes('"A,a@b.org,\nB,b@b.org,\n"C, Jr",c@b.org,\nD,d@b.org,\n') == [
        (2, Code.QUOTE_NOT_CLOSED),
        (3, None),
        (4, None),
        (5, None),
    ]


def test_r26_a_quote_that_closes_rows_later_swallows_none_of_them():
    rows = read(f'{HEADER}"A,a@b.org,\nB,b@b.org,\nC,c@b.org,"\nD,d@b.org,\n', PLAIN)
    assert rows[0].issue
    assert rows[0].issue.code is Code.QUOTE_SWALLOWS_ROWS
    assert rows[0].issue.details == {"line": 2, "until": 4}
    assert [(row.number, row.cells[0], row.issue is None) for row in rows[1:]] == [
        (3, "B", True),
        (4, "C", False),
        (5, "D", True),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        'A,a@b.org,"x\nB,b@b.org,y\nC,c@b.org,z"\n',
        '"A,a@b.org\nB",b@b.org,\n',
        'A,a@b.org,"x\nB,b@b.org\nlast"\n',
    ],
)
def test_r26_a_row_inside_a_cell_is_noticed(lines):
    assert outcomes(lines)[0] == (2, Code.QUOTE_SWALLOWS_ROWS)


@pytest.mark.parametrize(
    "line",
    [
        'Ann "Nan" Lee,a@b.org,',
        '"Ann" Lee,a@b.org,',
        'Ann,a@b.org,5" pipe',
        'Ann,a@b.org,"x"y',
        'Ann,"a"@b.org,"x',
        'x"y,a@b.org,"',
        '"Ann""Lee"x,a@b.org,',
        'x"y"z,",",",",w',
    ],
)
def test_r26_a_stray_quote_fails_its_own_row_and_no_other(line):
    rows = read(f"{HEADER}A,a@b.org,\n{line}\nB,b@b.org,\n", PLAIN)
    assert [row.number for row in rows] == [2, 3, 4]
    assert rows[1].issue
    assert rows[1].issue.code is Code.QUOTE_STRAY
    assert rows[1].issue.details == {"line": 3}
    assert rows[1].issue.value == line
    assert rows[0].issue is rows[2].issue is None


def test_r26_a_broken_row_keeps_all_that_was_on_its_line():
    (row,) = read(f'{HEADER}"A" x,a@b.org,one,two\n', PLAIN)
    assert row.cells == ('"A" x', "a@b.org", "one,two")


def test_r26_the_line_is_told_where_the_quote_opened():
    first = read(f'{HEADER}"A\nB",a@b.org,"x\n', PLAIN)[0]
    assert first.issue
    assert first.issue.details == {"line": 3}


def test_r26_the_other_quote_means_nothing():
    single = Dialect("csv", "utf-8", ",", "'")
    assert outcomes("'Lee, Ann',a@b.org,5\" pipe\n'B''s',b@b.org,\nO'Brien,c@b.org,\n", single) == [
        (2, None),
        (3, None),
        (4, Code.QUOTE_STRAY),
    ]


def test_r26_looking_ahead_ends_somewhere():
    for filler in ("x\n" * 1_200, ("x" * 300_000 + "\n") * 5):
        first = read(f'{HEADER}"A\n{filler}",a@b.org,\n', PLAIN, WIDE)[0]
        assert first.issue
        assert first.issue.code is Code.QUOTE_NOT_CLOSED


@pytest.mark.parametrize("line", ['"x', ',"x', 'x","y', '"""', '"a\nb",c', '","', '"",""","', 'a"b""'])
def test_r26_hostile_quotes_take_no_longer_than_their_length(line):
    count = 20_000
    rows = read(HEADER + f"{line}\n" * count, PLAIN, WIDE)
    assert 0 < len(rows) <= count * (1 + line.count("\n"))
    assert read(HEADER + line * count, PLAIN, WIDE)
