"""The design's rules are held by tests named after them."""

import re
from pathlib import Path

import pytest

from people.auditing.kinds import GROUPS
from people.imports.deciding.undoing import Reason
from people.imports.issues import Code
from people.models.events import EventKind

ROOT = Path(__file__).resolve().parents[2]
RULES_OF_NOW = {*range(1, 34)}
RUN_RULES_OF_NOW = {*range(1, 11)}


def test_every_rule_of_the_import_has_a_test_named_after_it():
    assert RULES_OF_NOW - _named("r") == set()


def test_every_rule_of_the_run_has_a_test_named_after_it():
    assert RUN_RULES_OF_NOW - _named("l") == set()


def _named(letter: str) -> set[int]:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return {int(number) for number in re.findall(rf"def test_{letter}(\d+)_", tests)}


@pytest.mark.parametrize("code", list(Code))
def test_every_issue_has_its_sentence(code):
    assert (ROOT / "templates/people/issues" / f"{code.value}.txt").is_file()


def test_every_sentence_has_its_issue():
    sentences = {path.stem for path in (ROOT / "templates/people/issues").glob("*.txt")}

    assert sentences == {code.value for code in Code}


def test_every_reason_why_a_row_is_not_undone_has_its_sentence():
    sentences = {path.stem for path in (ROOT / "templates/people/reversals").glob("*.txt")}

    assert sentences == {reason.value for reason in Reason}


def test_every_kind_of_event_has_its_sentence_and_is_found_by_a_filter():
    sentences = {path.stem for path in (ROOT / "templates/people/events").glob("*.txt")}

    assert sentences == {kind.value for kind in EventKind}
    assert {kind for group in GROUPS.values() for kind in group.kinds} == set(EventKind)


def test_every_refusal_has_its_sentence():
    sources = [path for folder in ("cerego", "departments", "people") for path in (ROOT / folder).rglob("*.py")]
    raised = {code for path in sources for code in re.findall(r'Refused\(\s*"([a-z_.]+)"', path.read_text())}
    sentences = {path.stem for path in (ROOT / "templates/refusals").glob("*.txt")}

    assert raised - sentences == set()
