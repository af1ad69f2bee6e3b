"""Programs that tests need and the machine may lack: from the system's packages, where we may install them."""

import os
import shutil
import subprocess

DOWNLOAD_SECONDS = 240


def install(*names: str, tried: list[str]) -> bool:
    """Install these packages; returns whether that went well. Why not, is added to ``tried``."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    return succeeds(tried, "apt-get", "update") and succeeds(
        tried, "apt-get", "install", "--yes", "--no-install-recommends", *names
    )


def succeeds(tried: list[str], *command: str) -> bool:
    """Run a command; if it fails, why is added to ``tried``."""
    try:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=DOWNLOAD_SECONDS,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        tried.append(str(error))
        return False
    return True
