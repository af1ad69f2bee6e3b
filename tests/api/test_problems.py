"""Every problem that the API can answer with has a status, a sentence, and a line in docs/api.md that says what to do."""

import re
from pathlib import Path

import pytest

from people.api.statuses import TITLES, status_of

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = re.compile(
    r"bulk\.|invitation\.dead$|partner\.|password\.|sample\.|two_factor\."  # only pages or commands ask for these
    r"|token\.(days|made_already|name_missing|not_admin)$|file\.cannot_open$|person\.changed$|membership\.changed$"
    r"|department\.(changed|unknown)$|import\.(gave_up|interrupted|not_admin|stopped|undone|waits)$"
)
"""What is said on pages, by commands, of a field or as the reason why an import failed, and is no problem's type."""
LINES = dict(re.findall(r"^\| `([a-z_.]+)` \| (\d+ \| .+) \|$", (ROOT / "docs/api.md").read_text(), flags=re.MULTILINE))
CODES = sorted(path.stem for path in (ROOT / "templates/refusals").glob("*.txt") if not ELSEWHERE.match(path.stem))


def test_the_page_lists_just_these() -> None:
    assert set(LINES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_it_has_a_status_with_a_title_and_says_what_to_do(code: str) -> None:
    status, _, what = LINES[code].partition(" | ")
    assert int(status) == status_of(code)
    assert status_of(code) in TITLES
    assert what.endswith(".")
