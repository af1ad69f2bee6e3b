"""Templates use only what they have: what `{% url … as x %}` sets within a block is gone after it."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).parents[2] / "templates").rglob("*.html"))
BLOCK = re.compile(r"\{% block (\w+) %\}(.*?)\{% endblock %\}", re.DOTALL)
SET = re.compile(r"\bas (\w+) %\}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_no_block_uses_what_another_block_has_set(template: Path) -> None:
    blocks = BLOCK.findall(template.read_text())
    lost = [
        (name, variable)
        for name, text in blocks
        for other, elsewhere in blocks
        for variable in SET.findall(elsewhere)
        if other != name and variable not in SET.findall(text) and re.search(rf"[{{ =]{variable}\b", text)
    ]
    assert lost == []
