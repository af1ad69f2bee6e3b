"""No cell of ours starts a formula, and values come back as they were (R29)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cerego.formulas import STARTS, escaped, formula_safe, unescaped
from people.imports.deciding.cells.clean import clean_cell

VALUES = st.text(alphabet="'=+-@\t\ra ＝\n", max_size=5)


@pytest.mark.parametrize("start", STARTS)
def test_r29_a_cell_that_would_start_a_formula_begins_with_an_apostrophe(start):
    assert formula_safe(f"{start}1") == escaped(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("cell", ["", "a=1", "'a", "12", " =1"])
def test_r29_other_cells_stay_as_they_are(cell):
    assert formula_safe(cell) == escaped(cell) == unescaped(cell) == cell


@given(VALUES)
@example("'=1")
@example("''+x")
def test_r29_a_value_comes_back_as_it_was(value):
    assert not escaped(value).startswith(STARTS)
    assert unescaped(escaped(value)) == value


@given(VALUES)
def test_r29_a_cell_of_a_file_means_the_same_in_its_download(cell):
    assert clean_cell(formula_safe(cell)) == clean_cell(cell)
    assert formula_safe(formula_safe(cell)) == formula_safe(cell)
