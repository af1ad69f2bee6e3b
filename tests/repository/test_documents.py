"""What the documents refer to is there: files, links, commands, targets, settings."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.repository import settings_page

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PATHS = re.compile(
    r"`((?:cerego|departments|docs|people|static|templates|tests)/[\w./-]*)`|`([\w-]+\.(?:md|toml|yml|py))`"
)
MODULES = {
    path.name for folder in ("cerego", "departments", "people", "tests") for path in (ROOT / folder).rglob("*.py")
}
TARGETS = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text()))


def text_of(document: str) -> str:
    return (ROOT / document).read_text()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_within_the_repository_leads_somewhere(document: str) -> None:
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text_of(document))]
    inside = [link for link in links if link and not link.startswith(("http:", "https:", "mailto:"))]

    assert [link for link in inside if not (ROOT / document).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = ["".join(pair) for pair in PATHS.findall(text_of(document))]

    assert [path for path in named if not (ROOT / path).exists() and path not in MODULES] == []


def test_the_page_for_engineers_names_every_room_of_the_house() -> None:
    of_django = {"migrations", "templatetags"}
    floors = ["cerego", "departments", "people", "people/imports"]
    rooms = {
        room
        for floor in floors
        for room in (ROOT / floor).iterdir()
        if any(room.glob("*.py")) and room.name not in of_django
    }
    page = text_of("docs/architecture.md")
    assert sorted(str(room.relative_to(ROOT)) for room in rooms if f"{room.relative_to(ROOT)}/" not in page) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_is_a_target_of_the_makefile(document: str) -> None:
    named = set(re.findall(r"(?m)(?:`| {4}|[A-Z_]+=\S+ )make ([a-z]+)", text_of(document)))

    assert named <= TARGETS


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_of_manage_py_is_one_with_these_options(document: str) -> None:
    commands = get_commands()
    for name, rest in re.findall(r"manage\.py (\w+)([^`\n|]*)", text_of(document)):
        assert name in commands, name
        app = commands[name]
        parser = (load_command_class(app, name) if isinstance(app, str) else app).create_parser("manage.py", name)
        known = {option for action in parser._actions for option in action.option_strings}
        assert set(re.findall(r"--[\w-]+", rest)) <= known, name


def test_the_page_for_operators_has_every_setting_with_its_default() -> None:
    page = settings_page.PAGE.read_text()
    assert page == settings_page.written(page), "python -m tests.repository.settings_page writes it anew"


def test_every_picture_is_taken_by_make_pictures_and_small():
    taken = set(re.findall(r'photograph\("([\w-]+)"', (ROOT / "tests/browser/test_pictures.py").read_text()))
    pictures = sorted((ROOT / "docs/pictures").iterdir())

    assert {path.stem for path in pictures} == taken
    assert [path.name for path in pictures if path.stat().st_size > 150_000] == []
