"""A wrong setting ends the start with one line that names the variable, and never shows its value."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.test_starting import COMPLETE

ROOT = Path(__file__).parent.parent.parent
WRONG = [
    ("PRODUCTION", "yess"),
    ("DEBUG", "perhaps"),
    ("SECRET_KEY", "s3cret"),
    ("SECRET_KEY_FALLBACKS", "s3cret"),
    ("METRICS_TOKEN", "s3cret"),
    ("ALLOWED_HOSTS", "people.example.com,*"),
    ("SITE_URL", "people.example.com"),
    ("SITE_URL", "ftp://people.example.com"),
    ("SITE_URL", "https://people.example.com:port"),
    ("SITE_URL", "https://people.example.com/people"),
    ("SITE_URL", "https://mara:s3cret@people.example.com"),
    ("ALLOWED_HOSTS", "https://people.example.com"),
    ("ALLOWED_HOSTS", "people.example.com:443"),
    ("DATABASE_URL", "mysql://cerego:s3cret@db/cerego"),
    ("DATABASE_URL", "postgresql://cerego:s3cret@db:port/cerego"),
    ("DATABASE_URL", "postgresql://cerego:s3cret@db"),
    ("DATABASE_URL", "s3cret"),
    ("REDIS_URL", "redis"),
    ("REDIS_URL", "http://redis:6379"),
    ("REDIS_URL", "redis://:s3cret@redis:many/0"),
    ("EMAIL_URL", "mail.example.com"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp+tls://user:s3cret@mail:port"),
    ("DEFAULT_FROM_EMAIL", "people"),
    ("DEFAULT_FROM_EMAIL", "Cerego People"),
    ("TIME_ZONE", "Middle-earth/Shire"),
    ("LOG_LEVEL", "LOUD"),
    ("BEHIND_PROXY", "nginx"),
    ("SECURE_SSL_REDIRECT", "http"),
    ("SECURE_HSTS_SECONDS", "-1"),
    ("WEB_STATEMENT_SECONDS", "0"),
    ("WEB_STATEMENT_SECONDS", "2000001"),
    ("WEB_PROCESSES", "two"),
    ("WORKER_PROCESSES", "0"),
    ("MEDIA_ROOT", "/dev/null/media"),
    ("API_RATE", "often"),
    ("API_RATE", "9" * 5_000 + "/minute"),
    ("API_UPLOAD_RATE", "0/hour"),
    ("IMPORT_MAX_BYTES", "200MB"),
    ("IMPORT_MAX_ROWS", "1e6"),
    ("IMPORT_MAX_ROWS", "9" * 5_000),
    ("IMPORT_BATCH_ROWS", "0"),
    ("IMPORT_SLICE_SECONDS", "nan"),
    ("IMPORT_LEASE_SECONDS", "0"),
    ("IMPORT_SWEEP_SECONDS", "9" * 400),
    ("IMPORT_RETENTION_DAYS", "-90"),
    ("EVENT_RETENTION_DAYS", "99999999"),
    ("VISIBILITY_TIMEOUT_SECONDS", "an hour"),
    ("SENTRY_DSN", "sentry.example.com/s3cret"),
    ("STORAGE_ENDPOINT", "s3.example.com"),
    ("STORAGE_ACCESS_KEY", "s3cret"),
]


def started(**variables: str) -> subprocess.CompletedProcess[str]:
    """What becomes of reading the settings in production's environment."""
    return subprocess.run(
        [sys.executable, "-c", "import cerego.settings"],
        cwd=ROOT,
        env=os.environ | COMPLETE | variables,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_it_says_in_one_line_which_variable_is_wrong(name: str, value: str) -> None:
    ended = started(**{name: value})

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"{name.removesuffix('_FALLBACKS')} ")
    assert ended.stderr.count("\n") == 1, "one line, no traceback"
    assert "s3cret" not in ended.stderr


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"DATABASE_URL": "postgresql://cerego:p%40ss%2Fword@db.example.com/cerego?sslmode=require"},
        {"DATABASE_URL": "postgresql:///cerego?host=/run/postgresql"},
        {"REDIS_URL": "rediss://:secret@redis.example.com:6380/1"},
        {"REDIS_URL": "unix:///run/redis.sock?db=1"},
        {"EMAIL_URL": "smtp+tls://user:p%40ss@mail.example.com:587"},
        {"DEFAULT_FROM_EMAIL": "people@example.com"},
        {"IMPORT_SLICE_SECONDS": "0"},
        {"IMPORT_SLICE_SECONDS": "0.5", "SECURE_HSTS_SECONDS": "0", "API_RATE": "10/m", "LOG_LEVEL": "debug"},
        {"METRICS_TOKEN": "", "TIME_ZONE": "", "IMPORT_MAX_ROWS": ""},
        {"STORAGE_BUCKET": "uploads", "STORAGE_ENDPOINT": "http://127.0.0.1:9000"},
        {
            "SITE_URL": "https://People.example.com:8443/",
            "ALLOWED_HOSTS": ".example.com, [::1]",
            "IMPORT_MAX_BYTES": "4000000000",
        },
        {"STORAGE_BUCKET": "uploads", "MEDIA_ROOT": "/dev/null/unused"},
        {"SENTRY_DSN": "https://key@sentry.example.com/1"},
        {"SECRET_KEY": "$" + COMPLETE["SECRET_KEY"]},
    ],
)
def test_it_starts_with_whatever_is_right(variables: dict[str, str]) -> None:
    ended = started(**variables)

    assert (ended.returncode, ended.stderr) == (0, "")
