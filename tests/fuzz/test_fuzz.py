"""The short form of `make fuzz`, always with the same files; the long one is run by hand."""

from pathlib import Path

import pytest

from tests.fuzz import run


def test_no_damaged_file_breaks_a_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "KEPT", tmp_path)

    ends, failed = run.fuzz(seed=26, seconds=600, most=400)

    assert [path.with_suffix(".txt").read_text() for path in failed] == []
    assert ends["read"] > 40
    assert len(ends) > 5
    assert ends.total() == 400
