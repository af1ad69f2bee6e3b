"""``python -m tests.benchmarks``: measure, print the tables, write the figures to .local/bench/. See the README.

ROWS is the largest number of rows (100,000), ROUNDS how often what varies is measured (3), PARTS what is measured: words of
sizes, growth, patience, workers, pages, sign_in, peers (all of them).
"""

import os
import signal
import sys

import django


def main() -> int:
    """Run it all; 130 when it was interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cerego.settings")
    django.setup()
    from tests.benchmarks import suite  # settings come first

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        suite.run(
            rows=int(os.environ.get("ROWS", "100000")),
            rounds=int(os.environ.get("ROUNDS", "3")),
            parts=os.environ.get("PARTS", "").split(),
        )
    except KeyboardInterrupt:
        print("Interrupted; everything that was started is gone.", file=sys.stderr)
        return 130
    return 0


def _interrupt(*_: object) -> None:
    """Once: what follows is the tidying up."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
