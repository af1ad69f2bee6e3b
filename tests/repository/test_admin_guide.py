"""docs/admin-guide.md goes through the ten steps and explains every message, in the words that the pages use."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from people.imports.issues import Code

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/admin-guide.md").read_text()
OF_SCRIPTS = {
    "file.cannot_open", "file.is_workbook", "file.no_sheets", "import.interrupted", "import.not_admin", "import.stopped",
    "import.undone", "import.waits", "mapping.not_guessed",
}  # fmt: skip
"""What only the command line says."""


def plain(text: str) -> str:
    """The text with one kind of apostrophe, quote and blank, and without emphasis."""
    return re.sub(r"\s+", " ", re.sub(r"[’‘]", "'", re.sub(r"[“”\"]", '"', text.replace("*", "")))).lower()


def fragments(sentence: Path) -> list[str]:
    """What a sentence's template says whatever stands in its gaps, the longest first."""
    pieces = re.split(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", sentence.read_text())
    return sorted((plain(piece).strip(' .,;:"') for piece in pieces), key=len, reverse=True)


def paragraphs() -> dict[str, str]:
    """What the guide says below each anchor of an issue."""
    anchors = [*re.finditer(r'<a id="([\w.]+)"></a>', GUIDE)]
    ends = [*(anchor.start() for anchor in anchors[1:]), len(GUIDE)]
    return {anchor[1]: GUIDE[anchor.end() : end].split("\n\n")[0] for anchor, end in zip(anchors, ends, strict=True)}


def test_the_ten_steps_are_all_there_in_their_order() -> None:
    numbers = [int(number) for number in re.findall(r"(?m)^\*\*(\d+)\. ", GUIDE)]
    assert numbers == [*range(1, 11)]


@pytest.mark.parametrize("word", ["Admin", "People", "Upload via CSV", "Name", "Email", "Import"])
def test_the_steps_use_the_words_of_the_pages(word: str) -> None:
    steps = GUIDE[GUIDE.index("**1. ") : GUIDE.index("## What the file needs")]
    assert word in steps


@pytest.mark.parametrize("code", list(Code))
def test_every_issue_has_its_paragraph_that_quotes_it_and_says_more(code: Code) -> None:
    paragraph = plain(paragraphs()[code.value])
    said = fragments(ROOT / f"templates/people/issues/{code.value}.txt")

    assert any(len(each) >= 12 and each.partition(". ")[0] in paragraph for each in said), said[:3]
    quoted, _, rest = paragraphs()[code.value].rpartition("**")
    assert quoted, "the message in bold"
    assert len(rest) > 15, "what it means, and what to do"


def test_it_explains_no_issue_that_there_is_not() -> None:
    assert set(paragraphs()) == {code.value for code in Code}


@pytest.mark.parametrize(
    "sentence",
    [
        *(
            path
            for kind in ("file", "mapping", "import")
            for path in sorted(ROOT.glob(f"templates/refusals/{kind}.*.txt"))
        ),
        *sorted(ROOT.glob("templates/people/reversals/*.txt")),
    ],
    ids=lambda path: path.stem,
)
def test_every_refusal_of_a_file_or_an_import_is_in_a_table(sentence: Path) -> None:
    if sentence.stem in OF_SCRIPTS:
        return
    table = plain("\n".join(line.split("|")[1] for line in GUIDE.splitlines() if line.startswith("| ")))
    said = fragments(sentence)
    parts = [part for each in said for part in re.split(r"(?<=[.:;]) |, ", each)]
    assert any(len(part) >= 15 and part.strip(" .") in table for part in parts), said[:3]


def test_every_step_has_its_picture() -> None:
    steps = GUIDE[GUIDE.index("**1. ") : GUIDE.index("## What the file needs")]
    pictures = re.findall(r"\]\(pictures/step-(\d\d)-[\w-]+\.png\)", steps)
    assert [int(number) for number in pictures] == [*range(1, 11)]


def test_every_picture_has_words_for_those_who_do_not_see_it() -> None:
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", GUIDE)
    assert [path for words, path in pictures if len(words) < 20] == []


def test_it_leads_to_every_part_of_itself() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in GUIDE.splitlines()
        if line.startswith("#")
    }
    links = set(re.findall(r"\]\(#([\w-]+)\)", GUIDE))
    assert links - headings == set()


def test_headings_do_not_jump() -> None:
    levels = [len(line) - len(line.lstrip("#")) for line in GUIDE.splitlines() if line.startswith("#")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
