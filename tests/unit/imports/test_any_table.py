"""Any table of people, written and soiled in any way: the same people come back, or it is said what did not (R24–R27)."""

import csv
import io
from dataclasses import dataclass

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tests.examples import as_many_as
from tests.unit.imports.files import sheet, text, workbook
from tests.unit.imports.through import Through, through

SETTINGS = settings(max_examples=as_many_as(400))
HEADER = ("Name", "Email", "Note")
FIRST = (
    "Ann",
    "José",
    "Jürgen",
    "Zoë",
    'Bob "Bo"',
    "Mary, Ann",
    "O'Neil",
    "François",
    "Åsa",
    "=Ann",
    "Ngô",
    "Łucja",
    "山田",
)
LAST = ("Lee", "Núñez", "Müller", "Ray; Jr.", "Østergård", "Smith|Jones", "D'Arcy", "Nguyễn", "Żółć", "太郎")
NOTES = ("", "x", "12", "two\nlines", "a,b;c\td|e", 'say "hi"', "007", 'since 2021, office 5"', "'quoted'", "@home")

person = st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from(NOTES))
tables = st.lists(person, min_size=1, max_size=12).map(
    lambda people: [(f"{first} {last}", f"p{n}@example.org", note) for n, (first, last, note) in enumerate(people)]
)


@dataclass(frozen=True)
class Way:
    """How a table is written."""

    delimiter: str
    quote: str
    quoting: int
    end: str
    encoding: str


ways = st.builds(
    Way,
    delimiter=st.sampled_from(",;\t|"),
    quote=st.sampled_from('"""\''),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
)
OLDER = {
    "cp1252": ("José Núñez", "Jürgen Müller", "Zoë Østergård", "François Noël", "Pat O’Brien", "Ann Lee", "Žofie Š"),
    "iso8859_1": ("José Núñez", "Jürgen Müller", "Zoë Østergård", "Ann Lee"),
    "iso8859_15": ("Élodie Lefèvre", "Œnone Noël", "Ann Lee", "Jürgen Groß"),
    "mac_roman": ("José Núñez", "Jürgen Müller", "François Noël", "Ann Lee"),
    "cp932": ("山田 太郎", "鈴木 花子", "ソニー 表", "Ann Lee"),
}
"""Encodings from before Unicode, and names that can be written in them."""
older = st.sampled_from(sorted(OLDER)).flatmap(
    lambda encoding: st.tuples(st.just(encoding), st.lists(st.sampled_from(OLDER[encoding]), min_size=1, max_size=12))
)

blank = st.sampled_from(["", "   ", "{d}{d}", " {d} ", "{q}{q}{d}{q}{q}"])
"""Lines that are no rows."""
broken = st.sampled_from(
    [
        "{q}Broken One{d}broken@example.org{d}",
        "Broken {q}Two{q}{d}broken@example.org{d}",
        "Broken Three{d}broken@example.org{d}x{d}{d}{d}{d}y",
        "Broken Four{d}broken@example.org{d}{q}x",
        "Broken\x07Five{d}broken@example.org{d}",
    ]
)
"""Lines that can't be read, or not as a row."""
soil = st.lists(st.tuples(st.integers(0, 12), st.one_of(blank, broken)), max_size=4)
trailing = st.sampled_from(["", "{d}", "{d}{d}"])
above = st.sampled_from(["", "", "People of Northwind{e}", "{e}{e}", "sep={d}{e}"])


def written(rows: list[tuple[str, ...]], way: Way) -> list[str]:
    """The rows as text, each with its end."""
    lines = []
    for row in rows:
        target = io.StringIO(newline="")
        cells = [cell.replace("\n", way.end) for cell in row]
        csv.writer(
            target, delimiter=way.delimiter, quotechar=way.quote, quoting=way.quoting, lineterminator=way.end
        ).writerow(cells)
        lines.append(target.getvalue())
    return lines


def soiled(
    lines: list[str], way: Way, pollution: list[tuple[int, str]], trailing: str, above: str
) -> tuple[str, list[int]]:
    """The text with blank and broken lines among the rows, and the numbers of the broken rows' physical lines."""
    signs = {"d": way.delimiter, "q": way.quote, "e": way.end}
    lines = [line.removesuffix(way.end) + trailing.format(**signs) + way.end for line in lines]
    for place, extra in pollution:
        lines.insert(1 + min(place, len(lines) - 1), extra.format(**signs) + way.end)
    text = above.format(**signs)
    hurt = []
    for line in lines:
        if "roken" in line:
            hurt.append(text.count(way.end) + 1)
        text += line
    return text, hurt


def said(done: Through) -> dict[str, str]:
    """Who was read, by address."""
    return {row.email: row.name for row in done.parsed if not row.is_broken}


@SETTINGS
@given(tables, ways, soil, trailing, above)
def test_the_same_people_come_back_or_it_is_said_what_did_not(table, way, pollution, trailing, above):
    text, hurt = soiled(written([HEADER, *table], way), way, pollution, trailing, above)
    # A file in which hardly any cell needs its apostrophes does not tell that they are quotes.
    assume(way.quote == '"' or (way.quoting == csv.QUOTE_ALL and len(table) > 2 * len(hurt)))
    done = through(text.encode(way.encoding))
    event(done.refusal.code if done.refusal else "read")
    # A quote mark in the middle of bare cells is stray where it is the file's own; csv quotes those cells.
    if done.refusal:
        assert done.refusal.code in ("file.header_broken", "file.header_only"), done.refusal
        return
    assert done.dialect
    people = {address: name for name, address, _ in table}
    for address, name in said(done).items():
        assert people.get(address, "nobody") == name
    missing = set(people) - set(said(done))
    failed = [row for row in done.parsed if row.is_broken]
    assert len(done.rows) == len(said(done)) + len(failed)
    assert not missing, (missing, done.dialect)
    lines = [row.line for row in done.rows if row.issue]
    assert lines == hurt


@SETTINGS
@given(older, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_letters_of_an_older_encoding_are_right_or_said_to_be_a_guess(older, delimiter, end):
    encoding, names = older
    table = [(name, f"p{number}@example.org", "x") for number, name in enumerate(names)]
    lines = written([HEADER, *table], Way(delimiter, '"', csv.QUOTE_MINIMAL, end, encoding))
    done = through("".join(lines).encode(encoding))
    assert done.dialect
    people = {address: name for name, address, _ in table}
    assert set(said(done)) == set(people)
    assert "\ufffd" not in "".join(said(done).values())
    event(f"{encoding}: {'right' if said(done) == people else 'guessed'}")
    assert said(done) == people or "encoding" in done.dialect.guessed


@given(tables, st.integers(0, 3), st.booleans())
def test_the_same_people_come_back_from_a_workbook(table, blank, is_first):
    rows = [(), *[()] * blank, HEADER, *table] if not is_first else [HEADER, *[()] * blank, *table]
    lines = [
        "".join(text(f"{letter}{number}", cell) for letter, cell in zip("ABC", row, strict=False) if cell)
        for number, row in enumerate(rows, start=1)
    ]
    done = through(workbook({"People": sheet(*lines)}))
    assert done.refusal is None
    assert said(done) == {address: name for name, address, _ in table}
    assert len(done.rows) == len(table)
