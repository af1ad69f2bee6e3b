"""docker-compose.yml: what it starts has everything that production asks for, and knows no variable of its own."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = ("migrate", "web", "worker", "beat")
READ_BY_OTHERS = {"WEB_CONCURRENCY"}  # by gunicorn itself


def described() -> set[str]:
    """The variables of .env.example."""
    return set(re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text()))


def test_it_starts_everything_the_product_consists_of() -> None:
    assert set(SERVICES) == {"postgres", "redis", *OURS}


@pytest.mark.parametrize("name", OURS)
def test_each_of_ours_has_what_production_requires(name: str) -> None:
    given = SERVICES[name]["environment"]
    assert given["PRODUCTION"] == "true"
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "MEDIA_ROOT"} <= set(given)
    assert set(given) <= described() | READ_BY_OTHERS
    assert "media:/data/media" in SERVICES[name]["volumes"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_database_is_migrated(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_redis_drops_nothing() -> None:
    command = " ".join(SERVICES["redis"]["command"])
    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes" in command


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker"])
def test_it_can_be_asked_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_images_of_others_are_pinned_and_keep_their_data(name: str) -> None:
    assert re.search(r":\d+[.\w-]*$", SERVICES[name]["image"])
    assert SERVICES[name]["volumes"]
