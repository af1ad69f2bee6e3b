"""What the keeper needs to know of a server. Each of the two fills it in."""

import signal
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

from cerego.embedded import places


class Server(ABC):
    """One embedded server of one checkout: its places, and how it is started, asked and stopped."""

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]

    def __init__(self, home: Path) -> None:
        self.home = home
        self.sockets = places.sockets(home)
        self.log = home / "log" / f"{self.name}.log"

    def lock_path(self, kind: str) -> Path:
        """The file of one of its locks: users, keeper, server."""
        return self.home / "lock" / f"{self.name}.{kind}"

    @abstractmethod
    def prepare(self) -> None:
        """Make what must be there before it starts, remove what a crash left. Nobody else is at work here."""

    @abstractmethod
    def command(self) -> list[str]:
        """The command line; the server stays in the foreground and logs to standard error."""

    def identity(self) -> dict[str, Any]:
        """As whom to run, as keyword arguments of :class:`subprocess.Popen`."""
        return {}

    @abstractmethod
    def complete(self) -> bool:
        """Asked by the keeper until true: it is up, and everything in it is there."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it can be used."""

    @abstractmethod
    def left_behind(self) -> int | None:
        """The process id of a server whose keeper is gone."""
