"""Where the embedded servers keep things and where they listen. Pure: the same answer in every process of a checkout."""

import hashlib
import os
import re
from pathlib import Path

LOCAL = Path(__file__).resolve().parent.parent.parent / ".local"
"""Everything that belongs to this checkout alone and may be thrown away."""

LONGEST_SOCKET_PATH = 100
"""Bytes. The system's limit is 103 (macOS) or 107 (Linux)."""


def sockets(home: Path) -> Path:
    """The directory of both servers' sockets: in ``home``, or, if that makes too long or too odd a path, in /tmp.

    /tmp itself, not $TMPDIR: the processes that are to meet here may have different ones.
    """
    path = home / "run"
    if len(os.fsencode(path / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH and re.fullmatch(
        r"[a-zA-Z0-9/._+-]+", str(path)
    ):
        return path
    checkout = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(f"/tmp/cerego-{os.geteuid()}-{checkout}")  # noqa: S108  (made with mode 0700, its owner checked)


def postgres_url(home: Path = LOCAL, *, database: str = "cerego") -> str:
    """The address of the embedded PostgreSQL. The port names its socket; it does not listen on the network."""
    return f"postgresql://postgres@/{database}?host={sockets(home)}&port=5432"


def redis_url(home: Path = LOCAL) -> str:
    """The address of the embedded Redis."""
    return f"unix://{sockets(home) / 'redis.sock'}?db=0"
