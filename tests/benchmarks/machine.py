"""What the figures were taken on."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from timeit import repeat
from typing import Any, Final

import psutil
from django.conf import settings
from django.db import connection
from redis import Redis

PACKAGES: Final = ("django", "celery", "psycopg", "pandas")
SERVER_SETTINGS: Final = ("shared_buffers", "work_mem", "max_wal_size", "synchronous_commit", "fsync", "is_superuser")


def machine() -> dict[str, Any]:
    """Processor, cores, bytes of memory, operating system; and how fast it is just now, because processors of one name differ by
    three times: the milliseconds of a million additions in Python.
    """
    return {
        "cpu": _processor(),
        "cores": psutil.cpu_count() or 0,
        "memory_bytes": psutil.virtual_memory().total,
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2),
        "million_additions_ms": round(
            1000 * min(repeat("for number in range(1_000_000): total += number", "total = 0", number=1))
        ),
    }


def versions() -> dict[str, str]:
    """Of everything that the time is spent in."""
    redis = Redis.from_url(settings.REDIS_URL)
    try:
        of_redis = redis.info("server")["redis_version"]
    finally:
        redis.close()
    return {
        "python": platform.python_version(),
        "postgresql": server_setting("server_version").split()[0],
        "redis": of_redis,
        **{package: of_package(package) for package in PACKAGES},
    }


def of_package(name: str) -> str:
    """The version of an installed package; empty when there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def server_settings() -> dict[str, str]:
    """Those of PostgreSQL that matter for writing."""
    return {name: server_setting(name) for name in SERVER_SETTINGS}


def server_setting(name: str) -> str:
    """One of PostgreSQL's settings, as it shows it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def commit() -> str:
    """The commit that is checked out, with "+" when files differ from it; empty where that can't be known."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*arguments: str) -> str:
    root = Path(__file__).parent
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
