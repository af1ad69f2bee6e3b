"""A real Celery worker for tests, in processes of its own: started, stopped, killed, its log read."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
from celery.utils.nodenames import nodename

from cerego.celery import app

ROOT = Path(__file__).parent.parent
START_SECONDS = 120
STOP_SECONDS = 90
"""A told worker finishes its slice; and now and then its pool waits 30 s to have its last result read (billiard)."""


class Worker:
    """One worker with its pool. It sees the database, the Redis and the files that ``environment`` names."""

    def __init__(self, name: str, *, environment: dict[str, str], log: Path, concurrency: int = 2) -> None:
        self.name = nodename(name, socket.gethostname())
        self.environment = environment
        self.log = log
        self.concurrency = concurrency
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it takes tasks."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start it."""
        options = ["--hostname", self.name, "--concurrency", str(self.concurrency), "--loglevel", "INFO"]
        options += ["--without-gossip", "--without-mingle"]  # it need not know others
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "cerego", "worker", *options],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it takes tasks."""
        deadline = time.monotonic() + START_SECONDS
        while not app.control.ping(destination=[self.name], timeout=0.5):
            assert self.runs, f"the worker ended at its start:\n{self.said}"
            assert time.monotonic() < deadline, f"the worker did not start in time:\n{self.said}"

    def stop(self) -> None:
        """End it as a deploy does: what it has in hand it finishes."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise

    def kill(self) -> None:
        """End it and its pool in the middle of whatever they do."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and its pool."""
        assert self.process
        os.killpg(self.process.pid, number)

    @property
    def runs(self) -> bool:
        """Whether it is alive."""
        return self.process is not None and self.process.poll() is None

    @property
    def pool(self) -> list[int]:
        """The process ids of those that do the tasks."""
        assert self.process
        return [child.pid for child in psutil.Process(self.process.pid).children()]

    @property
    def said(self) -> str:
        """Its log."""
        return self.log.read_text(errors="replace")
