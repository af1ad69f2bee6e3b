"""``python -m cerego.embedded NAME HOME``: the keeper of one embedded server. Started by ``ensure_running`` alone."""

import os
import sys
from pathlib import Path

from cerego.embedded import keeper
from cerego.embedded.errors import Unavailable


def main(name: str, home: str) -> None:
    """Keep the server; on standard output say ``ready``, or why not."""
    if os.fork():  # whoever started us need not reap us: it may live longer than we do
        return
    try:
        keeper.keep(keeper.server(name, Path(home)))
    except (Unavailable, OSError) as error:
        print(error, file=sys.stderr)  # its log
        print(error, flush=True)  # whoever waits for it


main(*sys.argv[1:])
