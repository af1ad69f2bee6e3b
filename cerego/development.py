"""The parts of the product as processes of one machine, for development: started, started anew when the code changes, ended."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from cerego.processes import die_with_parent

STOP_SECONDS = 15
PACKAGES = ("cerego", "departments", "people")


class Sources:
    """The Python files of the product, as they were when somebody last looked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._seen = self._times()

    def changed(self) -> list[Path]:
        """Those that are new, gone or otherwise than before."""
        now = self._times()
        before, self._seen = self._seen, now
        return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))

    def _times(self) -> dict[Path, int]:
        found = {}
        for path in [path for package in PACKAGES for path in (self.root / package).rglob("*.py")]:
            with contextlib.suppress(FileNotFoundError):  # an editor is just replacing it
                found[path] = path.stat().st_mtime_ns
        return found


class Part:
    """One of web, worker, beat. With whatever it starts it is a group of processes of its own."""

    def __init__(self, name: str, command: list[str], root: Path) -> None:
        self.name = name
        self.command = command
        self.root = root
        self.is_stale = False
        """Whether the code has changed since it was started."""
        self.is_told = False
        """Whether it was said that it has ended."""
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=die_with_parent(signal.SIGTERM),  # safe: we have no threads
        )

    def renew(self) -> None:
        """End it as a deploy does, and start it with the code as it is now."""
        end([self])
        self.is_stale = self.is_told = False
        self.process = self._start()

    @property
    def ended(self) -> int | None:
        """Its exit code, if it has ended."""
        return self.process.poll()


def end(parts: list[Part]) -> None:
    """End them together: politely, and after STOP_SECONDS by force, with whatever they leave behind."""
    for part in parts:
        part.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for part in parts:
        try:
            part.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.process.kill()
            part.process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(part.process.pid, signal.SIGKILL)


@contextlib.contextmanager
def running(commands: dict[str, list[str]], root: Path) -> Iterator[list[Part]]:
    """All of them; ended with the block, also by a signal."""
    parts: list[Part] = []
    try:
        for name, command in commands.items():
            parts.append(Part(name, command, root))
        yield parts
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # we are at it
        end(parts)
