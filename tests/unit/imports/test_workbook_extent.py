"""How far the cells of a sheet reach is the same however they are written, and looked at once for a file."""

import io

import pytest

from cerego.errors import Refused
from people.imports.reading import detection
from people.imports.reading.detection import Archive, detect
from people.imports.reading.dialect import Choices
from people.imports.reading.workbook import extent
from people.imports.reading.workbook.extent import Cells, Extent, cells_in
from tests.unit.imports.files import LIMITS, person_cells, sheet, workbook

PLACES = ("A2", "B2", "AA2", "A3", "C7")
WAYS = {
    "plain": '<c r="{}" s="1" t="s"><v>0</v></c>',
    "with another attribute": '<c r="{}" cm="1"><v>0</v></c>',
    "with the place last": '<c s="1" r="{}"><v>0</v></c>',
    "with a prefix": "<x:c r='{}'><x:v>0</x:v></x:c>",
    "beside other tags that begin so": '<c r="{}"><v>0</v></c><cfRule/>',
}
EMPTY = '<c r="XFD9" s="1"/>'


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("empty", ["", EMPTY])
def test_cells_are_found_however_they_are_written(way: str, empty: str) -> None:
    text = "".join(map(WAYS[way].format, PLACES)) + empty
    assert cells_in(text.encode()) == Cells({b"A", b"B", b"AA", b"C"}, {b"2", b"3", b"7"}, 5)


def test_nothing_is_found_where_nothing_stands() -> None:
    assert cells_in(b"<row r='1'/>") == cells_in(EMPTY.encode()) == Cells(set(), set(), 0)


@pytest.mark.parametrize("cell", ['<c s="1"><v>0</v></c>', '<c r="A"><v/></c>'])
def test_a_cell_that_does_not_say_where_it_stands_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="where it stands"):
        cells_in((WAYS["plain"].format("A1") + cell).encode())


def test_of_two_places_the_last_counts_as_one_could_hide_behind_the_other() -> None:
    assert cells_in(b'<c r="A1" r="XFD1048576"><v>0</v></c>') == Cells({b"XFD"}, {b"1048576"}, 1)


@pytest.mark.parametrize("size", [1, 7, 40, 10_000])
def test_it_is_the_same_in_pieces_of_any_size(size: int) -> None:
    text = "".join(f'<row r="{n}">{WAYS["plain"].format(f"B{n}")}{EMPTY}</row>' for n in range(1, 40)).encode()
    found = Extent()
    for begin in range(0, len(text), size):
        found.take(text[begin : begin + size])
    assert (found.rows, found.hidden_rows, found.has_merged) == (39, 0, False)


def test_a_sheet_that_reaches_too_far_is_refused_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MAX_CELLS", 100)
    with pytest.raises(Refused, match="too_spread"):
        Extent().take("".join(map(WAYS["plain"].format, ["A1", "K10"])).encode())


def test_a_file_is_looked_at_once_however_often_one_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    check = detection.check_archive

    def counting(stream, *, unpacked):
        looks.append(unpacked)
        return check(stream, unpacked=unpacked)

    monkeypatch.setattr(detection, "check_archive", counting)
    stream = io.BytesIO(workbook({"People": sheet(person_cells(1), person_cells(2), person_cells(3))}))
    archive = Archive(stream, limits=LIMITS)
    for choices in (Choices(), Choices(header_row=1), Choices(sheet="People")):
        assert detect(stream, file_name="x", limits=LIMITS, choices=choices, archive=archive).header_row == 1
    assert looks == [LIMITS.bytes]
