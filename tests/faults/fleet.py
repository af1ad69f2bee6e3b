"""What an import runs on in these tests: a Redis, a beat and workers of their own, with shortened times."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kombu import pools

from cerego.broker import broker_url
from cerego.celery import app
from tests.faults.servers import Beat, OwnRedis
from tests.workers import Worker

APPLICATION: Final = "cerego-faults"
"""What the workers' connections are called in the database."""
TIMES: Final = {
    "IMPORT_BATCH_ROWS": "20",
    "IMPORT_SLICE_SECONDS": "0.15",
    "IMPORT_LEASE_SECONDS": "1",
    "IMPORT_SWEEP_SECONDS": "1",
}
"""A lease and a sweep are a thirtieth of what a site has; batches and slices are small enough for there to be many."""


class Fleet:
    """The processes of these tests. They are kept from test to test; a test may do to them what it likes."""

    def __init__(self, *, environment: dict[str, str], home: Path, logs: Path) -> None:
        self.redis = OwnRedis(home)
        self.environment = environment | TIMES | {"REDIS_URL": self.redis.url, "PGAPPNAME": APPLICATION}
        self.logs = logs
        self.worker = self.new_worker("first")
        self.beat = Beat(environment=self.environment, log=logs / "beat.log")
        self.others: list[Worker] = []

    def new_worker(self, name: str, **environment: str) -> Worker:
        """A worker with one process that does tasks, not started."""
        log = self.logs / f"{name}.log"
        return Worker(f"faults-{name}", environment=self.environment | environment, log=log, concurrency=1)

    def launch(self, *names: str, **environment: str) -> None:
        """Start further workers, which end with the test; they are not waited for."""
        for name in names:
            worker = self.new_worker(name, **environment)
            self.others.append(worker)
            worker.launch()

    def wait(self) -> None:
        """Wait until the further workers take tasks."""
        for worker in self.others:
            worker.wait()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Everything runs, and this process's own tasks go to the same Redis."""
        if self.redis.process is None:
            self.redis.start()
        if self.beat.process is None:
            self.beat.start()
        before = app.conf.broker_url
        self._speak_to(broker_url(self.redis.url))
        try:
            if not self.worker.runs:
                self.worker.start()
            yield
        finally:
            self._speak_to(before)
            self._kill(self.others)
            self.others.clear()

    def kill_workers(self) -> None:
        """Kill all workers that run."""
        self._kill([self.worker, *self.others])

    def _kill(self, workers: Sequence[Worker]) -> None:
        for worker in workers:
            if worker.runs:
                worker.kill()

    def forget_connections(self) -> None:
        """Let this process connect to Redis anew, as one does that has just started."""
        pools.reset()
        app._after_fork()

    def _speak_to(self, url: str) -> None:
        app.conf.broker_url = url
        self.forget_connections()

    def stop(self) -> None:
        """End all of it."""
        self.kill_workers()
        self.beat.stop()
        self.redis.stop()

    @property
    def said(self) -> str:
        """The end of each log."""
        logs = sorted(self.logs.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}" for log in logs)
