"""Lines of people as they are typed are read as meant, in a time that grows no faster than the line."""

from time import process_time

import pytest

from people.adding.lines import TypedPerson, read_line


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Ann Arbor <ann@example.org>", "Ann Arbor", "ann@example.org"),
        ('  "Arbor, Ann"   <Ann@Example.org> ; ', "Arbor, Ann", "ann@example.org"),
        ("ann@example.org,", "", "ann@example.org"),
        ("\t<ann@example.org>", "", "ann@example.org"),
    ],
)
def test_it_reads_what_mail_programs_write(line: str, name: str, email: str) -> None:
    assert read_line(line) == TypedPerson(name, email)


@pytest.mark.parametrize(
    "line",
    ["Ann Arbor", "a b@example.org", "<a@example.org> b", "a <b> <c@example.org>", "a@example.org, b@example.org"],
)
def test_it_takes_nothing_else(line: str) -> None:
    assert read_line(line) is None


@pytest.mark.parametrize(
    "line",
    [" " * 40_000 + "x y", "a" + " " * 40_000 + "b", "," * 40_000 + "<", "x," * 40_000 + "<", "x;\t" * 40_000 + "x"],
)
def test_it_tries_no_end_of_ways_to_read_a_line_that_is_none(line: str) -> None:
    began = process_time()
    assert read_line(line) is None
    assert process_time() - began < 5, "CPU: it would take days otherwise"
