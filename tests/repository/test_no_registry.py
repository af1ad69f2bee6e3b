"""The repository names no package registry: where packages come from is each machine's own affair."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
REGISTRY = re.compile(rb"https?://[^\s\"]*/(simple|packages)/|--(extra-)?index-url|--find-links", re.IGNORECASE)


def test_no_tracked_file_names_one() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name.decode() for name in tracked.split(b"\0") if name]
    assert [
        path.name for path in files if path.is_file() and path != Path(__file__) and REGISTRY.search(path.read_bytes())
    ] == []
