"""The product as docker-compose.yml starts it, without containers: the very commands and variables, on real services."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import yaml

ROOT = Path(__file__).resolve().parents[2]
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = ("web", "worker", "beat")
START_SECONDS = 180
STOP_SECONDS = 90


class Stack:
    """migrate, then web, worker and beat; each with what the compose file gives it and ``given`` instead where it names it."""

    def __init__(self, folder: Path, given: dict[str, str]) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.site = f"http://127.0.0.1:{self.port}"
        self.given = {
            **given,
            "SITE_URL": self.site,
            "SECRET_KEY": "rehearsal-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDE",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def environment(self, name: str) -> dict[str, str]:
        """The service's variables, with the defaults that stand in the file."""
        stated = {key: _filled(str(value), self.given) for key, value in SERVICES[name]["environment"].items()}
        own = {"GUNICORN_CMD_ARGS": f"--bind=127.0.0.1:{self.port}", "PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}"}
        return {**os.environ, **stated, **{key: value for key, value in self.given.items() if key in stated}, **own}

    def command(self, name: str) -> list[str]:
        """The service's very command."""
        words = [_filled(str(word), self.given) for word in SERVICES[name]["command"]]
        return [str(Path(sys.executable).parent / words[0]), *words[1:]]

    def run(self, *words: str) -> str:
        """A command of manage.py in the environment of web; returns what it says."""
        line = [sys.executable, "manage.py", *words]
        done = subprocess.run(line, cwd=ROOT, env=self.environment("web"), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *names: str) -> None:
        """As compose does: the migrations first, and the others, or those of them, when they are done."""
        subprocess.run(
            self.command("migrate"), cwd=ROOT, env=self.environment("migrate"), check=True, capture_output=True
        )
        for name in names or OURS:
            self.launch(name)
        self.wait()

    def launch(self, name: str) -> None:
        """Start one service."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                self.command(name),
                cwd=ROOT,
                env=self.environment(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def health(self, name: str) -> subprocess.CompletedProcess[str]:
        """What the service's very health check says now."""
        kind, *words = SERVICES[name]["healthcheck"]["test"]
        words = [word.replace("$$", "$").replace("8000", str(self.port)) for word in words]
        line = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        environment = {**self.environment(name), "HOSTNAME": socket.gethostname()}
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False)

    def logged(self) -> list[tuple[str, str]]:
        """Every line that the services have written until now, with the service's name."""
        files = [(name, self.folder / f"{name}.log") for name in OURS]
        return [(name, line) for name, file in files if file.is_file() for line in file.read_text().splitlines()]

    def wait(self) -> None:
        """Until it is ready."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert all(process.poll() is None for process in self.processes.values()), self.said
            try:
                with urlopen(f"{self.site}/readyz", timeout=30) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                pass
            assert time.monotonic() < deadline, self.said
            time.sleep(0.2)

    def stop(self) -> dict[str, int]:
        """End everything as a deploy does; returns the exit codes."""
        for process in self.processes.values():
            process.terminate()
        return {name: process.wait(STOP_SECONDS) for name, process in self.processes.items()}

    @property
    def said(self) -> str:
        """All logs."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))


def _filled(text: str, given: dict[str, str]) -> str:
    """``text`` with compose's ${NAME:-default} and ${NAME:?complaint} filled in."""
    return re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda found: given.get(found[1], found[2]), text).replace("$$", "$")
