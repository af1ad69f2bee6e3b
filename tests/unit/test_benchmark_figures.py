"""What the benchmarks make of the seconds they took."""

from datetime import UTC, datetime

import pytest

from tests.benchmarks import figures, report
from tests.benchmarks.figures import Bar, Figures, Size


def size(rows, seconds):
    """A size at which the floor took as long as the import."""
    return Size(rows, floor=[seconds], upload=[0.0], check=[seconds / 4], apply=[seconds * 3 / 4], again=[seconds / 2])


def test_what_counts_are_medians():
    measured = Size(10, floor=[1, 2, 90], upload=[0, 0, 0], check=[1, 1, 1], apply=[1, 2, 90])

    assert measured.whole == [2, 3, 91]
    assert measured.floor_ratio == pytest.approx(1.5)
    assert measured.check_ratio == pytest.approx(0.5)


def test_what_was_not_measured_has_no_bar():
    bars = figures.of_sizes([Size(10, floor=[1], upload=[0], check=[1], apply=[1])])

    assert [bar.limit for bar in bars] == [1.5, 0.5]


def test_a_million_rows_are_held_against_a_hundred_thousand():
    bars = figures.of_sizes([size(10_000, 1), size(100_000, 10), size(1_000_000, 130)])

    [growth] = [bar for bar in bars if "time per row" in bar.what]
    assert growth.measured == pytest.approx(1.3)
    assert not growth.holds


def test_the_tables_and_the_file_say_the_same(tmp_path):
    measured = Figures([size(10_000, 2)], [Bar("something", 1.25, 1.2)])
    measured.add("More:", [{"who": "a peer", "rows": 1234}], Bar("more", 3.0, 10, "s"))

    text = report.markdown(measured)
    path = report.write(tmp_path, measured, at=datetime(2026, 5, 3, tzinfo=UTC), circumstances={"commit": "abc"})

    assert "| something | 1.25 × | 1.2 × | DOES NOT HOLD |" in text
    assert "| more | 3.00 s | 10 s | holds |" in text
    assert "| a peer | 1,234 |" in text
    assert "| 10,000 | 2.00 s |" in text
    assert path.name == "2026-05-03T00-00-00.json"
    assert '"commit": "abc"' in path.read_text()
