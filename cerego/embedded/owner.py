"""As whom PostgreSQL runs. It refuses to run as root, so root lends it to an account that is there already."""

import os
import pwd
import stat
from pathlib import Path
from typing import Any

from cerego.embedded.errors import Unavailable

READABLE = stat.S_IROTH | stat.S_IXOTH


def account() -> pwd.struct_passwd | None:
    """The account for PostgreSQL when we are root; else None: it runs as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unavailable(
        "PostgreSQL refuses to run as root, and there is neither a postgres nor a nobody account to lend it."
    )


def popen_arguments(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    """What makes :mod:`subprocess` run something as ``owner``."""
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


def private_directory(path: Path, owner: pwd.struct_passwd | None) -> None:
    """Make ``path``, or take it over: only ``owner`` and root may look into it.

    In /tmp somebody else may have been there first; what is theirs is not used.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = path.lstat()
    if not stat.S_ISDIR(there.st_mode) or (os.geteuid() != 0 and there.st_uid != os.geteuid()):
        raise Unavailable(f"{path} belongs to somebody else. Remove it and start again.")
    path.chmod(0o700)
    if owner and there.st_uid != owner.pw_uid:
        for name in (path, *path.rglob("*")):
            os.chown(name, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def let_through(path: Path) -> None:
    """Let other accounts pass through the directories above ``path``, without letting them list any."""
    for directory in path.parents:
        mode = directory.stat().st_mode
        if not mode & stat.S_IXOTH:
            directory.chmod(mode | stat.S_IXOTH)


def let_read(path: Path) -> None:
    """Let other accounts read and run the program files under ``path`` (a strict umask may have forbidden it)."""
    for name in (path, *path.rglob("*")):
        mode = name.lstat().st_mode
        wanted = READABLE if stat.S_ISDIR(mode) or mode & stat.S_IXUSR else stat.S_IROTH
        if not stat.S_ISLNK(mode) and mode & wanted != wanted:
            name.chmod(mode | wanted)
