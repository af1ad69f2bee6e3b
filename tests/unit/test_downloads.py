"""Files to download: their names, their first bytes, and that they are made as they are sent."""

from collections.abc import Iterator

import pytest

from cerego.downloads import csv_response, file_name_after


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("staff.xlsx", "staff-problems-12.csv"),
        ("Größe 1.csv", "Größe 1-problems-12.csv"),
        ("Gro\u0308ße.csv", "Größe-problems-12.csv"),
        ("../../etc/passwd", "passwd-problems-12.csv"),
        ("..\\x.csv", "x-problems-12.csv"),
        ('a"b;c*d?.csv', "a_b_c_d_-problems-12.csv"),
        ("a\u202egnp.csv", "a_gnp-problems-12.csv"),
        ("a\r\nSet-Cookie: x.csv", "a__Set-Cookie_ x-problems-12.csv"),
        ("=cmd.csv", "cmd-problems-12.csv"),
        (" .=+@-\t=cmd.csv", "_=cmd-problems-12.csv"),
        (" ＝@cmd.csv", "cmd-problems-12.csv"),
        ("...", "file-problems-12.csv"),
        ("", "file-problems-12.csv"),
        ("名前.csv", "名前-problems-12.csv"),
        ("x" * 300 + ".csv", "x" * 60 + "-problems-12.csv"),
    ],
)
def test_names_files_so_that_every_system_takes_them(name, expected):
    assert file_name_after(name, "problems", 12) == expected


def test_sends_names_that_are_not_ascii_as_rfc_6266_says():
    answer = csv_response("Größe.csv", ["a"], [])

    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.csv"


def test_makes_the_file_as_it_is_sent():
    taken = 0

    def rows() -> Iterator[list[int]]:
        nonlocal taken
        for number in range(1_000_000):
            taken += 1
            yield [number]

    pieces = iter(csv_response("x.csv", ["=a", "b"], rows()))

    assert next(pieces) == "\ufeff'=a,b\r\n".encode()
    assert taken == 0
    assert next(pieces).startswith(b"0\r\n1\r\n")
    assert 0 < taken <= 1_000


def test_quotes_what_has_to_be_quoted():
    content = csv_response("x.csv", ["a"], [['say "x"', "a,b", "two\nlines", "\tx", "\rx", 7, "-7"]]).getvalue()

    assert content.decode("utf-8-sig").split("\r\n", 1)[1] == (
        '"say ""x""","a,b","two\nlines",\'\tx,"\'\rx",7,\'-7\r\n'
    )


def test_lets_nobody_keep_or_guess_what_it_is():
    answer = csv_response("x.csv", [], [])

    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
