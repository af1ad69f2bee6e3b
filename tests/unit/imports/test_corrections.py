"""Corrections: a corrected row is the row of a file that had been right from the start, and so is all that is decided of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.imports.deciding.corrections import OF_CELLS, OF_SHAPE, Correction, correct, parse_corrected, values_of
from people.imports.deciding.decide import decide
from people.imports.deciding.parse import ParsedRow, parse
from people.imports.deciding.plan import Options, Plan
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue
from people.imports.matching.mapping import Mapping
from people.imports.reading.reader import SourceRow
from people.outcomes import Outcome
from people.roles import Role
from tests.unit.imports.decisions import known

MAPPING = Mapping(name=(0,), email=1, department=2, role=3, member=4)
TWO_NAMES = Mapping(name=(0, 1), email=2)
NAMES = ["Ana Ruiz", " Ana  Ruiz ", "Bo", "", "x" * 201, "A\u202eB"]
EMAILS = ["ana@x.example", "ANA@x.example", "bo@x.example", "nowhere", ""]
VALUES = {
    Field.NAME: st.sampled_from(NAMES),
    Field.EMAIL: st.sampled_from(EMAILS),
    Field.DEPARTMENT: st.sampled_from(["", "12", " 13.0 ", "77", "Maths"]),
    Field.ROLE: st.sampled_from(["", "admin", "course_manager", "Mgr", "learner"]),
    Field.MEMBER: st.sampled_from(["", "1", "2", "'=1"]),
}
tables = st.lists(st.tuples(*VALUES.values()), min_size=1, max_size=8)
corrections = st.dictionaries(
    st.integers(2, 9),
    st.builds(Correction, st.fixed_dictionaries({}, optional=VALUES), st.sampled_from([False, False, True])),
    max_size=6,
)


def rows_of(table: list[tuple[str, ...]]) -> list[SourceRow]:
    return [SourceRow(number, number, cells) for number, cells in enumerate(table, start=2)]


def decided(rows: list[ParsedRow]) -> list[Plan]:
    return decide(sorted(rows, key=lambda row: (row.email, row.number)), known(), Options(), {})


@given(table=tables, corrected=corrections)
def test_a_corrected_file_is_decided_as_one_that_had_been_right(table: list, corrected: dict[int, Correction]) -> None:
    left_out = {number for number, correction in corrected.items() if correction.is_left_out}
    right = [
        tuple(
            corrected.get(number, Correction()).values.get(name, cell) for name, cell in zip(VALUES, cells, strict=True)
        )
        for number, cells in enumerate(table, start=2)
    ]
    ours = [parse_corrected(row, MAPPING, corrected.get(row.number)) for row in rows_of(table)]
    theirs = [parse(row, MAPPING) for row in rows_of(right) if row.number not in left_out]

    assert [row for row in ours if row.number not in left_out] == theirs
    skipped, others = [], []
    for plan in decided(ours):
        (skipped if plan.decisions[0].row.number in left_out else others).append(plan)
    assert others == decided(theirs)
    assert {plan.decisions[0].outcome for plan in skipped} <= {Outcome.SKIPPED}
    assert len(skipped) == len({number for number in left_out if number < len(table) + 2})


@given(table=tables, corrected=corrections)
def test_a_correction_is_stored_as_it_is(table: list, corrected: dict[int, Correction]) -> None:
    for correction in corrected.values():
        stored: dict[str, Any] = correction.as_json()
        assert Correction.from_json(stored, is_left_out=correction.is_left_out) == correction


def test_a_name_in_two_columns_is_corrected_as_one() -> None:
    row = SourceRow(2, 2, ("Ana", "Ruiz", "nowhere"))
    correction = Correction({Field.NAME: "Ana María Ruiz", Field.EMAIL: "ana@x.example"})
    nothing = dict.fromkeys((Field.DEPARTMENT, Field.ROLE, Field.MEMBER), "")
    assert values_of(row.cells, TWO_NAMES) == {Field.NAME: "Ana Ruiz", Field.EMAIL: "nowhere", **nothing}
    assert correct(row, TWO_NAMES, correction)[0].cells == ("Ana María Ruiz", "", "ana@x.example")
    assert parse_corrected(row, TWO_NAMES, correction).name == "Ana María Ruiz"


def test_what_the_file_has_no_column_for_can_be_given_too() -> None:
    row = SourceRow(2, 2, ("Ana", "Ruiz", "ana@x.example"))
    given = Correction({Field.DEPARTMENT: "12", Field.ROLE: "admin", Field.MEMBER: " 007 "})
    assert parse_corrected(row, TWO_NAMES, given) == ParsedRow(2, "Ana Ruiz", "ana@x.example", 12, Role.ADMIN, "007")
    assert parse_corrected(row, TWO_NAMES, Correction({Field.DEPARTMENT: "Maths"})).is_broken


@pytest.mark.parametrize("code", sorted(OF_CELLS))
def test_a_row_with_broken_cells_is_read_once_all_of_it_is_typed_anew(code: Code) -> None:
    row = SourceRow(2, 2, ("A\x07", "ana@x.example", "", "", ""), Issue(code))
    some = Correction({Field.NAME: "Ana"})
    everything = Correction({**dict.fromkeys(VALUES, ""), Field.NAME: "Ana", Field.EMAIL: "ana@x.example"})
    assert parse_corrected(row, MAPPING, some).issues == (Issue(code),)
    assert parse_corrected(row, MAPPING, everything) == ParsedRow(2, "Ana", "ana@x.example")


@pytest.mark.parametrize("code", sorted(OF_SHAPE))
def test_a_row_that_is_written_wrongly_is_not_mended_by_its_cells(code: Code) -> None:
    row = SourceRow(2, 2, ("Ana", "ana@x.example", "", "", ""), Issue(code))
    everything = Correction({**dict.fromkeys(VALUES, ""), Field.NAME: "Ana", Field.EMAIL: "ana@x.example"})
    assert parse_corrected(row, MAPPING, everything).issues == (Issue(code),)
