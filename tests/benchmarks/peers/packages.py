"""The peers' packages, in a folder of their own below .local/bench: the environment of the tests stays as it is."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.place import HOME

LOCK = Path(__file__).parents[3] / "requirements-bench.lock"


def make_available() -> bool:
    """Install what requirements-bench.lock names, once, and let it be imported; false when that can't be done.

    It comes last on the path, so what .venv has too is taken from there.
    """
    version = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    folder = HOME / f"packages-{version}-{sys.version_info.major}.{sys.version_info.minor}"
    if not folder.is_dir() and not _install(folder):
        return False
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return True


def _install(folder: Path) -> bool:
    """By uv, by our own pip, or by the pip of the system: like ``make setup``, whichever there is."""
    unfinished = folder.with_suffix(".unfinished")
    installers = [["uv", "pip", "install", "--python", sys.executable], [sys.executable, "-m", "pip", "install"]]
    installers.append(["python3", "-m", "pip", "--python", sys.executable, "install"])
    what = ["--quiet", "--no-deps", "--require-hashes", "--target", str(unfinished), "-r", str(LOCK)]
    for installer in installers:
        shutil.rmtree(unfinished, ignore_errors=True)
        if shutil.which(installer[0]) and not subprocess.run([*installer, *what], capture_output=True).returncode:
            unfinished.rename(folder)
            return True
    return False
