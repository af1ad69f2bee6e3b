"""Whether this process lives, and whether it can do its work: for load balancers and health checks, which sign in nowhere.

They ask under whatever host name, and while the database is away: they stand before everything else that looks at a request.
"""

from collections.abc import Callable
from contextlib import suppress
from time import time
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

BEAT_KEY: Final = "cerego:beat"
"""Where in Redis the worker that did beat's last task noted when."""
BEAT_LATE_SECONDS: Final = 180
_PATIENCE_SECONDS: Final = 2


class Health:
    """Answers /healthz and /readyz, in front of everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            found = state()
            is_ready = found["database"] == "ok" and found["broker"] == "ok"
            return JsonResponse(found, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})
        return self.get_response(request)


def state() -> dict[str, str]:
    """Of the database, the broker and beat: "ok", or what is wrong. Pages work without beat; only lost imports wait for it."""
    broker, beat = _broker_and_beat()
    return {"database": _database(), "broker": broker, "beat": beat}


def without_connection(error: Exception) -> str:
    """What to say at a terminal if the failure is that no connection to the database came about; empty if it is another one."""
    if not isinstance(error, OperationalError) or connection.connection is not None:
        return ""
    return f"DATABASE_URL names a database that takes no connections: {str(error).splitlines()[0]}."


def note_beat() -> None:
    """A task of beat's has been done just now: so beat, the broker and a worker are there."""
    with suppress(redis.RedisError), _redis() as server:  # what it is a part of is not to fail for it
        server.set(BEAT_KEY, time())


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return "ok"


def _broker_and_beat() -> tuple[str, str]:
    try:
        with _redis() as server:
            noted = server.get(BEAT_KEY)
    except redis.RedisError:
        return "away", "unknown"
    if noted is None:
        return "ok", "never seen"
    seconds = time() - float(noted)
    return "ok", "ok" if seconds < BEAT_LATE_SECONDS else f"silent for {seconds:.0f} s"


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_PATIENCE_SECONDS, socket_connect_timeout=_PATIENCE_SECONDS
    )
