"""The design's rules are held by tests named after them."""

import re
from pathlib import Path

import pytest

from people.imports.issues import Code

ROOT = Path(__file__).resolve().parents[2]
RULES_OF_NOW = range(1, 29)


def test_every_rule_of_the_import_has_a_test_named_after_it():
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = {int(number) for number in re.findall(r"def test_r(\d+)_", tests)}

    assert set(RULES_OF_NOW) - named == set()


@pytest.mark.parametrize("code", list(Code))
def test_every_issue_has_its_sentence(code):
    assert (ROOT / "templates/people/issues" / f"{code.value}.txt").is_file()


def test_every_sentence_has_its_issue():
    sentences = {path.stem for path in (ROOT / "templates/people/issues").glob("*.txt")}

    assert sentences == {code.value for code in Code}


def test_every_refusal_has_its_sentence():
    sources = [path for folder in ("cerego", "departments", "people") for path in (ROOT / folder).rglob("*.py")]
    raised = {code for path in sources for code in re.findall(r'Refused\(\s*"([a-z_.]+)"', path.read_text())}
    sentences = {path.stem for path in (ROOT / "templates/refusals").glob("*.txt")}

    assert raised - sentences == set()
