import csv
import io
import re
from itertools import pairwise

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cerego.errors import Refused
from people.imports.header.columns import BLANKS
from people.imports.matching.mapping import guess
from people.imports.reading.detection import detect
from people.imports.reading.dialect import Dialect, Limits
from people.imports.reading.reader import read_header, read_rows
from people.imports.reading.text.delimited import Records
from people.imports.reading.text.quoting import TEXT_FORMULA
from tests.examples import as_many_as
from tests.unit.imports.files import LIMITS, cells, read

SETTINGS = settings(deadline=None, max_examples=as_many_as(300))

letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
words = st.text(st.one_of(st.sampled_from(",;\t|\"' ab\r\n"), letters), max_size=12)
tables = st.integers(2, 5).flatmap(lambda width: st.lists(st.tuples(*[words] * width), min_size=1, max_size=8))
delimiters = st.sampled_from(",;\t|")
quotes = st.sampled_from("\"'")
ends = st.sampled_from(["\n", "\r\n", "\r"])
quotings = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])


@SETTINGS
@given(tables, delimiters, quotes, quotings, ends, encodings)
def test_it_reads_back_what_csv_writes(table, delimiter, quote, quoting, end, encoding):
    if quoting == csv.QUOTE_MINIMAL:  # the csv module then quotes only the line ends that it writes
        table = [tuple(re.sub("[\r\n]", end, cell) for cell in row) for row in table]
    table = [row for row in table if "".join(row).strip(BLANKS)]
    assume(quote == "'" or not any(TEXT_FORMULA.fullmatch(cell) for row in table for cell in row))  # read as its text
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quotechar=quote, quoting=quoting, lineterminator=end)
    width = len(table[0]) if table else 2
    writer.writerows([[f"h{column}" for column in range(width)], *table])
    try:
        content = target.getvalue().encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    dialect = Dialect("csv", encoding, delimiter, quote)
    rows = read(content, dialect)
    assert [row.issue for row in rows] == [None] * len(table)
    assert [row.cells for row in rows] == table
    assert [row.number for row in rows] == list(range(2, len(table) + 2))


people = st.lists(
    st.tuples(
        st.sampled_from(["Ann Lee", "José Núñez", "Müller, Jürgen", 'Bob "Bo" Ray', "O'Brien", "Zoë"]),
        st.sampled_from(["ann@example.org", "jose@example.org", "x@example.com"]),
        st.sampled_from(["", "12", "007", "a, b; c"]),
    ),
    min_size=1,
    max_size=20,
)


@SETTINGS
@given(people, delimiters, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), ends, encodings, st.booleans())
def test_it_finds_out_how_people_are_written(table, delimiter, quoting, end, encoding, is_named):
    header = ("Full name", "E-mail", "department_id") if is_named else ("Wer", "Wo", "Was")
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows([header, *table])
    content = target.getvalue().encode(encoding)
    assert cells(content) == [header, *table]
    if is_named:
        assert (guess(header, read(content)).name, guess(header, read(content)).email) == ((0,), 1)


def everything_read(content: bytes, limits: Limits = LIMITS) -> None:
    """Read the file as an import does; whatever is in it, only Refused may come of it."""
    stream = io.BytesIO(content)
    try:
        dialect = detect(stream, file_name="x.csv", limits=limits)
        header = read_header(stream, dialect)
        rows = list(read_rows(stream, dialect, limits=limits))
    except Refused:
        return
    assert rows
    assert all(len(row.cells) == len(header) for row in rows)
    said = "".join("".join(row.cells) + (row.issue.value if row.issue else "") for row in rows) + "".join(header)
    assert "\0" not in said
    said.encode()  # no lone surrogates
    assert all(before.number < after.number and before.line < after.line for before, after in pairwise(rows))


@SETTINGS
@given(st.binary(max_size=500))
@example(b"PK\x03\x04")
@example(b"\xff\xfe")
@example(b"\xff\xfe\0\0")
@example(b"\xef\xbb\xbf")
@example(b'"')
@example(b"sep=,")
@example(b'sep="\na,b\nc,d')
@example(b"sep=\n\na,b\nc,d")
@example(b"version:v1.0\n")
@example(b"+AGEA-,b\n+2AA-,d")
def test_it_survives_any_bytes(content):
    everything_read(content)


@SETTINGS
@given(st.lists(st.sampled_from([b'"', b"'", b",", b";", b"\n", b"\r", b"a", b"@", b"\0", b" ", b"\xe9", b"\t"])))
def test_it_survives_any_row_of_delimiters_and_quotes(pieces):
    everything_read(b"Name,Email\nAnn,a@b.org\n" + b"".join(pieces))
    everything_read(b"".join(pieces))


@SETTINGS
@given(st.lists(st.sampled_from(['"', ",", "\n", "a", "b@c.de"]), max_size=60))
def test_r26_no_line_disappears(pieces):
    """Every line with something in it is a row, part of a cell over several lines, or part of a failed row."""
    lines = [line + "\n" for line in "".join(pieces).split("\n")]
    records = Records(iter(["".join(lines)]), delimiter=",", quote='"', longest=1_000)
    records.width = 2
    spans = [
        range(line, line + 1 + ("".join(cells).count("\n") if issue is None else 0))
        for _, line, cells, issue in records
    ]
    told = [line for span in spans for line in span]
    assert len(set(told)) == len(told)
    assert {number for number, line in enumerate(lines, start=1) if line.strip(',"\n')} <= set(told)
