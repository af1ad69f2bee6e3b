"""`make audit` says what is known against the locked packages, and never that all is well when it could not ask."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.audit.known import pins

ROOT = Path(__file__).resolve().parents[2]


def audit(address: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "AUDIT_URL": address, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    command = [sys.executable, "-m", "tests.audit"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def database() -> Iterator[HTTPServer]:
    """A database of vulnerabilities that knows of what its ``known`` names."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            results = [{"vulns": [{"id": "X-1"}]} if q["package"]["name"] in server.known else {} for q in queries]
            body = json.dumps({"results": results[: server.most]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.known, server.most = set(), None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_it_knows_every_locked_package() -> None:
    names = dict(pins(ROOT / "requirements.lock", ROOT / "requirements-dev.lock"))
    assert {"django", "celery", "psycopg", "django-allauth", "gunicorn", "pytest"} <= set(names)
    lock = (ROOT / "requirements.lock").read_text()
    assert len(pins(ROOT / "requirements.lock")) == sum(
        "==" in line and line[0] not in " #" for line in lock.splitlines() if line
    )


def test_it_says_what_is_known(database: HTTPServer) -> None:
    address = f"http://127.0.0.1:{database.server_port}/"
    well = audit(address)
    assert (well.returncode, "0 with known vulnerabilities" in well.stdout) == (0, True)
    database.known = {"django"}
    found = audit(address)
    assert found.returncode == 1
    assert "django 5.2" in found.stdout
    assert "X-1" in found.stdout


def test_it_claims_nothing_when_it_can_not_ask(database: HTTPServer) -> None:
    database.most = 3
    for address in ("http://127.0.0.1:9/", f"http://127.0.0.1:{database.server_port}/"):
        asked = audit(address)
        assert asked.returncode == 2
        assert asked.stderr.startswith("NOT CHECKED")
        assert "known vulnerabilities." not in asked.stdout
