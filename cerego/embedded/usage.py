"""Using an embedded server: being counted, and calling a keeper if there is none."""

import subprocess
import sys
from pathlib import Path

from cerego.embedded.errors import Unavailable
from cerego.embedded.locks import Lock
from cerego.embedded.server import Server

_used: dict[Path, Lock] = {}


def use(wanted: Server) -> None:
    """Be counted as a user of it until this process ends."""
    path = wanted.lock_path("users")
    if path not in _used:
        users = Lock(path)
        users.share()  # waits for a keeper that is just stopping it
        _used[path] = users


def runs(wanted: Server) -> bool:
    """Whether it can be used and has a keeper. For users only."""
    keeper = Lock(wanted.lock_path("keeper"))
    kept = keeper.is_taken()
    keeper.release()
    return kept and wanted.answers()


def call(wanted: Server) -> subprocess.Popen[str]:
    """Call a keeper for it, in a session of its own: Ctrl-C is for the people at the terminal, not for what they share."""
    wanted.log.parent.mkdir(parents=True, exist_ok=True)
    with wanted.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "cerego.embedded", wanted.name, str(wanted.home)],
            cwd=Path(__file__).parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )


def wait_for(wanted: Server, called: subprocess.Popen[str]) -> None:
    """Wait until the keeper that was called says that the server runs, or why not."""
    said = called.communicate()[0].strip()
    if said != "ready":
        raise Unavailable(said or f"The keeper of the embedded {wanted.name} died. See {wanted.log}.")
