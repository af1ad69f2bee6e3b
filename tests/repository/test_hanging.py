"""A test that hangs fails, with the place where it hung, and the others go on: also where it hangs while it is cleared away."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
HANGING = """
import threading
import pytest

@pytest.fixture
def never_cleared_away():
    yield
    threading.Event().wait()

def test_hangs():
    threading.Event().wait()

def test_fails_and_then_hangs(never_cleared_away):
    assert not "right"

def test_hangs_and_hears_nothing():
    while True:
        try:
            threading.Event().wait()
        except BaseException:
            pass

def test_is_well():
    pass
"""


@pytest.fixture
def said(tmp_path: Path) -> str:
    """What a run of tests says, half of which hang."""
    (tmp_path / "test_hanging.py").write_text(HANGING)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\ntimeout = 1\nfaulthandler_timeout = 5\nfaulthandler_exit_on_timeout = true\nfilterwarnings = error\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.limits", "-p", "no:django", "-p", "no:schemathesis", "-n", "1"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def test_whatever_way_a_test_hangs_the_run_ends_and_says_where(said: str) -> None:
    assert "FAILED test_hanging.py::test_hangs - Failed: Timeout" in said
    assert "FAILED test_hanging.py::test_fails_and_then_hangs - " in said
    assert "ERROR test_hanging.py::test_fails_and_then_hangs - Failed: Timeout" in said
    assert "FAILED test_hanging.py::test_hangs_and_hears_nothing - worker 'gw0' crashed" in said
    assert "3 failed, 1 passed, 1 error" in said
    assert 'test_hanging.py", line 19 in test_hangs_and_hears_nothing' in said  # what pytest itself tells
