"""The Makefile lists its targets; hooks are the checks of `make check`, and fetch nothing; what is pure is typed strictly."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = sorted(set(re.findall(r"(?m)^([a-z]+):", MAKEFILE)))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]


def test_make_alone_lists_every_target_with_what_it_does() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert sorted(re.findall(r"(?m)^ +make ([a-z]+) +\S", said)) == TARGETS


def test_every_target_is_a_name_and_no_file() -> None:
    phony = re.findall(r"(?m)^\.PHONY: (.*)", MAKEFILE)[0].split()
    assert sorted(phony) == TARGETS


def test_hooks_are_local_and_fetch_nothing() -> None:
    assert [repository["repo"] for repository in HOOKS] == ["local"]
    assert {hook["language"] for hook in HOOKS[0]["hooks"]} == {"system"}


@pytest.mark.parametrize("hook", HOOKS[0]["hooks"], ids=lambda hook: hook["id"])
def test_a_hook_is_a_program_of_the_environment_that_make_check_runs_too(hook: dict[str, str]) -> None:
    program = hook["entry"].split()[0]
    assert (ROOT / program).exists()
    check = MAKEFILE[MAKEFILE.index("check: ") :].partition("\n\n")[0]
    assert program.replace(".venv/bin/python", "$(PYTHON)").replace(".venv/bin", "$(BIN)") in check


def test_what_is_pure_is_typed_strictly() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    (pure,) = [each["source_modules"] for each in told["importlinter"]["contracts"] if "are pure" in each["name"]]
    strict = next(each for each in told["mypy"]["overrides"] if each.get("disallow_any_generics"))
    assert set(pure) <= {module.removesuffix(".*") for module in strict["module"]}
