"""`make fuzz`: SECONDS=600 SEED=7, or REPLAY=.local/fuzz/<file> for one that failed before."""

import os
import sys
import time
from pathlib import Path

from tests.fuzz.promises import hold
from tests.fuzz.run import fuzz


def main() -> int:
    """Run it, and say what came of it."""
    if replay := os.environ.get("REPLAY"):
        print(hold(Path(replay).read_bytes()))
        return 0
    seed = int(os.environ.get("SEED") or time.time())
    seconds = float(os.environ.get("SECONDS") or 60)
    print(f"SEED={seed} SECONDS={seconds:g}", flush=True)
    ends, failed = fuzz(seed=seed, seconds=seconds)
    for end, count in ends.most_common():
        print(f"{count:8,} {end}")
    for path in failed:
        print(f"REPLAY={path} make fuzz   # what happened: {path.with_suffix('.txt')}")
    print(f"{ends.total() + len(failed):,} files, {len(failed)} broke a promise.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
