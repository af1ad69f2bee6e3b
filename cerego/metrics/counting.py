"""Noting numbers in memory, and handing them to Redis together. Nothing here ever fails what is being counted."""

import atexit
import logging
from collections import defaultdict
from threading import Lock, Timer
from typing import Final

import redis
from django.conf import settings

KEY: Final = "cerego:metrics"
"""The hash in Redis: "name|label|label" → number."""
FLUSH_SECONDS: Final = 5
_PATIENCE_SECONDS: Final = 2

logger = logging.getLogger(__name__)


class Pending:
    """What this process has counted and not handed over yet."""

    def __init__(self) -> None:
        self._numbers: dict[str, float] = defaultdict(float)
        self._lock = Lock()
        self._timer: Timer | None = None

    def add(self, numbers: dict[str, float]) -> None:
        """Take these along; within FLUSH_SECONDS they are handed over, also if nothing more comes."""
        with self._lock:
            for field, number in numbers.items():
                self._numbers[field] += number
            if self._timer is None:
                self._timer = Timer(FLUSH_SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Hand everything over now. While Redis is away, it is kept for the next time."""
        with self._lock:
            numbers, self._numbers = self._numbers, defaultdict(float)
            if self._timer:
                self._timer.cancel()
                self._timer = None
        if not numbers:
            return
        try:
            with connection() as server, server.pipeline() as pipeline:
                for field, number in numbers.items():
                    pipeline.hincrbyfloat(KEY, field, number)
                pipeline.execute()
        except redis.RedisError as error:
            logger.warning("Redis can't be reached; the numbers for /metrics wait: %s", error)
            self.add(numbers)


pending: Final = Pending()
atexit.register(pending.flush)


def added_up() -> dict[str, float]:
    """What all processes have handed over; nothing while Redis is away."""
    try:
        with connection() as server:
            return {field.decode(): float(number) for field, number in server.hgetall(KEY).items()}
    except redis.RedisError:
        return {}


def waiting_tasks() -> int | None:
    """How many tasks lie in the broker that no worker has taken; none while it is away."""
    try:
        with connection() as server:
            return int(server.llen(settings.CELERY_TASK_DEFAULT_QUEUE))
    except redis.RedisError:
        return None


def connection() -> redis.Redis:
    """Redis, with little patience."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_PATIENCE_SECONDS, socket_connect_timeout=_PATIENCE_SECONDS
    )
