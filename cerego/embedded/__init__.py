"""A PostgreSQL and a Redis that need no installation, for development and tests; production never comes here.

Both live under ``.local/`` and are shared by every process of the checkout. Who needs one calls :func:`ensure_running`;
the last of them to end, however it ends, takes the servers with it. Nothing is started by importing this package, and
the two addresses are fixed, so settings may name them freely.

How the counting works: every user of a server holds a shared lock on a file for as long as it lives; the operating
system drops the lock when the process ends, even by ``kill -9``. A small process of its own, the *keeper*, starts the
server and stops it once it can have that lock for itself alone. See :mod:`cerego.embedded.keeper`.
"""

from collections.abc import Collection
from pathlib import Path

from cerego.embedded.errors import Unavailable
from cerego.embedded.places import LOCAL, postgres_url, redis_url

__all__ = ["Unavailable", "database_url", "ensure_running", "redis_url"]

database_url = postgres_url


def ensure_running(names: Collection[str], *, home: Path = LOCAL) -> None:
    """Start what is not running of ``names`` (postgres, redis), and keep it running until this process has ended.

    Raises :class:`Unavailable`, in words for people, when a server can't be had.
    """
    if not names:
        return
    from cerego.embedded import keeper, usage  # what it imports is not installed in production

    servers = [keeper.server(name, home) for name in names]
    try:
        for server in servers:
            usage.use(server)
        called = [(server, usage.call(server)) for server in servers if not usage.runs(server)]
        for server, process in called:
            usage.wait_for(server, process)
    except OSError as error:
        raise Unavailable(f"The embedded servers can't be used: {error}") from error
