"""What browsers are told: a strict policy, no keeping, safe cookies; and production that starts only when it is safe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from departments.models import AccountQuerySet
from tests.factories import Cast
from tests.integration.test_starting import COMPLETE

ROOT = Path(__file__).parent.parent.parent
HTTPS = COMPLETE | {"SITE_URL": "https://people.example.com"}
PRINT = (
    "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
    " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH,"
    " s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT, s.DEBUG, s.ALLOWED_HOSTS)"
)


def manage(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of manage.py in production's environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=os.environ | HTTPS | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("page", ["home", "people", "account_login", "nowhere"])
def test_every_page_has_a_strict_policy_and_is_not_kept(cast: Cast, mara: Client, page: str) -> None:
    client = Client() if page == "account_login" else mara
    addresses = {"people": reverse("people", args=[cast.northwind.pk]), "nowhere": "/nowhere/"}
    answer = client.get(addresses.get(page) or reverse(page))

    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def _broken(*_: object, **__: object) -> None:
    raise RuntimeError("a mistake")


OTHERS = {
    "health": lambda client, _: client.get("/healthz"),
    "readiness": lambda client, _: client.get("/readyz"),
    "strange host": lambda client, _: client.get("/", headers={"Host": "evil.example"}),
    "strange host at the API": lambda client, _: client.get("/api/v1/accounts/", headers={"Host": "evil.example"}),
    "plain HTTP": lambda client, _: client.get("/account/login/", secure=False),
    "too large": lambda client, _: client.post("/account/login/", secure=True, CONTENT_LENGTH=str(1 << 40)),
    "wrong method": lambda client, cast: client.put(reverse("people", args=[cast.northwind.pk]), secure=True),
    "no form's token": lambda _, __: Client(enforce_csrf_checks=True).post("/account/login/", secure=True),
    "mistake": lambda client, cast: client.get(reverse("admin_home", args=[cast.northwind.pk]), secure=True),
    "mistake at the API": lambda client, _: client.get("/api/v1/accounts/", secure=True),
    "the API's page": lambda client, _: client.get("/api/v1/", secure=True),
    "the API's description": lambda client, _: client.get("/api/v1/openapi.json", secure=True),
    "a stranger at the API": lambda _, __: Client().get("/api/v1/accounts/", secure=True),
    "download": lambda client, cast: client.get(reverse("export_people", args=[cast.northwind.pk]), secure=True),
    "data": lambda client, cast: client.get(
        reverse("person_data", args=[cast.northwind.pk, cast.liv.persons.get().pk]), secure=True
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_answer_has_it_too(
    cast: Cast, mara: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    mara.raise_request_exception = False
    if "mistake" in name:
        monkeypatch.setattr(AccountQuerySet, "live", _broken)

    answer = OTHERS[name](mara, cast)

    assert (answer.status_code >= 500) == ("mistake" in name)
    assert answer["Content-Security-Policy"] == settings.CONTENT_SECURITY_POLICY
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_said_once_stands_in_no_cookie(cast: Cast, mara: Client) -> None:
    """There are names in it; and another host of the domain could plant one."""
    answer = mara.post(reverse("deactivate", args=[cast.northwind.pk, cast.liv.persons.get().pk]))

    assert set(answer.cookies) <= {"sessionid", "csrftoken"}
    assert "Liv Lund" in mara.get(answer["Location"]).content.decode()


def test_no_script_of_ours_evaluates_text_or_writes_markup() -> None:
    for script in (ROOT / "static/js").glob("*.js"):
        forbidden = r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|setAttribute\(.style"
        assert not re.search(forbidden, script.read_text()), script.name


def test_production_passes_djangos_check_without_a_warning() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING")

    assert (checked.returncode, checked.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        checked.stderr
    )


def test_production_has_cookies_that_nobody_else_can_plant() -> None:
    said = manage("shell", "--no-imports", "-c", PRINT).stdout.split()

    assert said[:7] == ["__Host-session", "__Host-csrf", "True", "True", "True", "None", "/"]
    assert (int(said[7]), *said[8:]) == (31_536_000, "True", "False", "['people.example.com']")


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "for-development-only-never-for-production-0123456789"}, "SECRET_KEY is too easy to guess"),
        ({"METRICS_TOKEN": "metrics"}, "METRICS_TOKEN is too easy to guess"),
        ({"METRICS_TOKEN": "ab" * 40}, "METRICS_TOKEN is too easy to guess"),
        ({"DEBUG": "true"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has a *"),
    ],
)
def test_production_does_not_start_unsafely(variables: dict[str, str], reason: str) -> None:
    started = manage("check", **variables)

    assert started.returncode == 1
    assert started.stderr.startswith(reason)
    assert started.stderr.count("\n") == 1, "one line, no traceback"
