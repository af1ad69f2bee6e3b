"""Supply chain: every dependency has its reason beside it, and everything that is installed is locked with hashes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
REQUIREMENT = re.compile(r'^(?:\w+ = \[|    )"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?[<>=][^"]*"')


def required() -> dict[str, str]:
    """The line of each dependency, by name."""
    text = (ROOT / "pyproject.toml").read_text().partition("[tool.")[0]
    return {found[1].lower(): line for line in text.splitlines() if (found := REQUIREMENT.match(line))}


def locked(name: str) -> dict[str, str]:
    """What stands in a lock about each package, by name."""
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)
    return {re.split(r"[=\[ @]", entry)[0]: entry for entry in entries if entry[:1].isalnum()}


def test_every_dependency_has_its_reason() -> None:
    assert {"django", "pytest", "sentry-sdk", "django-import-export"} <= set(required())
    assert [name for name, line in required().items() if not re.search(r"  # .*\w", line)] == []


def test_every_dependency_is_locked() -> None:
    assert set(required()) <= {name for lock in LOCKS for name in locked(lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_locked_has_one_version_and_hashes(lock: str) -> None:
    assert [
        name for name, entry in locked(lock).items() if not re.match(r"\S+==\S+(?: ;.*)? \\\n    --hash=sha256:", entry)
    ] == []


def test_what_is_installed_is_held_against_the_hashes() -> None:
    for name in ("Dockerfile", ".ci/setup"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if " install " in line and ".lock" in line]
        assert lines
        assert all("--require-hashes" in line for line in lines), name
