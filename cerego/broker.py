"""One address of Redis, in the two ways in which it has to be said. Pure; settings and tests use it."""

from urllib.parse import urlsplit


def broker_url(redis_url: str) -> str:
    """What Celery calls it. For a socket redis-py says ``unix:///path?db=1``, Celery ``redis+socket:///path?virtual_host=1``."""
    if not redis_url.startswith("unix:"):
        return redis_url
    return redis_url.replace("unix:", "redis+socket:", 1).replace("?db=", "?virtual_host=")


def with_number(redis_url: str, number: int) -> str:
    """The same Redis, but its database ``number``."""
    address = redis_url.partition("?")[0]
    if redis_url.startswith("unix:"):
        return f"{address}?db={number}"
    return urlsplit(redis_url)._replace(path=f"/{number}").geturl()
