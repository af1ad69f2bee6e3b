"""Whoever installs it finds every variable in .env.example, and none that nothing reads."""

import ast
import re
from math import prod
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
READERS = re.compile(r"os\.environ\.get|os\.getenv")
ROOMS = ROOT / "cerego" / "settings"
READERS_OF_ROOMS = re.compile(r"text|flag|whole|seconds|words|one_of|time_zone|rate|required|folder|hosts")
"""The functions of cerego/settings/environment.py and addresses.py that look a variable up."""
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def variables_read() -> set[str]:
    """The variables that the product reads: a call of a reader with the name as its first argument."""
    found = set()
    for package in ("cerego", "departments", "people"):
        for path in (ROOT / package).rglob("*.py"):
            readers = READERS_OF_ROOMS if path.parent == ROOMS else READERS
            for call in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(call, ast.Call)
                    and readers.fullmatch(ast.unparse(call.func))
                    and call.args
                    and isinstance(call.args[0], ast.Constant)
                ):
                    found.add(call.args[0].value)
    return found - NOT_OURS


def numbers_by_default() -> dict[str, float]:
    """The variables that are numbers, with what they are when nobody says otherwise."""
    numbers = {}
    for path in ROOMS.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {"whole", "seconds"} and len(call.args) > 1:
                default = ast.unparse(call.args[1])
                if re.fullmatch(r"[\d_.* ]+", default):
                    numbers[ast.literal_eval(call.args[0])] = prod(map(float, default.split(" * ")))
    return numbers


def entries() -> list[tuple[str, str]]:
    """Each variable of .env.example and the comment right above it."""
    text = (ROOT / ".env.example").read_text()
    return re.findall(r"(?m)^# (\S.*)\n#([A-Z_]+)=", text)


def test_it_names_every_variable_that_is_read() -> None:
    assert variables_read() - {name for _, name in entries()} == set()


def test_it_names_none_that_nothing_reads() -> None:
    assert {name for _, name in entries()} - variables_read() == set()


def test_every_variable_has_a_sentence_and_only_one_entry() -> None:
    names = re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text())
    assert names == [name for _, name in entries()]
    assert len(names) == len(set(names))


def test_numbers_are_those_that_hold_by_default() -> None:
    there = dict(re.findall(r"(?m)^#([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text()))
    expected = numbers_by_default()
    assert {"IMPORT_BATCH_ROWS", "IMPORT_MAX_BYTES", "IMPORT_SLICE_SECONDS"} <= expected.keys()
    assert {name: float(there[name]) for name in expected} == expected
