"""A Redis and a beat of the tests' own: to be stopped, flushed and started again without anybody else noticing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import redis
from django.conf import settings

from cerego.embedded.places import redis_url
from cerego.embedded.redis import RedisServer
from tests.workers import ROOT

PATIENCE = 60
"""Seconds in which a Redis has to start."""


class OwnRedis:
    """A Redis on a socket below ``home``, whose path must be short. It keeps nothing when it ends."""

    def __init__(self, home: Path) -> None:
        self.server = RedisServer(home)
        self.url = redis_url(home)
        self.process: subprocess.Popen[bytes] | None = None
        (home / "lock").mkdir(parents=True)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.server.prepare()
        self.process = subprocess.Popen(
            self.server.command(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + PATIENCE
        while not self.server.answers():
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        """End it, with all that is in it."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def flush(self) -> None:
        """Make it forget everything."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def waiting(self) -> int:
        """How many messages wait for a worker."""
        with redis.Redis.from_url(self.url) as client:
            return client.llen(settings.CELERY_TASK_DEFAULT_QUEUE)


class Beat:
    """A real ``celery beat``: it has the sweeper told every IMPORT_SWEEP_SECONDS."""

    def __init__(self, *, environment: dict[str, str], log: Path) -> None:
        self.environment = environment
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is not waited for."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "cerego", "beat", "--loglevel", "INFO"],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        """End it."""
        if self.process:
            self.process.kill()
            self.process.wait()
