"""Starting, keeping and stopping one embedded server. Three locks on files do the agreeing:

- *users*: shared by every process that uses the server. Held alone, nobody uses it any more.
- *keeper*: held alone by the keeper.
- *server*: held by the keeper and inherited by all of the server's processes. Held by nobody, none of them is left,
  whatever pid files say.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

from cerego.embedded.errors import Unavailable
from cerego.embedded.locks import Lock
from cerego.embedded.server import Server
from cerego.processes import die_with_parent

START_SECONDS = 120
STOP_SECONDS = 30
PAUSE_SECONDS = 0.1


def server(name: str, home: Path) -> Server:
    """The server called ``name``. Only what it needs is imported: every process of the checkout passes here."""
    if name == "redis":
        from cerego.embedded.redis import RedisServer

        return RedisServer(home)
    from cerego.embedded.postgres import PostgresServer

    return PostgresServer(home)


def keep(wanted: Server) -> None:
    """The life of a keeper: start the server, say so, wait until nobody uses it, stop it."""
    keeper, inherited, users = (Lock(wanted.lock_path(kind)) for kind in ("keeper", "server", "users"))
    if not _become_keeper(wanted, keeper):
        _say_ready()
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _end_leftover(wanted, inherited)
    unused = users.take()
    while not unused:
        process = _start(wanted, inherited)
        _say_ready()
        try:
            while process.poll() is None and not (unused := users.take()):
                time.sleep(PAUSE_SECONDS)
        finally:
            _stop(wanted, process)


def _become_keeper(wanted: Server, keeper: Lock) -> bool:
    """True when we are the keeper now; false when another one is, and the server runs."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if keeper.take():
            return True
        if wanted.answers():
            return False
        time.sleep(PAUSE_SECONDS)
    raise Unavailable(
        f"The embedded {wanted.name} is being started by another process, for too long. See {wanted.log}."
    )


def _end_leftover(wanted: Server, inherited: Lock) -> None:
    """End a server whose keeper was killed, and hold its lock."""
    deadline = time.monotonic() + STOP_SECONDS
    asked = None
    while not inherited.take():
        process = wanted.left_behind()
        if process and process != asked:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, wanted.stop_signal)
            asked = process
        if time.monotonic() > deadline:
            raise Unavailable(f"An earlier {wanted.name} (process {process}) is still running and does not stop.")
        time.sleep(PAUSE_SECONDS)


def _start(wanted: Server, inherited: Lock) -> subprocess.Popen[bytes]:
    wanted.prepare()
    wanted.log.parent.mkdir(parents=True, exist_ok=True)
    with wanted.log.open("ab") as log:
        begin = log.tell()
        process = _launch(wanted, inherited, log)
    deadline = time.monotonic() + START_SECONDS
    while not wanted.complete():
        if process.poll() is not None or time.monotonic() > deadline:
            _stop(wanted, process)
            raise Unavailable(_why_not(wanted, begin))
        time.sleep(PAUSE_SECONDS / 4)
    return process


def _launch(wanted: Server, inherited: Lock, log: BinaryIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        wanted.command(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        pass_fds=[inherited.descriptor],
        preexec_fn=die_with_parent(wanted.stop_signal),  # safe: the keeper has no threads
        **wanted.identity(),
    )


def _stop(wanted: Server, process: subprocess.Popen[bytes]) -> None:
    process.send_signal(wanted.stop_signal)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _why_not(wanted: Server, begin: int) -> str:
    with wanted.log.open("rb") as log:
        log.seek(begin)
        tail = log.read().decode(errors="replace").splitlines()[-10:]
    return "\n".join([f"The embedded {wanted.name} did not start. The end of its log, {wanted.log}:", *tail])


def _say_ready() -> None:
    """Tell whoever waits, once: they read our standard output until we let go of it."""
    print("ready", flush=True)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
